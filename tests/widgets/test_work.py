"""Long work at the desk: told, stopped, never a traceback, and nothing half done is kept."""

import threading

import pytest

from tracekit.errors import InputError
from tracekit.widgets.work import Work


def said(place: Work) -> str:
    """What a person reads in the place."""
    return place._said.shown.text


def test_work_is_done_beside_the_panel_and_its_end_is_handed_over(loop):
    """While it works the panel is free and says how far it is; then the result is taken once."""
    place, go, found = Work(), threading.Event(), []

    def counting(tick):
        tick("exports/a.csv", 1, 4)
        go.wait(60)
        return 42

    place.do("Reading", counting, found.append)
    loop.turn()
    assert ("Reading exports/a.csv ... 25 % done", "Reading", None) == (
        said(place), place.value, place._stop.layout.display)  # fmt: skip
    go.set()
    loop.turn()

    assert ([42], "", "", "none") == (found, said(place), place.value, place._stop.layout.display)


def test_stopped_work_changes_nothing(loop):
    """Stop answers at once; what the work still finds is thrown away, and it ends at its step."""
    place, go, found, undone, ended = Work(), threading.Event(), [], [], []

    def endless(tick):
        go.wait(60)
        try:
            tick("exports/b.csv", 2, 4)
        finally:
            ended.append(True)

    place.do("Reading", endless, found.append, lambda: undone.append(True))
    place._stop.click()
    assert ("", [True]) == (place.value, undone)
    assert "Stopped." in said(place)
    go.set()
    loop.turn()

    assert ([], [True]) == (found, ended)
    assert "Stopped." in said(place)


def test_work_that_has_had_its_day_is_dropped(loop):
    """What is begun anew takes the place of the first, and only its own end counts."""
    place, go, found, undone = Work(), threading.Event(), [], []
    place.do("Diagnosing", lambda tick: go.wait(60), found.append, lambda: undone.append(True))
    place.do("Diagnosing", lambda tick: 42, found.append, anew=True)
    loop.turn()
    go.set()
    loop.turn()

    assert ([42], [], "") == (found, undone, said(place))


def test_one_work_at_a_time(loop):
    """A second press waits for the first; nothing is mixed up."""
    place, go = Work(), threading.Event()
    place.do("Reading", lambda tick: go.wait(60), print)
    place.do("Reading", lambda tick: 1 / 0, print)
    go.set()

    assert "Not yet" in said(place)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InputError("a.csv", "there is no such file", "check its name"), "check its name"),
        (PermissionError(13, "Permission denied", "a.csv"), "a.csv: Permission denied."),
        (MemoryError(), "There is not enough memory"),
        (ZeroDivisionError("division by zero"), "Nothing was changed."),
    ],
)
def test_an_error_is_told_in_the_panel(error, words):
    """Plain words, and never a traceback; without a kernel the work is done at once."""
    place, undone = Work(), []

    def fails(tick):
        raise error

    place.do("Reading", fails, print, lambda: undone.append(True))

    assert words in said(place)
    assert "Traceback" not in said(place)
    assert [True] == undone


def test_an_error_while_showing_is_told_as_well():
    """What goes wrong after the work is no silence either."""
    place = Work()
    place.do("Reading", lambda tick: {}, lambda found: found["missing"])

    assert "Something unexpected happened" in said(place)
