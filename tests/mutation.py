"""Change the code that decides who is one and what is allowed, a little at a time, and see that a test notices.

Run by `make nightly`; it stops after its budget and judges what it got to.
"""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MINUTES = 20
LEAST = 0.80
ROOT = Path(__file__).parents[1]


def main():
    """Run the mutants and return the exit code: 1 when too many of them live."""
    with suppress(subprocess.TimeoutExpired), Path(ROOT / "mutants.log").open("wb") as log:
        run = [sys.executable, "-m", "mutmut", "run", "--max-children", "2"]
        subprocess.run(run, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, timeout=60 * MINUTES, check=False)
    export = [sys.executable, "-m", "mutmut", "export-cicd-stats"]
    subprocess.run(export, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text("utf-8"))
    killed = stats["killed"] + stats["timeout"]
    judged = killed + stats["survived"]
    share = killed / judged if judged else 0.0
    print(f"{killed} of {judged} mutants were noticed ({share:.0%}; at least {LEAST:.0%} are asked for).")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
