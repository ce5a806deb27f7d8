"""Cases to write up: the pair of a bundled sample, and a batch with hostile names."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "tracekit" / "samples"


@pytest.fixture(scope="session")
def pair() -> list[Path]:
    """The two reports of one message."""
    return [SAMPLES / "inky-return-junk.txt", SAMPLES / "inky-outbound.txt"]
