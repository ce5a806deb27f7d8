"""What docs/exports.md shows is what happens."""

import re
import shlex
from pathlib import Path

from tracekit import diagnose, read
from tracekit.cli import main
from tracekit.cli.export import FORMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
SAMPLES = ROOT / "tracekit" / "samples"
QUICK = ["--no-notebook", "--no-pdf"]  # tests/case makes and verifies redacted ones


def commands():
    """Every line of the page that calls tracekit, without the word itself."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("tracekit ")]


def test_every_form_is_on_the_page():
    """The table has each form of the command and the function of the same work."""
    rows = re.findall(r"^\| `([\w-]+)` \| `(to_\w+)\(", PAGE, re.M)

    assert sorted(FORMS) == sorted(form for form, _ in rows)
    assert {FORMS[form].__name__ for form, _ in rows} == {verb for _, verb in rows}


def test_the_commands_of_the_page_run(tmp_path, monkeypatch, capsys):
    """Exported in each form; redacted, searched, and read again with the same outcomes."""
    monkeypatch.chdir(tmp_path)
    samples = [str(SAMPLES / f"inky-{way}.txt") for way in ("outbound", "return-junk")]
    Path("key").write_text("a key for tests, long enough")
    Path("names.txt").write_text("alex@example.org\nNorthwind\n")
    export, *rest = commands()
    for form in FORMS:
        words = {"FORM": [form], "INPUT": samples, "PATH": [f"out-{form}"]}
        assert 0 == main([w for word in export for w in words.get(word, [word])])
    for command in rest:
        told = [w for word in command for w in (samples if word == "INPUT" else [word])]
        told += QUICK if command[0] == "case" else []
        assert 0 == main(told), capsys.readouterr()
    before = diagnose(read([Path(s) for s in samples]))
    for name in ("trace.json", "report.txt"):
        after = diagnose(read(Path("shared", name)))
        trees = ["gateway", "disposition", "decision", "delay", "copies"]
        assert before.outcomes[trees].to_dict("list") == after.outcomes[trees].to_dict("list")
        assert before.strength.to_dict("list") == after.strength.to_dict("list")
