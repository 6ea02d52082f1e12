"""Write the TextMate grammar of segments: `python -m scripts.segment_grammar`, after the catalogue changed."""

import json
from pathlib import Path

from crmkit.segment.completing import highlighting

if __name__ == "__main__":
    path = Path(highlighting.__file__).with_name(highlighting.FILE)
    path.write_text(json.dumps(highlighting.text_mate_grammar(), ensure_ascii=False, indent=2) + "\n", "utf-8")
