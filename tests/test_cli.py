"""The command line: data on standard output, words on standard error, exit codes, and never a traceback."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from html import unescape
from pathlib import Path

import click
import pytest

from crmkit import cli
from crmkit.customer_base import connect

PEOPLE = """E-mail;Prénom;Nom;Date de naissance;Localité;Pays;Newsletter;Date d'inscription
 Anna@Example.ORG ;Anna;Müller;17.05.1980;Zürich;Suisse;oui;2026-01-15
anna@example.org;Anna;Mueller;1980-05-17;Zürich;CH;oui;2026-01-15
paul@example.ch;Paul;Dubois;02.02.1955;Genève;CH;non;2026-01-15
n/a;Zoé;Rüegg;;Bern;CH;;
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in, with one small file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    return tmp_path


@pytest.fixture
def run(here, monkeypatch, capfd):
    """Run the command line in this process: exit code, standard output, standard error."""

    def running(*words):
        for stream in (sys.stdout, sys.stderr):
            if not hasattr(stream, "reconfigure"):
                pytest.skip("needs the streams of a terminal")
        monkeypatch.setattr(sys, "argv", ["crmkit", *map(str, words)])
        with pytest.raises(SystemExit) as done:
            cli.main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return done.value.code or 0, out, err

    return running


def shell(*words, env=(), cwd=None, stdout=subprocess.PIPE):
    """Run the command line as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONIOENCODING", "PYTHONUTF8"}}
    return subprocess.run(
        [sys.executable, "-m", "crmkit", *map(str, words)],
        env={**kept, **dict(env)},
        cwd=cwd,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def base(here, run):
    """A base that holds the small file."""
    code, _, err = run(
        "load", "people.csv", "--region", "CH", "--given", "consent.method=web_form", "--given", "consent.notice=n-1"
    )
    assert code == 0, err
    return here / "customers.db"


# What each command does


def test_clean_writes_the_data_to_standard_output_and_the_words_to_standard_error(run):
    code, out, err = run("clean", "people.csv", "--region", "CH")
    rows = rows_of(out)
    assert code == 0
    assert [row["E-mail"] for row in rows] == ["Anna@example.org", "anna@example.org", "paul@example.ch", ""]
    assert rows[0]["Date de naissance"] == "1980-05-17"
    assert rows[0]["Pays"] == "CH"
    assert "@ E-mail" in rows[3]["findings"]
    assert "people.csv: 4 rows" in err
    assert "email.placeholder 1" in err


def test_clean_writes_a_file(run, here):
    code, out, err = run("clean", "people.csv", "-o", "clean.csv")
    assert (code, out) == (0, "")
    assert len(rows_of((here / "clean.csv").read_text("utf-8"))) == 4
    assert "Written: clean.csv" in err


def test_clean_says_how_to_name_the_country_of_phones(run, here):
    (here / "phones.csv").write_text("Name,Phone\nAnna Muster,079 555 12 34\n")
    assert "--region" in run("clean", "phones.csv")[2]
    code, out, err = run("clean", "phones.csv", "--region", "CH")
    assert code == 0
    assert rows_of(out)[0]["Phone"] == "+41795551234"
    assert "--region" not in err


def test_a_field_that_is_given_leaves_the_others_guessed(run, here):
    (here / "odd.csv").write_text("Zzz,E-mail\n1.2.1980, A@Example.org \n")
    rows = rows_of(run("clean", "odd.csv", "--field", "Zzz=birth_date")[1])
    assert rows == [{"Zzz": "1980-02-01", "E-mail": "A@example.org", "findings": ""}]
    rows = rows_of(run("clean", "odd.csv", "--field", "E-mail=")[1])
    assert rows[0]["E-mail"].strip() == "A@Example.org"


def test_audit_says_figures_as_text_and_as_json(run):
    code, out, err = run("audit", "people.csv")
    assert code == 0
    assert out.startswith("people.csv: 4 rows, score ")
    assert not err
    report = json.loads(run("audit", "people.csv", "--json")[1])["people.csv"]
    fields = {one["name"]: one for one in report["fields"]}
    assert fields["E-mail"]["filled"] == 3
    assert fields["Date de naissance"]["type"] == "date"


def test_audit_keeps_two_files_of_one_name_apart_and_writes_a_page_each(run, here):
    for folder in ("a", "b"):
        (here / folder).mkdir()
        (here / folder / "x.csv").write_text(f"E-mail\n{folder}@example.org\n")
    code, out, err = run("audit", "a/x.csv", "b/x.csv", "--json", "--html", "page.html", "--language", "fr")
    assert code == 0
    assert sorted(json.loads(out)) == ["a/x.csv", "b/x.csv"]
    assert err.count("Written: ") == 2
    assert 'lang="fr"' in (here / "page-1.html").read_text("utf-8")
    assert (here / "page-2.html").exists()


def test_audit_fails_on_a_low_score_only_when_asked_to(run):
    assert run("audit", "people.csv")[0] == 0
    assert run("audit", "people.csv", "--fail-under", "0.1")[0] == 0
    assert run("audit", "people.csv", "--fail-under", "1")[0] == 1


def test_dedupe_writes_every_row_with_its_cluster(run, here):
    code, out, err = run("dedupe", "people.csv", "--html", "page.html", "--region", "CH")
    rows = rows_of(out)
    assert code == 0, err
    assert [row["cluster"] for row in rows] == ["1", "1", "2", "3"]
    assert "4 records are 3 customers" in err
    page = (here / "page.html").read_text("utf-8")
    assert "row 1" in page
    assert "Written: page.html" in err


def test_dedupe_of_several_files_names_file_and_line(run, here):
    (here / "till.csv").write_text("Mail,Vorname,Nachname,line\nanna@example.org,Anna,Müller,7\n", "utf-8")
    code, out, err = run("dedupe", "people.csv", "till.csv", "--html", "page.html", "--language", "fr")
    rows = rows_of(out)
    assert code == 0, err
    assert [(row["file"], row["line"]) for row in rows if row["cluster"] == "1"] == [
        ("people.csv", "2"),
        ("people.csv", "3"),
        ("till.csv", "2"),
    ]
    assert {row["line (column)"] for row in rows} == {"", "7"}
    assert "(till.csv)" in (here / "page.html").read_text("utf-8")


def test_files_and_sources_that_have_nobody_twice_are_named(run, base, here):
    (here / "till.csv").write_text("Mail,Vorname,Nachname\nanna@example.org,Anna,Müller\n", "utf-8")
    code, out, err = run("dedupe", "people.csv", "till.csv", "--duplicate-free", "people.csv")
    assert code == 0, err
    clusters = [row["cluster"] for row in rows_of(out) if row["file"] == "people.csv"]
    assert len(set(clusters)) == len(clusters)
    code, _, err = run("dedupe", "people.csv", "till.csv", "--duplicate-free", "peple.csv")
    assert (code, "people.csv" in err) == (2, True)
    assert run("dedupe", "people.csv", "--duplicate-free", "people.csv")[0] == 2
    code, _, err = run("merge", "--dry-run", "--duplicate-free", "peple")
    assert (code, "people" in err) == (2, True)
    assert run("merge", "--duplicate-free", "people")[1] == "merge: 0 judgements made 4 customers 4\n"


def test_dedupe_writes_a_page_to_judge_on_and_takes_what_it_saved(run, here):
    code, _, err = run("dedupe", "people.csv", "--region", "CH", "--review", "review.html", "--language", "fr")
    assert code == 0, err
    assert "Written: review.html" in err
    page = (here / "review.html").read_text("utf-8")
    asked = json.loads(unescape(re.search('data-about="([^"]*)"', page)[1]))
    said = {"left": ["0"], "right": ["1"], "verdict": "different", "note": ""}
    saved = {"format": asked["format"], "run": asked["run"], "ids": "number", "judgements": [said]}
    (here / "saved.json").write_text(json.dumps(saved), "utf-8")
    code, out, err = run("dedupe", "people.csv", "--region", "CH", "--judgements", "saved.json")
    assert code == 0, err
    assert [row["cluster"] for row in rows_of(out)] == ["1", "2", "3", "4"]
    (here / "saved.json").write_text(json.dumps({**saved, "run": "ffff"}), "utf-8")
    code, _, err = run("dedupe", "people.csv", "--region", "CH", "--judgements", "saved.json")
    assert (code, "other records" in err) == (2, True)
    assert run("dedupe", "people.csv", "--judgements", "nowhere.json")[0] == 3


def test_a_column_called_cluster_stays_as_it_is_and_is_no_evidence(run, here):
    (here / "truth.csv").write_text(
        "rid,cluster,Vorname,Nachname,E-Mail\n"
        "r1,e1,Anna,Muster,anna@example.org\n"
        "r2,e1,Paul,Beispiel,paul@example.org\n"
        "r3,e2,Anna,Muster,anna@example.org\n"
    )
    rows = rows_of(run("dedupe", "truth.csv", "--id", "rid", "-o", "/dev/stdout")[1] or "")
    rows = rows or rows_of(run("dedupe", "truth.csv", "--id", "rid")[1])
    assert [(row["cluster_found"], row["rid"], row["cluster"]) for row in rows] == [
        ("1", "r1", "e1"),
        ("1", "r3", "e2"),
        ("2", "r2", "e1"),
    ]


def test_load_tells_a_story_or_json_and_a_second_time_changes_nothing(run, here):
    code, out, err = run("load", "people.csv")
    assert code == 0
    assert out.startswith("people.csv as people: 4 rows in, every one accounted for.")
    assert not err
    again = json.loads(run("load", "people.csv", "--json")[1])
    assert (again["created"], again["unchanged"], again["conserved"]) == (0, 4, True)


def test_load_takes_meanings_source_and_a_file_for_what_was_set_aside(run, here):
    (here / "odd.csv").write_text("Zzz,Name\na@example.org,Anna Muster\nb@example.org,Bea,too many\n")
    code, out, err = run("load", "odd.csv", "--field", "Zzz=email", "--source", "odd one", "--quarantine", "aside.csv")
    assert code == 0, err
    assert "odd.csv as odd one: 2 rows in" in out
    assert [row["line"] for row in rows_of((here / "aside.csv").read_text("utf-8"))] == ["3"]
    with connect(here / "customers.db") as base:
        assert [row.values["email"] for row in base.rows()] == [("a@example.org",)]


def test_merge_looks_only_at_what_came_since_the_last_one(run, base, here):
    assert "4 records are 3 customers" in run("merge", "--since-last")[2]
    (here / "more.csv").write_text((here / "people.csv").read_text("utf-8"), "utf-8")
    run("load", "more.csv")
    code, out, err = run("merge", "--since-last")
    assert code == 0, err
    assert out.startswith("merge: ")
    assert out.endswith("made 7 customers 3\n")
    assert run("merge", "--since-last")[1] == "merge: 0 judgements made 3 customers 3\n"


def test_merge_select_and_verify_work_on_the_base(run, base):
    code, out, err = run("merge", "--dry-run")
    assert (code, out) == (0, "merge: 1 judgements would make 4 customers 3\n")
    assert "4 records are 3 customers" in err
    assert run("merge")[1] == "merge: 1 judgements made 4 customers 3\n"
    code, out, err = run("select", 'country = "CH"', "--purpose", "newsletter", "--via", "email")
    assert code == 0, err
    assert [row["email"].casefold() for row in rows_of(out)] == ["anna@example.org"]
    assert "1 of 3 customers who match may be reached" in err
    code, out, _ = run("select", 'country = "CH"', "--purpose", "newsletter", "--via", "email", "-o", "audience.csv")
    assert (code, out) == (0, "")
    assert len(rows_of((base.parent / "audience.csv").read_text("utf-8"))) == 1
    assert run("verify")[:2] == (0, "4 source rows and 3 customers are exactly what the facts say.\n")


def test_verify_fails_when_the_base_is_not_what_its_facts_say(run, base):
    run("verify")
    with closing(sqlite3.connect(base)) as connection:
        connection.execute(
            "delete from crmkit_documents where rowid ="
            " (select min(rowid) from crmkit_documents where \"table\" like '%customer%')"
        )
        connection.commit()
    assert run("verify")[0] == 1


def test_demo_writes_where_it_is_told_or_says_what_is_missing(run, here):
    code, out, err = run("demo", "--exports", here)
    assert (code, out) == (3, "")
    assert "lacks newsletter.csv" in err
    assert not (here / "demo").exists()


# Help


def test_without_words_it_shows_help(run):
    code, out, err = run()
    assert code == 0
    assert all(name in out for name in cli.commands.commands)
    assert not err


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_the_help_of_each_command_names_every_option_with_a_sentence(run, name):
    code, out, _ = run(name, "--help")
    assert code == 0
    for option in cli.commands.commands[name].params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert all(spelling in out for spelling in option.opts)


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_the_guide_has_a_chapter_with_an_example_and_every_option_of_each_command(name):
    guide = (Path(__file__).parents[1] / "docs" / "command-line.md").read_text("utf-8")
    chapters = [chapter for chapter in guide.split("\n## ")[1:] if chapter.split("\n")[0].endswith(f": `{name}`")]
    assert len(chapters) == 1
    assert f"\ncrmkit {name} " in chapters[0]
    for option in cli.commands.commands[name].params:
        if isinstance(option, click.Option):
            assert all(re.search(f"`{spelling}[ `]", chapters[0]) for spelling in option.opts), option.name


def test_the_version_is_told(run):
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("crmkit, version ")


# Wrong calls


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("dedup", "people.csv"), "Did you mean 'dedupe'"),
        (("audit", "people.csv", "--jsn"), "--json"),
        (("audit",), "Missing argument"),
        (("audit", "people.csv", "--fail-under", "7"), "--fail-under"),
        (("--nope",), "--nope"),
        (("clean", "people.csv", "--field", "Emial=email"), "Did you mean 'E-mail'"),
        (("clean", "people.csv", "--field", "E-mail=emial"), "Did you mean 'email'"),
        (("audit", "people.csv", "--field", "E-mail=emial"), "Did you mean 'email'"),
        (("clean", "people.csv", "--field", "E-mail"), "write COLUMN=TYPE"),
        (("dedupe", "people.csv", "--field", "E-mail=emial"), "Did you mean 'email'"),
        (("dedupe", "people.csv", "--id", "nom "), "Did you mean 'Nom'"),
        (("dedupe", "people.csv", "people.csv"), "twice"),
        (("load", "people.csv", "--field", "Nom=famly_name"), "Did you mean 'family_name'"),
        (("load", "people.csv", "--given", "consent.method"), "write TARGET=VALUE"),
        (("load", "people.csv", "--base", "customers.txt"), "ends in .db"),
        (("load", "people.csv", "other.csv", "--source", "x"), "--source"),
        (("load", "people.csv", "--zone", "Europe/Zurih"), "Europe/Zurih"),
        (("load", "people.csv", "--region", "zz"), "zz"),
        (("clean", "people.csv", "--region", "Schwiez"), "Schwiez"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_code_2(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("crmkit: ")
    assert err.count("\n") == 1


def test_a_purpose_that_does_not_exist_is_a_wrong_call(run, base):
    code, out, err = run("select", "age > 3", "--purpose", "newsleter", "--via", "email")
    assert (code, out) == (2, "")
    assert "newsletter" in err
    assert err.count("\n") == 1


def test_an_expression_with_a_typo_shows_the_spot_and_near_names(run, base):
    code, out, err = run("select", 'contry = "CH"', "--purpose", "newsletter", "--via", "email")
    assert (code, out) == (2, "")
    assert "Did you mean 'country'?" in err
    assert '\n  contry = "CH"\n  ^^^^^^\n' in err
    code, _, err = run("select", "country = ", "--purpose", "newsletter", "--via", "email")
    assert code == 2
    assert "^" in err


# Inputs that cannot be used


def unusable(folder):
    """Make the files that no command can read."""
    (folder / "empty.csv").write_bytes(b"")
    (folder / "binary.csv").write_bytes(bytes(range(256)) * 8)
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(60))
    (folder / "broken.json").write_text('[{"E-mail": "zz-secret@example.org"')
    (folder / "folder.csv").mkdir()
    return ("empty.csv", "binary.csv", "broken.xlsx", "broken.json", "folder.csv", "missing.csv")


@pytest.mark.parametrize("command", ["audit", "clean", "dedupe", "load"])
def test_an_unreadable_file_is_one_sentence_and_exit_code_3(run, here, command):
    for name in unusable(here):
        code, out, err = run(command, name)
        assert (code, out) == (3, ""), name
        assert name in err
        assert err.startswith("crmkit: ")
        assert err.count("\n") == 1
        assert "secret" not in err


@pytest.mark.parametrize("command", ["audit", "clean", "load"])
def test_a_file_of_only_a_heading_has_no_rows(run, here, command):
    (here / "bare.csv").write_text("E-mail;Nom\n")
    code, out, err = run(command, "bare.csv")
    assert code == 0, err
    assert "0 rows" in out + err


def test_columns_that_identify_nobody_are_a_wrong_call(run, here):
    (here / "odd.csv").write_text("a,b\n1,2\n")
    code, out, err = run("load", "odd.csv")
    assert (code, out) == (2, "")
    assert "says who a customer is" in err


# The base and the places to write


@pytest.mark.parametrize(
    "words", [("verify",), ("merge",), ("select", "age > 3", "--purpose", "newsletter", "--via", "email")]
)
def test_a_base_that_is_not_there_is_not_made(run, here, words):
    code, out, err = run(*words, "--base", "none.db")
    assert (code, out) == (3, "")
    assert "There is no base none.db" in err
    assert not (here / "none.db").exists()


def test_a_corrupt_base_is_one_sentence(run, here):
    (here / "customers.db").write_bytes(b"this is no database, " * 300)
    for words in (("verify",), ("load", "people.csv")):
        code, out, err = run(*words)
        assert (code, out) == (3, "")
        assert err.count("\n") == 1


def test_a_newer_base_is_one_sentence(run, base):
    with closing(sqlite3.connect(base)) as connection:
        connection.execute("update crmkit_meta set value = 9999 where name = 'layout'")
        connection.commit()
    code, out, err = run("verify")
    assert (code, out) == (3, "")
    assert "newer crmkit" in err
    assert err.count("\n") == 1


def test_a_read_only_base_is_one_sentence(run, base):
    address = f"sqlite:///file:{base}?mode=ro&uri=true"
    code, out, err = run("load", "people.csv", "--source", "x", "--base", address)
    assert (code, out) == (3, "")
    assert "may not be written" in err
    assert err.count("\n") == 1


def test_a_locked_base_is_one_sentence(run, base, here):
    with closing(sqlite3.connect(base)) as other:
        other.execute("begin exclusive")
        code, out, err = run("load", "people.csv", "--base", f"sqlite:///{base}?timeout=0.05", "--source", "x")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1


def test_a_base_that_may_not_be_written_is_one_sentence(run, here):
    code, out, err = run("load", "people.csv", "--base", "none/customers.db")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("clean", "people.csv", "-o", "none/out.csv"),
        ("dedupe", "people.csv", "-o", "none/out.csv"),
        ("audit", "people.csv", "--html", "none/page.html"),
        ("demo", "--out", "people.csv/demo"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_sentence(run, words):
    code, _, err = run(*words)
    assert code == 3
    assert err.startswith("crmkit: ")
    assert err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_sentence(run, here):
    code, out, err = run("clean", "people.csv", "-o", "/dev/full")
    assert (code, out) == (3, "")
    assert err == "crmkit: There is no room left to write /dev/full; free some space or choose another place.\n"
    with Path("/dev/full").open("wb") as full:
        done = shell("clean", "people.csv", cwd=here, stdout=full)
    assert done.returncode == 3
    assert done.stderr.startswith(b"crmkit: There is no room left to write standard output")
    assert done.stderr.count(b"\n") == 1


# Nothing personal in what is said


def test_no_value_of_a_row_is_in_what_is_said_when_something_fails(run, here, base):
    marker = "Zyxwv"
    (here / "secret.csv").write_text(
        "E-mail;Vorname;Nachname;Telefon;Geburtsdatum;IBAN;Newsletter\n"
        f"{marker}@@{marker};{marker};{marker};{marker};{marker};{marker};{marker}\n"
        f"{marker}@example.org;{marker};{marker};{marker}\n"
        f'"{marker};{marker}\n'
    )
    (here / "secret.json").write_text(f'[{{"E-mail": "{marker}@example.org"}}, "{marker}"')
    (here / "secret.jsonl").write_text(f'{{"E-mail": "{marker}@example.org"}}\n{{"E-mail": "{marker}\n')
    (here / "twins.csv").write_text(f"rid,Name\n{marker},{marker} Muster\n{marker},{marker} Muster\n")
    calls = [
        *((command, f"secret.{kind}") for command in ("audit", "clean", "dedupe") for kind in ("csv", "json", "jsonl")),
        *(("load", f"secret.{kind}") for kind in ("csv", "json", "jsonl")),
        ("clean", "secret.csv", "-o", "none/out.csv"),
        ("clean", "secret.csv", "--field", "Vorname=money"),
        ("load", "secret.csv", "--field", "Vorname=order.at"),
        ("load", "secret.csv", "--quarantine", "none/aside.csv"),
        ("dedupe", "twins.csv", "--id", "rid"),
        ("merge",),
        ("select", "count(orders) >= 0", "--purpose", "nonsense", "--via", "email"),
    ]
    for words in calls:
        code, _, err = run(*words)
        assert code in {0, 2, 3}, words
        assert marker.casefold() not in err.casefold(), words


def test_a_fault_of_crmkit_itself_names_its_place_and_no_value(run, monkeypatch):
    def fail(*_given, **_named):
        raise KeyError("Zyxwv")

    monkeypatch.setattr("crmkit.intake.tidy.tidy", fail)
    code, out, err = run("clean", "people.csv")
    assert (code, out) == (3, "")
    assert "this is a fault of crmkit (KeyError in test_cli.py" in err
    assert "Zyxwv" not in err


# The process around it


def test_a_terminal_without_an_encoding_gets_every_letter(here):
    (here / "Größe.csv").write_text(PEOPLE, "utf-8")
    for env in ({"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        done = shell("clean", "Größe.csv", env=env, cwd=here)
        assert done.returncode == 0, done.stderr
        assert "Müller" in done.stdout.decode()
        assert b"Traceback" not in done.stderr
        done = shell("clean", "fehlt-ü.csv", env=env, cwd=here)
        assert done.returncode == 3
        assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(here):
    (here / "long.csv").write_text("E-mail\n" + "anna@example.org\n" * 20_000)
    with subprocess.Popen(
        [sys.executable, "-m", "crmkit", "clean", "long.csv"], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().strip() == b"E-mail,findings"
        process.stdout.close()
        assert (process.stderr.read(), process.wait(60)) == (b"", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
def test_ctrl_c_ends_with_130_and_a_sentence(here):
    script = (
        "import os, signal, crmkit.intake.tidy as room, crmkit.cli as cli, sys\n"
        "room.tidy = lambda *given, **named: os.kill(os.getpid(), signal.SIGINT) or signal.pause()\n"
        "sys.argv = ['crmkit', 'clean', 'people.csv']\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=here, capture_output=True, check=False, timeout=60)
    assert done.returncode == 130
    assert done.stderr.strip().startswith(b"crmkit: interrupted")
    assert b"Traceback" not in done.stderr


# Moving a base


@pytest.mark.parametrize("name", ["base.jsonl", "base.jsonl.gz"])
def test_a_base_is_dumped_and_made_again(base, here, run, name):
    code, out, err = run("dump", name)
    assert (code, out) == (0, "")
    assert err.startswith(f"Written: {name}\n")
    assert "SHA-256" in err
    code, out, _ = run("restore", name, "--base", "moved.db")
    assert code == 0
    assert "4 source rows read again" in out
    told = {}
    for url in ("customers.db", "moved.db"):
        code, told[url], err = run(
            "select", 'country = "CH"', "--base", url, "--purpose", "newsletter", "--via", "email", "--region", "CH"
        )
        assert code == 0, err
    assert told["customers.db"] == told["moved.db"]
    assert run("verify", "--base", "moved.db")[0] == 0


def test_a_dump_and_a_restore_say_the_same_as_json(base, run):
    dumped = json.loads(run("dump", "base.jsonl", "--json")[1])
    restored = json.loads(run("restore", "base.jsonl", "--base", "moved.db", "--json")[1])
    assert dumped["facts"] == restored["facts"]
    assert dumped["sha256"] == restored["sha256"]


def test_a_dump_goes_down_a_pipe(base, here):
    done = shell("dump", "/dev/stdout", cwd=here)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b'{"crmkit":"dump"')
    (here / "base.jsonl").write_bytes(done.stdout)
    assert shell("restore", "base.jsonl", "--base", "moved.db", cwd=here).returncode == 0


def test_what_cannot_be_dumped_or_restored_is_one_sentence(base, here, run):
    assert run("dump", "base.jsonl")[0] == 0
    whole = (here / "base.jsonl").read_bytes()
    (here / "cut.jsonl").write_bytes(whole[:-100])
    cases = {
        ("dump", "base.jsonl"): "There is a file base.jsonl already; choose another name, or say to overwrite it.",
        ("dump", "none/base.jsonl"): "none/base.jsonl cannot be written",
        ("dump", "other.jsonl", "--base", "none.db"): "There is no base none.db",
        ("restore", "base.jsonl"): "customers.db holds facts already; name a base that does not exist yet.",
        ("restore", "cut.jsonl", "--base", "moved.db"): "cut.jsonl ends in the middle; take another copy of the dump.",
        ("restore", "people.csv", "--base", "moved.db"): "people.csv is no dump of a base",
        ("restore", "none.jsonl", "--base", "moved.db"): "There is no file none.jsonl",
    }
    for words, said in cases.items():
        code, out, err = run(*words)
        assert (code, out) == (3, ""), words
        assert err.startswith(f"crmkit: {said}"), err
        assert err.count("\n") == 1
    assert not (here / "moved.db").exists()
    assert run("dump", "base.jsonl", "--overwrite")[0] == 0
