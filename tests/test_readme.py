"""The README shows input, call and output early, and the output is the one you get."""

import re


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_first_output_stands_before_line_30_and_is_the_real_one(root, tmp_path, monkeypatch, capsys):
    text = (root / "README.md").read_text("utf-8")
    code, shown = blocks(text, "python")[0], blocks(text, "text")[0]
    assert text[: text.index(shown)].count("\n") < 30
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() == shown.strip()


def test_every_page_it_names_is_there(root):
    for link in re.findall(r"\]\(([\w./-]+)\)", (root / "README.md").read_text("utf-8")):
        assert (root / link).is_file(), link
