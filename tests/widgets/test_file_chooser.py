"""Files come in pieces: no size at which a server loses one without a word."""

import pytest

from tracekit.widgets import file_chooser
from tracekit.widgets.file_chooser import FileChooser


@pytest.fixture
def chooser(monkeypatch):
    """A chooser, with what it asks of the browser in `asked`."""
    made = FileChooser()
    made.asked = []
    monkeypatch.setattr(made._pieces, "send", made.asked.append)
    return made


def send(chooser: FileChooser, name: str, *pieces: bytes, size: int | None = None) -> None:
    """What the browser sends for one file."""
    whole = sum(map(len, pieces)) if size is None else size
    chooser._take({"what": "begin", "name": name, "size": whole}, [])
    for piece in pieces:
        chooser._take({"what": "piece"}, [memoryview(piece)])
    chooser._take({"what": "end"}, [])


def test_pieces_become_the_file(chooser):
    """Every piece is asked for, and the whole is what was chosen."""
    send(chooser, "a.csv", b"date_time", b",sender")

    assert ({"name": "a.csv", "content": b"date_time,sender"},) == chooser.value
    assert ["next"] * 4 == chooser.asked
    assert "a.csv" in chooser._said.shown.text


def test_a_file_chosen_again_takes_the_place_of_the_first(chooser):
    """The same name twice would count every message twice."""
    send(chooser, "a.csv", b"old")
    send(chooser, "a.csv", b"new")

    assert [b"new"] == [file["content"] for file in chooser.value]


def test_a_file_that_is_too_large_is_refused_before_it_comes(chooser):
    """Its name, the limit, and the path box as the way out; the others stay."""
    send(chooser, "a.csv", b"small")
    chooser._take({"what": "begin", "name": "b.csv", "size": 10**9}, [])
    told = chooser._said.shown.text

    assert "stop" == chooser.asked[-1]
    assert "b.csv" in told
    assert "name its path instead" in told
    assert 1 == len(chooser.value)


def test_more_than_was_announced_is_refused(chooser, monkeypatch):
    """The size that the browser names is not believed."""
    monkeypatch.setattr(file_chooser, "LARGEST", 4)
    send(chooser, "a.csv", b"123", b"45", size=3)

    assert () == chooser.value
    assert "stop" in chooser.asked


def test_files_can_be_let_go(chooser):
    """A wrong choice is taken back with a button."""
    send(chooser, "a.csv", b"x")
    chooser._remove.click()

    assert () == chooser.value
    assert "none" == chooser._remove.layout.display


def test_a_file_that_vanished_is_told(chooser):
    """A file that was deleted while it was sent is said, and is not half there."""
    chooser._take({"what": "begin", "name": "gone.csv", "size": 3}, [])
    chooser._take({"what": "lost", "name": "gone.csv"}, [])

    assert "could not read this file" in chooser._said.shown.text
    assert () == chooser.value
