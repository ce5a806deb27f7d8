"""What was found shows itself in a cell and in print, in the words of how() and the tables."""

import pytest
from reports import out, read, report
from scenarios_first import CLEAN, JUNKED

from tracekit import compare, diagnose, explain, triage
from tracekit.render import visible

HOSTILE = "<img src=x onerror=alert(1)> $x$"


def found(kind):
    """One thing of each kind, about mail with a hostile subject."""
    one = diagnose(read(out(subject=HOSTILE), JUNKED))
    two = diagnose(read(report(["09:00 receive", "09:00 deliver inbox"], subject=HOSTILE)))
    many = diagnose(read(out(subject=HOSTILE), CLEAN, report(
        ["09:00 receive", "09:00 deliver junk"], message_id="<2@example.com>")))  # fmt: skip
    return {"case": lambda: one.case(), "diagnosis": lambda: one, "diagnosis of many": lambda: many,
            "comparison": lambda: compare(one.case(), two.case()), "triage": lambda: triage(many),
            "routes": lambda: many.routes()}[kind]()  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), [
    ("case", "Who decided?"), ("diagnosis", "Who decided?"), ("comparison", "They part"),
    ("diagnosis of many", "Delivered to the Junk Email folder"),
    ("triage", "What they have in common"), ("routes", "No message here"),
])  # fmt: skip
def test_what_was_found_shows_itself_in_a_cell(kind, said):
    """As text and as HTML, with nothing in it that acts."""
    bundle = found(kind)._repr_mimebundle_()

    assert said in bundle["text/plain"]
    assert "<img" not in bundle["text/html"]
    assert "mathjax_ignore" in bundle["text/html"]


@pytest.mark.parametrize("kind", ["case", "comparison", "triage", "routes"])
def test_print_tells_it_in_words(kind):
    """What print() shows is how()."""
    one = found(kind)

    assert one.how() == str(one)


def test_an_explanation_shows_itself_in_a_cell():
    """As a page under the headings of every explanation; what was pasted cannot act in it."""
    page = explain(f"550 5.7.404 {HOSTILE}")
    bundle = page._repr_mimebundle_()

    assert [] == [name for name in page.sections if name not in bundle["text/html"]]
    assert [] == [name for name in page.sections if name not in bundle["text/plain"]]
    assert "<img" not in bundle["text/html"]
    assert "mathjax_ignore" in bundle["text/html"]
    assert str(page).startswith("5.7.404: Refused for good")


def test_a_case_in_a_cell_holds_how_it_was_found():
    """Folded away, in the very words of how(), and as text alone."""
    one = found("case")
    bundle = one._repr_mimebundle_()

    assert visible(one.how(), None, lines=True) in bundle["text/plain"]
    assert 1 == bundle["text/html"].count("<details")
    assert HOSTILE not in bundle["text/html"]
