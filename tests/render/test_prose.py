"""Sentences in Markdown: code spans hold what could act, and nothing of the sentence around it."""

import pytest

from tracekit import diagnose, parse
from tracekit.render.prose import prose


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("the header (SFV:SKS or SFV:SPM) tells.", "the header (`SFV:SKS` or `SFV:SPM`) tells."),
        ("only (SFV:SKS).", "only (`SFV:SKS`)."),
        ("two (a@b.example, c_d), then", "two (`a@b.example, c_d`), then"),
        ("a call f(x) of it", "a call `f(x)` of it"),
        ("see https://x.example/a_(b).", "see `https://x.example/a_(b)`."),
        ("(see a_b)", "(see `a_b`)"),
        ("(", "`(`"),
        (")", "`)`"),
        ("1) first", "`1`) first"),
        ("](javascript:alert(1))", "`](javascript:alert(1))`"),
        ("(<b>x</b>)", "(`<b>x</b>`)"),
    ],
)
def test_a_bracket_of_the_sentence_stays_outside_of_the_code(said, written):
    """A bracket within the code stays in it, and what could act never comes out."""
    assert written == prose(said)


def test_no_code_of_a_page_swallows_a_bracket():
    """Of a whole page: as many brackets open as close within each code span."""
    trace = parse("""12/6/2022, 12:31 PM | Receive | Message received by: A
12/6/2022, 12:32 PM | Transport rule | Transport rule: \'IPW Process - Phish\', ID: (x)
12/6/2022, 12:33 PM | Spam | Spam detected (SFV:SKS or SFV:SPM)
12/6/2022, 12:34 PM | Deliver | The message was delivered to the Junk Email folder.""")
    spans = diagnose(trace, gateway="inky").case().to_markdown().split("`")[1::2]

    assert spans
    assert [] == [span for span in spans if span.count("(") != span.count(")")]
