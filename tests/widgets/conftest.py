"""Panels are tried with the made traces and the payloads; a desk is shared, for it costs time."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "render"))
sys.path.append(str(Path(__file__).parents[1] / "charts"))


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
