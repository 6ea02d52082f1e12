"""A bare import loads next to nothing; heavy packages load when they are used."""

import subprocess
import sys

HEAVY = (
    "polars",
    "numpy",
    "narwhals",
    "pandas",
    "pyarrow",
    "sqlalchemy",
    "phonenumbers",
    "email_validator",
    "click",
    "rich",
)


def loaded_by(code):
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_bare_import_loads_none_of_the_heavy_packages():
    assert loaded_by("import crmkit").isdisjoint(HEAVY)


def test_the_bare_import_loads_only_the_standard_library_beside_itself():
    extra = loaded_by("import crmkit") - loaded_by("") - set(sys.stdlib_module_names)
    assert extra == {"crmkit"}


def test_segments_and_consent_need_no_frames_and_no_database():
    code = "from crmkit import Segment, Decision, ConsentEvent"
    assert loaded_by(code).isdisjoint({"polars", "numpy", "narwhals", "pandas", "pyarrow", "sqlalchemy"})
