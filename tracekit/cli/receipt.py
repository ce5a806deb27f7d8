"""What was read, input by input, as text for the terminal."""

from __future__ import annotations

import textwrap

import pandas as pd

from tracekit.model import MessageTrace

_MOST = 5
_LABEL = 11


def receipt_text(trace: MessageTrace, width: int = 100) -> str:
    """Return a paragraph for each input: what it is, what it gave, what was repaired or left over.

    >>> receipt_text(MessageTrace.empty())
    ''
    """
    shown = [_of_one(row, trace.problems, width) for row in trace.receipt().to_dict("records")]
    return "\n\n".join(shown)


def _of_one(row: dict, problems: pd.DataFrame, width: int) -> str:
    found = problems[problems["source"].eq(row["source"])]
    parts = [("read as", _what(row)), ("gives", _gives(row)), ("repaired", row["repairs"])]
    parts += [("look at" if not number else "", text) for number, text in enumerate(_notes(found))]
    parts += [("lacks", row["cannot_contain"])]
    lines = [_part(label, text, width) for label, text in parts if isinstance(text, str) and text]
    return "\n".join([row["source"], *lines])


def _what(row: dict) -> str:
    told = [row["format"] if isinstance(row["format"], str) else "no message trace"]
    told += [row["encoding"]] if isinstance(row["encoding"], str) else []
    told += [counted(int(row["lines"]), "line")] if not pd.isna(row["lines"]) else []
    return ", ".join(told)


def _gives(row: dict) -> str:
    given = (("journeys", "journey"), ("events", "event"), ("headers", "header block"))
    told = [counted(row[name], word) for name, word in given if row[name]] or ["no journey"]
    return f"{', '.join(told)}; {row['coverage']:.0%} of it understood"


def _notes(found: pd.DataFrame) -> list[str]:
    told = [
        (f"line {line}: " if not pd.isna(line) else "") + reason
        for line, reason in zip(found["line"][:_MOST], found["reason"][:_MOST], strict=True)
    ]
    more = len(found) - len(told)
    return told + ([f"and {more:,} more: --table problems"] if more else [])


def _part(label: str, text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent=f"  {label:<{_LABEL - 2}}",
                         subsequent_indent=" " * _LABEL)  # fmt: skip


def counted(number: int, word: str) -> str:
    """Write a number with its word.

    >>> counted(1, "line"), counted(2000, "event")
    ('1 line', '2,000 events')
    """
    return f"{number:,} {word}" + ("" if number == 1 else "s")
