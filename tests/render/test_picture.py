"""Still pictures: they show everywhere, say what they show, and cannot end the process."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pages import assert_harmless
from payloads import CONTROLS, PAYLOADS  # noqa: F401  (CONTROLS: see elsewhere)

from tracekit.render import Picture, clean_spec, draw, visible

SVG = "{http://www.w3.org/2000/svg}"


def spec(text: str) -> dict:
    """A chart that shows a text in every place a chart has."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "description": text,
        "title": {"text": text, "subtitle": text},
        "data": {"values": [{"a": 1, "b": text, "c": text}]},
        "mark": "point",
        "encoding": {
            "x": {"field": "a", "type": "quantitative", "title": text},
            "y": {"field": "b", "type": "nominal"},
            "color": {"field": "c", "type": "nominal", "title": text},
            "tooltip": {"field": "b"},
            "description": {"field": "b"},
        },
    }


def layer(texts: list[str]) -> dict:
    """One chart that writes many texts."""
    values = [{"t": t, "y": i} for i, t in enumerate(texts)]
    encoding = {"text": {"field": "t"}, "y": {"field": "y", "type": "quantitative"}}
    return {"data": {"values": values}, "mark": "text", "encoding": encoding}


def elsewhere(code: str) -> subprocess.CompletedProcess:
    """Run a line of this module in a process of its own."""
    here = str(Path(__file__).parent)
    start = f"import sys; sys.path.insert(0, {here!r}); from test_picture import *; {code}"
    return subprocess.run([sys.executable, "-c", start], capture_output=True, text=True)


def assert_still(svg: str) -> None:
    """Well-formed, without a script, a handler or an address to load."""
    for element in ET.fromstring(svg).iter():  # noqa: S314  (our own output)
        assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "text", "rect", "line", "defs",
                                                 "clipPath", "style", "tspan"}  # fmt: skip
        assert not [a for a in element.attrib if a.startswith("on") or "href" in a]


def test_every_payload_is_drawn_as_text():
    """One chart with all payloads: well-formed and still."""
    assert_still(draw(layer(PAYLOADS)).svg)


@pytest.mark.parametrize("code", ["\x00", "\x08", "\x1b", "\uffff", "\ud800", "\u202e"])
def test_a_control_character_anywhere_costs_nothing(code):
    """The characters that end the process in vl-convert are shown as marks, wherever they stand."""
    svg = draw(spec(f"a{code}b")).svg

    assert_still(svg)
    assert visible(code) in svg


def test_the_process_survives_every_control_character():
    """All of them, in a process of its own, so that a failure is seen and not suffered."""
    done = elsewhere("draw(layer(CONTROLS)); draw(spec(''.join(CONTROLS))); print('alive')")

    assert ("alive\n", 0) == (done.stdout, done.returncode), done.stderr[-2000:]


def test_a_quoted_font_is_unquoted():
    """A quoted font family ends the process too."""
    assert {"config": {"font": "Arial Black"}} == clean_spec({"config": {"font": "'Arial Black'"}})


def test_pictures_are_the_same_every_time():
    """The same chart gives the same bytes, also in another process."""
    runs = [elsewhere("print(draw(spec('a')).svg)").stdout.strip() for _ in range(2)]

    assert [draw(spec("a")).svg.strip()] * 2 == runs


@pytest.mark.parametrize("part", [
    {"encoding": {"href": {"field": "a"}}}, {"encoding": {"url": {"field": "a"}}},
    {"mark": "image"}, {"mark": {"type": "image"}}, {"data": {"url": "http://attacker.example"}},
    {"layer": [{"mark": {"type": "point", "href": "javascript:1"}}]},
])  # fmt: skip
def test_a_chart_that_opens_an_address_is_refused(part):
    """Links and images are never drawn, whoever made the chart."""
    with pytest.raises(ValueError, match="could open a connection"):
        clean_spec({"mark": "point"} | part)


def test_data_may_have_any_column_name():
    """Only the chart is judged, not the words in its data."""
    assert clean_spec({"data": {"values": [{"url": "x"}]}, "mark": "point"})


def test_one_failed_picture_does_not_spoil_the_next(monkeypatch):
    """vl-convert hands the error of one chart to the next: the second try is the true one."""
    import vl_convert

    real, calls = vl_convert.vegalite_to_svg, []

    def once_broken(spec, **options):
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("left over from the chart before")
        return real(spec, **options)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", once_broken)

    assert draw(spec("a")).svg
    assert 2 == len(calls)


def test_the_bundle_shows_everywhere():
    """HTML with a description, PNG for pages that show no HTML, and text."""
    bundle = draw(spec("a"), caption="<b>", alt='a "picture" <x> $y$')._repr_mimebundle_()

    assert {"text/html", "image/png", "text/plain"} == set(bundle)
    page = assert_harmless(bundle["text/html"])
    assert 'a "picture" <x> $y$' == dict(page.values)["alt"]
    assert "<b>" in page.text
    assert bundle["image/png"].startswith("iVBORw0KGgo")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_description_and_caption_are_text(payload):
    """What describes a picture cannot act."""
    picture = Picture("<svg/>", b"", payload, payload)

    assert_harmless(picture._repr_mimebundle_()["text/html"])


def test_letters_are_in_the_png():
    """A font that is not installed leaves a PNG without text: ours is always there."""
    from tracekit.charts.base import FONT

    def size(text: str) -> int:
        return len(draw(layer([text]) | {"config": {"font": FONT}}).png)

    assert size("Some words to read") > 1.5 * size("")
