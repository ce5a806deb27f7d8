"""A folder of reports becomes a folder of write-ups; what cannot be read stops no other."""

import json
from pathlib import Path

import pytest

from tracekit import case
from tracekit.cli import main

ROW = "12/6/2022, 12:31 PM | Receive | x\n12/6/2022, 12:32 PM | Deliver | Inbox\n"
HEAD = "Subject: {0}\nSender: a@example.com\nRecipient: {1}\nStatus: Delivered.\n"
REPORT = HEAD + "Date (UTC) | Event | Detail |\n" + ROW + "More information\nMessage ID:{2}\n"
IDS = ["<../../etc/passwd@mail.example.com>", "<CON@mail.example.com>", "<con!@mail.example.com>"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three reports with hostile ids and something that is no trace."""
    place = tmp_path_factory.mktemp("reports")
    for number, message_id in enumerate(IDS):
        text = REPORT.format(f"<b>{number}</b>", "pat@example.org", message_id)
        (place / f"{number}.txt").write_text(text)
    (place / "holiday.txt").write_text("Dear all")
    return place


@pytest.fixture(scope="module")
def done(folder, words, tmp_path_factory):
    """The folder written up on the command line, with what it said."""
    out = tmp_path_factory.mktemp("out") / "cases"
    code = main(["case", str(folder), str(folder / "gone.txt"), "--out", str(out),
                 "--template", words, "--no-notebook", "--no-pdf", "--together"])  # fmt: skip
    return code, out


def test_each_message_has_its_folder(done):
    """Three folders with safe names, each with the one input that concerns it."""
    code, out = done
    folders = sorted(path for path in out.iterdir() if path.is_dir())

    assert 2 == code  # gone.txt could not be read, which stopped nothing
    assert 3 == len(folders)
    assert 3 == len({path.name.casefold() for path in folders})
    kept = [sorted(p.name for p in (path / "input").iterdir()) for path in folders]
    assert [["0.txt"], ["1.txt"], ["2.txt"]] == sorted(kept)


def test_index_counts_and_lists(done):
    """The index has a row for each message, as page, Markdown and CSV."""
    _, out = done
    told = (out / "index.csv").read_text()

    assert 4 == len(told.splitlines())
    assert "3 messages; 3 were written up." in (out / "index.md").read_text()
    assert "&lt;b&gt;0&lt;/b&gt;" in (out / "index.html").read_text()


def test_one_document_has_them_all(done):
    """Behind the index stands every case, on a sheet of its own; strangers' words stay words."""
    _, out = done
    page = (out / "all-cases.html").read_text()
    text = (out / "all-cases.md").read_text()

    assert 1 + len(IDS) == page.count("<h1")
    assert 1 + len(IDS) == sum(line.startswith("# ") for line in text.splitlines())
    assert "<b>" not in page


def test_a_batch_verifies_and_names_what_differs(done):
    """Every case of a batch is made again; a change in one of them is named with its folder."""
    _, out = done
    assert case.verify(out).same

    victim = sorted(out.glob("*/case.md"))[0]
    whole = victim.read_bytes()
    victim.write_text("x")
    found = [one.name for one in case.verify(out).differences]
    victim.write_bytes(whole)

    assert {victim.relative_to(out).as_posix()} == set(found)


def test_the_order_of_inputs_changes_no_case(folder, words, tmp_path):
    """Files named in another order give the same bytes."""
    files = sorted(folder.glob("?.txt"))[:2]
    quick = case.Parts(notebook=False, pdf=False)
    for name, order in (("one", files), ("two", files[::-1])):
        case.write_all(order, tmp_path / name, parts=quick, template=words)

    for path in (tmp_path / "one").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            again = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == again.read_bytes()


def test_each_notebook_of_a_batch_reads_its_own_input(folder, words, tmp_path):
    """One kernel runs them all, each in the folder of its own message."""
    files = sorted(folder.glob("?.txt"))[:2]
    case.write_all(files, tmp_path / "out", parts=case.Parts(pdf=False), template=words)
    books = sorted((tmp_path / "out").glob("*/case.ipynb"))

    assert 2 == len(books)
    for book in books:
        text = book.read_text("utf-8")
        mine = next((book.parent / "input").iterdir()).stem
        assert f"<b>{mine}</b>" in text or f"&lt;b&gt;{mine}&lt;/b&gt;" in text


def test_json_of_a_case_names_its_message(done):
    """Each folder's findings are of the message whose report it keeps."""
    _, out = done
    told = [json.loads(path.read_bytes())["message_id"] for path in out.glob("*/findings.json")]

    assert sorted(IDS) == sorted(told)
