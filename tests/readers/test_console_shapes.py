"""What mails, consoles and copying do to a console's blanks and line ends changes nothing."""

from __future__ import annotations

import re

import pytest
from console_print import COLUMNS, TABLE, TRACE, as_list
from console_read import problems, read

from tracekit.readers.containers import console


def _doubled(text):
    return text.replace("\n", "\n\n")


SHAPES = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "quoted": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "quoted twice": lambda text: "\n".join(f"> > {line}" for line in text.split("\n")),
    "doubled line ends": _doubled,
    "no-break blanks": lambda text: text.replace("  ", " \xa0"),
    "only no-break blanks": lambda text: text.replace(" ", "\xa0"),
    "entities": lambda text: text.replace("  ", "&nbsp; "),
    "colours": lambda text: re.sub("(?m)^(\\w+ *) :", "\x1b[32;1m\\1 : \x1b[0m", text),
    "blanks folded": lambda text: re.sub(" +", " ", text),
    "blanks at line ends": lambda text: text.replace("\n", "   \n"),
    "mark": lambda text: "\ufeff" + text,
    "quoted by a bar": lambda text: "\n".join(f"| {line}" for line in text.split("\n")),
    "indented": lambda text: re.sub("(?m)^", "    ", text),
    "indented by a tab": lambda text: re.sub("(?m)^", "\t", text),
    "no empty lines": lambda text: re.sub("\n+", "\n", text),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_shapes_of_a_paste_change_nothing(shape):
    """Mails and consoles change blanks and line ends."""
    text = shape(f"{as_list(TRACE)}\n\n{as_list(TRACE)}\n\n{as_list(TRACE)}\n")

    assert "" == console.sniff(text)
    assert [TRACE, TRACE, TRACE] == read(text)
    assert [] == problems(text)


OF_LISTS = {"blanks folded", "indented", "indented by a tab", "no empty lines"}


@pytest.mark.parametrize("name", sorted(SHAPES.keys() - OF_LISTS))
def test_shapes_of_a_pasted_table_change_nothing(name):
    """Where a blank takes the place of a blank, columns are where they were."""
    shape = SHAPES[name]
    text = shape(f"{TABLE}\n{TABLE.splitlines()[-1]}\n\n{TABLE}\n")

    assert "" == console.sniff(text)
    assert [{name: TRACE[name] for name in COLUMNS}] * 3 == read(text)
    assert [] == problems(text)


def _filled_up(text):
    longest = max(map(len, text.split("\n")))
    return "\n".join(line.ljust(longest) for line in text.split("\n"))


@pytest.mark.parametrize("pad", [lambda text: text.replace("\n", "  \n"), _filled_up])
@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_blanks_that_others_added_at_line_ends_are_none(width, words, pad):
    """A value is whole again whether it was broken at a blank or in a word."""
    record = {**TRACE, "Subject": "Transport rule: 'Hold wire transfers', ID: "
              "('2b06f579-2a35-4ca5-8e4c-650c596e70d0'), DLP policy: '', and so on"}  # fmt: skip
    text = pad("\n\n".join([as_list(record, width, words), as_list(TRACE, width, words)]))

    assert [record, TRACE] == read(text)
