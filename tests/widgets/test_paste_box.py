"""The paste box: what was pasted or uploaded is read, shown, and handed on."""

import ipywidgets as w
import pytest
from pages import assert_harmless
from payloads import PAYLOADS

from tracekit.render import paragraph
from tracekit.render.panel import Panel
from tracekit.widgets import PasteBox
from tracekit.widgets.paste_box import read_inputs, what_was_read

REPORT = (
    "Subject: Top Articles Sender: news@example.com Recipient: sam@example.org "
    "Received -> Processed -> Delivered Status: Delivered. Date (UTC-05:00) | Event | Detail | "
    "------------------------------------ 12/6/2022, 12:31 PM | Receive | Message received by: "
    "A.prod.outlook.com using TLS1.2 with AES256 12/6/2022, 12:32 PM | Deliver | The message was "
    "delivered to the Junk Email folder. More information Message ID:<1.2@mail.example.com> "
    "Message size | From IP | To IP 226.16 KB | 192.0.2.1 | null"
)


def everything(widget: w.Widget) -> list[w.Widget]:
    """A widget and all widgets in it."""
    inside = getattr(widget, "children", ())
    return [widget, *(found for child in inside for found in everything(child))]


def press(box: w.Widget, words: str) -> None:
    """Press the button with these words."""
    next(x for x in everything(box) if isinstance(x, w.Button) and x.description == words).click()


def texts(box: w.Widget) -> str:
    """What all panels of a box show."""
    return "\n".join(x.shown.text for x in everything(box) if isinstance(x, Panel))


def test_a_pasted_report_becomes_a_trace():
    """Press Read, and the value holds the events."""
    box = PasteBox()
    box.children[1].value = REPORT

    press(box, "Read")

    assert ["Receive", "Deliver"] == box.value.events["event"].tolist()
    assert "Read: 1 journey, 2 events, 0 problems." in texts(box)


def test_a_text_that_is_given_is_read_at_once():
    """A notebook runs from top to bottom without a hand."""
    assert 2 == len(PasteBox(REPORT).value.events)


def test_what_is_no_trace_is_said_and_kept():
    """A wrong paste gives a problem in plain words, not an error."""
    box = PasteBox("Dear all")

    assert "No message trace found" in texts(box)


def test_an_empty_box_says_what_to_do():
    """Reading nothing is no failure."""
    box = PasteBox()

    press(box, "Read")

    assert "Nothing was read yet" in texts(box)


def test_files_are_read_with_their_names():
    """An upload counts like a paste; its name is shown as text."""
    file = {"name": "a\u202eb.txt", "content": memoryview(REPORT.encode())}

    trace = read_inputs("", (file,))

    assert 2 == len(trace.events)
    assert ["a[U+202E]b.txt"] == trace.sources["source"].tolist()


def test_an_error_is_told_in_the_panel(monkeypatch):
    """Nothing a handler meets ends in a log that nobody reads."""
    monkeypatch.setattr("tracekit.widgets.paste_box.parse", lambda *a: 1 / 0)
    box = PasteBox()
    box.children[1].value = "x"

    press(box, "Read")

    assert "Nothing was changed" in texts(box)
    assert "division by zero" in texts(box)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_acts_in_the_tables(payload):
    """Whatever is pasted is shown as text."""
    report = REPORT.replace("Top Articles", payload).encode("utf-8", "replace").decode()

    shown = what_was_read(read_inputs(report, ({"name": payload, "content": report.encode()},)))

    assert_harmless(shown.wrapped())


def test_a_panel_takes_safe_html_only():
    """A plain string reaches the page neither by show() nor by value."""
    panel = Panel(paragraph("safe"))

    with pytest.raises(TypeError, match="Html objects only"):
        panel.show("<b>raw</b>")
    with pytest.raises(Exception, match="Html objects only"):
        panel.value = "<b>raw</b>"
    assert "raw" not in panel.value


def test_every_control_speaks():
    """Each control has a name for a screen reader and a tooltip."""
    controls = [x for x in everything(PasteBox()) if isinstance(x, w.Button | w.Textarea)]
    (files,) = [x for x in everything(PasteBox()) if hasattr(x, "words")]

    assert 3 == len(controls)
    assert all(x.description and x.tooltip for x in controls)
    assert files.words
    assert files.hint
