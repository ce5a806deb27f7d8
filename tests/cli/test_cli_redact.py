"""The verbs redact and leaks."""

from pathlib import Path

import pytest

from tracekit import diagnose, read

TREES = ["gateway", "disposition", "decision", "delay", "copies"]


@pytest.fixture
def key(tmp_path):
    """A file that holds a key."""
    path = tmp_path / "key"
    path.write_text("a key for tests, long enough\n")
    return str(path)


def test_redacted_files_are_written_and_read_again(tracekit, reports, key, tmp_path):
    """The folder holds tables and a report that ends in the same outcomes, and names nobody."""
    out, listed = tmp_path / "out", tmp_path / "list"
    listed.write_text("anna@example.org\nexample.com\nnews@example.com\nMärz\n", encoding="utf-8")
    done = tracekit("redact", *reports, "--key-file", key, "--out", str(out))
    before = diagnose(read(reports)).outcomes[TREES]
    after = diagnose(read(out / "report.txt")).outcomes[TREES]

    assert 0 == done.returncode, done.stderr.decode()
    assert {"journeys.csv", "events.csv", "report.txt"} <= {p.name for p in out.iterdir()}
    assert before.to_dict("list") == after.to_dict("list")
    assert 0 == tracekit("leaks", str(out), "--identities", str(listed)).returncode
    assert 1 == tracekit("leaks", *reports, "--identities", str(listed)).returncode


def test_the_map_turns_pseudonyms_back(tracekit, reports, key, tmp_path):
    """Whoever has the map reads the names again."""
    out, known = tmp_path / "out", tmp_path / "map.json"
    tracekit("redact", *reports, "--key-file", key, "--out", str(out), "--map", str(known))
    back = tracekit("redact", str(out / "report.txt"), "--reveal", str(known))

    assert "anna@example.org" in back.stdout.decode()


def test_the_map_is_not_given_away(tracekit, reports, key, tmp_path):
    """A map in the folder that is handed on is refused before anything is written."""
    out = tmp_path / "out"
    done = tracekit("redact", *reports, "--key-file", key, "--out", str(out),
                    "--map", str(out / "map.json"))  # fmt: skip

    assert 2 == done.returncode
    assert not out.exists()


@pytest.mark.parametrize("missing", ["--key-file", "--out"])
def test_what_is_missing_is_named(tracekit, reports, key, tmp_path, missing):
    """One line says which option is missing."""
    given = {"--key-file": key, "--out": str(tmp_path / "out")}
    words = [word for name, value in given.items() if name != missing for word in (name, value)]
    done = tracekit("redact", *reports, *words)

    assert 2 == done.returncode
    assert missing in done.stderr.decode()


def test_an_empty_list_is_no_clean_result(tracekit, reports, tmp_path):
    """A search for nothing ends with an error."""
    Path(tmp_path / "list").write_text("\n")

    assert 2 == tracekit("leaks", *reports, "--identities", str(tmp_path / "list")).returncode


def test_a_redacted_case_is_written_and_verified(tracekit, reports, key, tmp_path):
    """The case names nobody, a key is asked for, and a PDF is said not to have been searched."""
    out, listed = tmp_path / "case", tmp_path / "list"
    listed.write_text("anna@example.org\nexample.com\nMärz\n", encoding="utf-8")
    words = ["case", *reports, "--out", str(out), "--no-pdf", "--no-notebook", "--redact"]
    without = tracekit(*words)
    done = tracekit(*words, "--key-file", key, "--author", "Anna März")
    (out / "case.pdf").write_bytes(b"%PDF-1.7")
    found = tracekit("leaks", str(out), "--identities", str(listed))

    assert (2, True) == (without.returncode, b"--key-file" in without.stderr)
    assert 0 == done.returncode, done.stderr.decode()
    assert 0 == found.returncode, found.stdout.decode()
    assert b"case.pdf: letters of a PDF" in found.stderr
