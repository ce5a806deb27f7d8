"""The pictures of the documentation are what tracekit draws today."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def _script():
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return _script().pictures()


def test_pictures_are_current(drawn):
    """Each picture on disk is byte for byte what the script draws."""
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.svg")}

    assert drawn == on_disk


def test_pictures_load_nothing(drawn):
    """No picture refers to anything outside itself."""
    for svg in drawn.values():
        assert "href=" not in svg
        assert svg.count("http") == svg.count("http://www.w3.org/")
