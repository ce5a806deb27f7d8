"""No text, however made, takes the report-text reader more than linear time."""

from __future__ import annotations

import pytest
from processor_time import processor_seconds

from tracekit.readers.front import parse

HEADER = (
    "Subject: a Sender: b@example.com Recipient: c@example.com Received -> Processed -> Sent "
    "Status: x More information: y Date (UTC) | Event | Detail | "
    "------------------------------------ "
)
ROW = "12/6/2022, 12:31 PM | Receive | x "
RULE = "12/6/2022, 12:31 PM | Transport rule | Transport rule: '"
FOOT = "More information Message ID:<a@example.com> "

SEEDS = {
    "open tag": "<a ",
    "open comment": "<!--",
    "open div": "<div",
    "table cell": "</td><td>",
    "blank": " ",
    "line break": "\n",
    "carriage return": "\r",
    "line with a blank": " \n",
    "paragraph": "x\n\n",
    "quote mark": ">",
    "quoted line": ">\n",
    "tab": "\t",
    "bar": "| ",
    "bare bar": "|",
    "star": "*",
    "dash": "-",
    "subject": "Subject: x ",
    "subject and sender": "Subject: x Sender: y ",
    "subject line": "Subject: x\n",
    "addresses": "Sender: a@example.com Recipient: d@example.com ",
    "X.500 address": "Sender: /o=x ",
    "header": HEADER,
    "header and row": HEADER + ROW,
    "time": "12/6/2022, 12:31 PM ",
    "row": ROW,
    "rule row": RULE,
    "digits": "1",
    "half a date": "1/",
    "Message-ID": "Message ID:<a@example.com> ",
    "open Message-ID": "Message ID:<",
    "size heading": "Message size | From IP | To IP ",
    "size": "Message size | From IP | To IP 1 KB | ",
    "addresses of a host": "192.0.2.1, ",
    "help heading": "More information ",
    "status": "Status: ",
    "progress": "Received -> Processed -> ",
    "table heading": "Date (UTC) | Event | Detail | ",
    "open zone": "Date (",
    "escaped": "&lt;",
    "escaped tag": "&lt;div&gt;",
    "escaped twice": "&amp;lt;",
    "damaged mark": "โ€Ž",
    "half a damaged mark": "โ€",
    "mark": "\u200e",
    "no-break blank": "\u00a0",
    "not UTF-8": "\udc80",
    "apostrophe": "'",
    "quotation mark": '"',
    "reason": "[{LED=",
    "between reason fields": "};{",
    "behind a rule name": "', ID: ('",
    "before a rule name": ": '",
}
PLACES = {
    "alone": "{}",
    "in the subject": "Subject: {} " + HEADER[11:] + ROW,
    "in a detail": HEADER + ROW + "{}",
    "in a rule name": HEADER + RULE + "{}', ID: (-1). " + FOOT,
    "behind the foot": HEADER + ROW + FOOT + "{}",
}
SMALL, FLOOR = 5_000, 0.02  # characters; seconds below which a clock proves nothing


def _seconds(text: str) -> float:
    return processor_seconds(parse, text)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_four_times_the_text_takes_about_four_times_as_long(seed, place):
    """A quadratic step would take sixteen times as long."""
    small, large = (place.format(seed * (n // len(seed))) for n in (SMALL, 4 * SMALL))
    for _ in range(3):  # a clock is never quite steady
        factor = _seconds(large) / max(_seconds(small), FLOOR)
        if factor <= 8:
            return

    assert factor <= 8


@pytest.mark.parametrize("seed", ["<a ", "Subject: x Sender: y ", "\n", "| ", ROW, HEADER, "โ€Ž"])
def test_a_million_characters_take_seconds(seed):
    """One megabyte behind a valid beginning reads in a few seconds."""
    assert _seconds(HEADER + ROW + seed * (1_000_000 // len(seed))) < 8
