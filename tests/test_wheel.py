"""What pip installs is whole: the marker for types, the rule packs, postcodes and example exports are in the wheel."""

import subprocess
import sys
import zipfile


def test_the_wheel_holds_all_that_the_checkout_runs_on(root, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    source = root / "src"
    needed = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.suffix in {".py", ".json", ".zz", ".js", ".css"} or path.name == "SOURCE.md" or path.stem == "py"
    }
    exports = {f"crmkit/demo/exports/{path.name}" for path in (root / "examples" / "exports").iterdir()}
    assert {*needed, *exports, "crmkit/py.typed"} <= held
