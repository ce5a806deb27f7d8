"""Cases dealt once for all tests of training."""

import pytest

from tracekit.training import Practice


@pytest.fixture(scope="session")
def practice():
    """All bundled scenarios, dealt as they are written."""
    return Practice(varied=False)


@pytest.fixture(scope="session")
def pair(practice):
    """The textbook pair, nothing answered yet."""
    return practice.deal("textbook-pair")
