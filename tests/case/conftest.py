"""Cases to write up, and the payloads of the render room."""

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS / "render"), str(TESTS / "charts")]
SAMPLES = TESTS.parent / "tracekit" / "samples"


@pytest.fixture(scope="session")
def pair() -> list[Path]:
    """The two reports of one message."""
    return [SAMPLES / "inky-return-junk.txt", SAMPLES / "inky-outbound.txt"]


@pytest.fixture(scope="session")
def words(tmp_path_factory) -> str:
    """The path of a template without pictures, which take longest to make."""
    path = tmp_path_factory.mktemp("templates") / "words.toml"
    first = ("finding", "summary", "reported", "identity")
    names = ("finding", "summary", "reported", "identity", "evidence", "person", "remedy", "open",
             "doubts", "provenance", "appendix")  # fmt: skip
    sections = (f'[[section]]\nid = "{name}"\ntitle = "{name}"\n'
                f"first = {str(name in first).lower()}\n" for name in names)  # fmt: skip
    path.write_text('name = "words"\n' + "".join(sections))
    return str(path)
