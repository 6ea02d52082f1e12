"""The example exports: the same for the same seed, as awkward as promised, and never a riddle."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from examples.evidence import connected, shared_contacts, speaks
from examples.generate import EXPORTS, build_world, write_exports
from examples.history import write_history
from examples.marketing import STORIES, tell_stories
from examples.names import root

ROOT = Path(__file__).parents[2]
TEXTS = {"newsletter.csv": "cp1252", "support.jsonl": "utf-8", "crm_old.csv": "utf-8-sig", "till.csv": "iso-8859-1"}
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, seed=2026)
    return folder


@pytest.fixture(scope="module")
def truth(exports) -> dict:
    return json.loads((exports / "truth.json").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def unpacked(folder: Path) -> dict[str, bytes]:
    """The bytes of every file, the workbook taken apart, since two builds of zlib may pack one content differently."""
    files = contents(folder)
    book = zipfile.ZipFile(BytesIO(files.pop("shop.xlsx")))
    return files | {name: book.read(name) for name in book.namelist()}


def sheet(folder: Path) -> list[list]:
    return CalamineWorkbook.from_path(folder / "shop.xlsx").get_sheet_by_index(0).to_python()


def test_the_committed_exports_are_what_the_generator_writes(exports):
    assert unpacked(exports) == unpacked(EXPORTS)
    assert sum(map(len, contents(EXPORTS).values())) < 2_000_000


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    write_exports(tmp_path / "here", seed=7, customers=200)
    subprocess.run(
        [sys.executable, "-m", "examples.generate", "--seed=7", "--customers=200", f"--out={tmp_path / 'there'}"],
        env=os.environ | {"PYTHONHASHSEED": "11"},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_another_seed_gives_other_files(tmp_path):
    write_exports(tmp_path / "seven", seed=7, customers=100)
    write_exports(tmp_path / "eight", seed=8, customers=100)
    seven, eight = contents(tmp_path / "seven"), contents(tmp_path / "eight")
    assert all(seven[name] != eight[name] for name in seven)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS)
def test_all_rows_of_a_customer_hang_together(seed):
    rng = Random(seed)
    world, _ = build_world(rng, 150)
    for customer in [*world.persons, *world.companies]:
        rows = write_history(rng, customer)
        assert rows
        assert connected(rows)
        assert all(speaks(row) for row in rows)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS)
def test_trapped_pairs_can_be_told_apart(seed):
    rng = Random(seed)
    _, pairs = build_world(rng, 150)
    for kind, (one, two) in pairs:
        first, second = write_history(rng, one), write_history(rng, two)
        if kind == "namesake_companies":
            assert one.home.place.locality != two.home.place.locality
            assert not any(shared_contacts(a, b) for a in first for b in second)
        elif kind in {"homonym", "father_son"}:
            assert abs(one.birth.year - two.birth.year) >= 3
            assert all(any(row.birth == person.birth for row in rows) for person, rows in ((one, first), (two, second)))
            assert all(row.birth or row.email == row.customer.email for row in first + second)
        else:
            assert root(one.given)[0] != root(two.given)[0]
            assert all(row.name == "full" for row in first + second)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS)
def test_two_strangers_share_neither_name_and_town_nor_contacts(seed):
    rng = Random(seed)
    world, _ = build_world(rng, 150)
    untrapped = [person for person in world.persons if not person.traps]
    names = Counter((root(p.given), p.family, p.home.place.locality) for p in untrapped)
    assert not names or max(names.values()) == 1
    own = Counter(email for p in untrapped for email in [*p.other_emails, *([p.email] if p.own_email else [])])
    assert not own or max(own.values()) == 1
    mobiles = Counter(p.mobile for p in untrapped)
    assert not mobiles or max(mobiles.values()) == 1


def test_every_phone_number_is_valid_in_its_country():
    world, _ = build_world(Random(3), 400)
    numbers = [n for p in world.persons for n in (p.mobile, p.landline, p.other_mobile) if n]
    numbers += [n for company in world.companies for n in (company.phone, company.mobile)]
    wrong = [number for number in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(number))]
    assert wrong == []


def test_counts_are_in_bounds(truth):
    people = Counter(customer["kind"] for customer in truth["customers"].values())
    countries = Counter(customer["country"] for customer in truth["customers"].values())
    rows = Counter(row["customer"] for row in truth["rows"])
    sizes = Counter(rows.values())
    assert people == {"person": 2850, "company": 150}
    assert set(rows) == set(truth["customers"])
    assert 4800 <= len(truth["rows"]) <= 5400
    assert 1100 <= countries["CH"] <= 1300
    assert 1100 <= countries["FR"] <= 1300
    assert 500 <= countries["DE"] <= 700
    assert sizes[1] > sizes[2] > sizes[3] > sizes[4] > sizes[5] > 20
    assert min(Counter(row["file"] for row in truth["rows"]).values()) > 350


def test_every_kind_of_trap_is_planted_often_and_marked_on_its_rows(truth):
    kinds = Counter(trap["kind"] for trap in truth["traps"])
    assert len(kinds) == 7
    assert min(kinds.values()) >= 15
    marked = {row["customer"] for row in truth["rows"] if row["traps"]}
    assert marked == {customer for trap in truth["traps"] for customer in trap["customers"]}


def test_every_kind_of_defect_occurs(truth):
    kinds = Counter(defect for row in truth["rows"] for defect in row["defects"])
    assert len(kinds) == 29
    assert min(kinds.values()) >= 8


def test_about_half_of_the_duplicate_pairs_share_a_contact_to_the_letter():
    rng = Random(2026)
    world, _ = build_world(rng, 1500)
    pairs = [
        shared_contacts(row, other) > 0
        for customer in [*world.persons, *world.companies]
        for rows in [write_history(rng, customer)]
        for index, row in enumerate(rows)
        for other in rows[index + 1 :]
    ]
    assert 0.5 < sum(pairs) / len(pairs) < 0.68


def test_truth_covers_every_data_line_exactly_once(exports, truth):
    told = defaultdict(list)
    for entry in [*truth["rows"], *truth["skips"], *truth["faults"]]:
        told[entry["file"]].append(entry["line"])
    for name, encoding in TEXTS.items():
        lines = (exports / name).read_text(encoding=encoding).splitlines()
        first = 1 if name.endswith("jsonl") else 2
        assert sorted(told[name]) == list(range(first, len(lines) + 1))
    assert sorted(told["shop.xlsx"]) == list(range(2, len(sheet(exports)) + 1))


def test_rows_are_whole_and_the_other_lines_are_not(exports, truth):
    for name, delimiter in (("newsletter.csv", ";"), ("crm_old.csv", ","), ("till.csv", ";")):
        lines = (exports / name).read_text(encoding=TEXTS[name]).splitlines()
        width = lines[0].count(delimiter) + 1
        rows = {row["line"] for row in truth["rows"] if row["file"] == name}
        assert all(len(next(csv.reader(StringIO(lines[line - 1]), delimiter=delimiter))) == width for line in rows)
        for fault in (fault for fault in truth["faults"] if fault["file"] == name):
            line = lines[fault["line"] - 1]
            assert line.count(delimiter) + 1 != width or line.count('"') % 2
    lines = (exports / "support.jsonl").read_text(encoding="utf-8").splitlines()
    (broken,) = (fault["line"] for fault in truth["faults"] if fault["file"] == "support.jsonl")
    assert all(json.loads(line)["id"] for number, line in enumerate(lines, 1) if number != broken)
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines[broken - 1])


def test_the_files_are_in_the_encodings_they_claim(exports):
    for name, encoding in TEXTS.items():
        text = (exports / name).read_bytes().decode(encoding)
        assert "é" in text
        assert "ü" in text
        assert "Ã" not in text
    for name in ("newsletter.csv", "till.csv"):
        with pytest.raises(UnicodeDecodeError):
            (exports / name).read_bytes().decode("utf-8")


def test_a_row_is_about_the_customer_that_truth_names(exports, truth):
    book, customers = sheet(exports), truth["customers"]
    given = book[0].index("First name")
    for row in truth["rows"]:
        if row["file"] == "shop.xlsx" and not row["defects"]:
            assert book[row["line"] - 1][given] == customers[row["customer"]]["given"]


def test_withdrawals_come_after_the_grant(exports, truth):
    lines = (exports / "newsletter.csv").read_text(encoding="cp1252").splitlines()
    assert len(truth["withdrawals"]) >= 12
    for change in truth["withdrawals"]:
        granted, withdrawn = (lines[change[when] - 1].split(";") for when in ("granted", "withdrawn"))
        assert change["granted"] < change["withdrawn"]
        assert (granted[9], withdrawn[9]) == ("oui", "désinscrit")


def test_free_mail_is_rare_and_marked_as_fiction():
    world, _ = build_world(Random(5), 1000)
    emails = [email for person in world.persons for email in (person.email, *person.other_emails)]
    free = [email for email in emails if "example." not in email]
    assert len(free) < 0.02 * len(emails)
    assert all("fictif" in email or "fiktiv" in email for email in free)
    assert all("example." in company.email for company in world.companies)


def numbers_in(folder: Path, name: str, column: str) -> set[str]:
    """The numbers of customers that a file of the tools names."""
    text = (folder / name).read_text("utf-8")
    if name.endswith(".jsonl"):
        return {json.loads(line)[column] for line in text.splitlines()[:-1]}
    return {row[column] for row in csv.DictReader(StringIO(text), delimiter=";")}


def test_the_tools_know_persons_of_the_old_crm_and_one_who_is_not_there(exports):
    known = {line.partition(",")[0] for line in (exports / "crm_old.csv").read_text("utf-8-sig").splitlines()}
    contacts = numbers_in(exports, "contacts.csv", "Customer no")
    assert len(contacts) > 200
    assert contacts <= known
    assert numbers_in(exports, "billing.csv", "Customer no") <= contacts
    assert numbers_in(exports, "activity.jsonl", "customer_no") - contacts == {"K9"}


def test_every_story_is_told():
    rng = Random(2026)
    world, _ = build_world(rng, 3000)
    rows = [row for customer in world.persons for row in write_history(rng, customer)]
    for number, row in enumerate(rows):
        row.says["number"] = f"K{number}"
    told = tell_stories(rng, rows, most=300)
    assert {one.story.name for one in told} == {one.name for one in STORIES}
    assert len({one.number for one in told}) == len(told)


def test_a_world_without_anybody_in_the_old_crm_has_no_stories():
    assert tell_stories(Random(1), [], most=48) == []
