"""The pictures of the desk show the desk of today."""

import importlib.util
import json
from pathlib import Path

import ipywidgets as w

DOCS = Path(__file__).parents[2] / "docs"


def load_maker():
    """Load make_desk_pictures.py as a module."""
    spec = importlib.util.spec_from_file_location("maker", DOCS / "make_desk_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_show_the_desk_of_today():
    """The labels on them are those of the desk; else: python docs/make_desk_pictures.py."""
    maker = load_maker()

    assert maker.drawn() == json.loads((DOCS / "desk" / "drawn.json").read_text("utf-8"))
    assert set(maker.PAGES) == {path.stem for path in (DOCS / "desk").glob("*.png")}


def test_another_label_makes_the_pictures_old():
    """The check above would see a control that is called otherwise, or is gone."""
    maker = load_maker()
    box = w.VBox([w.Button(description="Read"), w.Text(description="Path")])
    before = list(maker._labels(box))
    box.children[1].layout.display = "none"

    assert ["Read", "Path"] == before
    assert maker._sum(before) != maker._sum(list(maker._labels(box)))


def test_every_picture_of_the_page_is_there():
    """docs/desk.md shows every picture, and none that is missing."""
    page = (DOCS / "desk.md").read_text("utf-8")

    assert [] == [p.name for p in (DOCS / "desk").glob("*.png") if f"desk/{p.name}" not in page]
    assert page.count("](desk/") == len(list((DOCS / "desk").glob("*.png")))
