"""Panels are tried with the made traces and the payloads; a desk is shared, for it costs time."""

import sys
import threading
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "render"))
sys.path.append(str(Path(__file__).parents[1] / "charts"))


class Loop:
    """The loop of a kernel: what other threads hand over is done when the test says so."""

    def __init__(self):
        self.waiting, self.news = [], threading.Condition()

    def add_callback(self, action, *given):
        with self.news:
            self.waiting.append((action, given))
            self.news.notify_all()

    def turn(self):
        """Do the next thing that was handed over, as soon as there is one."""
        with self.news:
            assert self.news.wait_for(lambda: self.waiting, timeout=60)
            action, given = self.waiting.pop(0)
        action(*given)

    def rest(self, place):
        """Turn until nothing is being done there."""
        while place.value:
            self.turn()


@pytest.fixture
def loop(monkeypatch):
    """Work as in a kernel."""
    from tracekit.widgets import work

    made = Loop()
    monkeypatch.setattr(work, "_loop", lambda: made)
    return made


@pytest.fixture(scope="module")
def one():
    """One desk for a file, with nothing read."""
    from tracekit.widgets import Desk

    return Desk()


@pytest.fixture
def empty(one):
    """The desk of the file, cleared, with the gateway that it begins with."""
    one._change(gateway="inky")
    one._clear()
    return one


@pytest.fixture(scope="module")
def pair_of_reports():
    """The bundled pair of reports, diagnosed."""
    from tracekit.readers.front import read
    from tracekit.samples import sample_text
    from tracekit.widgets import Session

    return Session.of(read(sample_text("inky-two-journeys")))


@pytest.fixture
def desk(one, pair_of_reports):
    """The desk of the file with the bundled pair, and nothing chosen."""
    one._take(pair_of_reports)
    one._case._tabs.selected_index = 0
    if one._case.timeline._search.value:
        one._case.timeline._clear()
    return one
