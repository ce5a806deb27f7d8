"""Foreign text in files: Markdown, CSV and JSON."""

from __future__ import annotations

import re
import sys
from typing import TextIO

import pandas as pd

from tracekit.render.cells import for_json, is_text
from tracekit.render.clean import visible

# OWASP, CSV injection: = + - @ TAB CR LF; also behind blanks, and the full-width forms that
# a spreadsheet folds. Apostrophes in front are part of the pattern so that guarding is undone
# without a doubt.
_BLANK = r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2060\ufeff]"
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|{_BLANK}*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_GUARDED = re.compile(rf"'{_FORMULA.pattern}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def markdown(text: object, limit: int | None = 2000, in_table: bool = False) -> str:
    """Return foreign text for a Markdown cell or file: a code span, in which nothing acts.

    No link, no HTML and no formula starts inside a code span; MathJax leaves it alone too.

    >>> markdown("<img src=x> $x$ `y`")
    '`` <img src=x> $x$ `y` ``'
    """
    shown = visible(text, limit)
    if not shown.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    body = re.sub(r"(\\*)\|", _pipe, shown) if in_table else shown
    return f"{fence}{pad}{body}{pad}{fence}"


def _pipe(found: re.Match) -> str:
    """A pipe ends a cell even in a code span; renderers disagree about a backslash before it."""
    return found[1] + ("\uff5c" if found[1] else "\\|")


def csv_text(frame: pd.DataFrame, raw: bool = False) -> str:
    """Return a frame as CSV: UTF-8 text, LF line ends, text always quoted, missing cells bare.

    Text that a spreadsheet would run as a formula gets an apostrophe in front (`csv_unguard`
    takes it off again); `raw=True` writes it as it is, for programs. Numbers, times (ISO 8601,
    UTC with Z) and flags (true, false) are written bare.

    >>> print(csv_text(pd.DataFrame({"subject": ["=1+1", None], "seq": [1, 2]})), end="")
    "subject","seq"
    "'=1+1",1
    ,2
    """
    heads = [_quoted(name, raw) for name in frame.columns]
    columns = [_csv_column(frame.iloc[:, i], raw) for i in range(frame.shape[1])]
    rows = [heads, *zip(*columns, strict=True)]
    return "".join(",".join(row) + "\n" for row in rows)


def _csv_column(column: pd.Series, raw: bool) -> list[str]:
    if isinstance(column.dtype, pd.StringDtype):
        return ["" if v is None else _quoted(v, raw) for v in _texts(column)]
    values = [for_json(value) for value in column.astype(object)]
    if is_text(column):
        return ["" if v is None else _quoted(v, raw) for v in values]
    return ["" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in values]


def _texts(column: pd.Series) -> list[str | None]:
    return column.astype(object).where(column.notna(), None).tolist()


def _quoted(value: object, raw: bool) -> str:
    # A lone surrogate has no bytes in UTF-8: it is the one thing that cannot be written as it is.
    text = str(value)
    if not text.isascii():
        text = _SURROGATE.sub(lambda m: f"[U+{ord(m[0]):04X}]", text)
    if not raw and _FORMULA.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"'


def csv_unguard(text: str) -> str:
    """Take off the apostrophe that `csv_text` put in front, and only that.

    >>> csv_unguard("'=1+1"), csv_unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text


def json_records(frame: pd.DataFrame) -> list[dict]:
    """Return one dict a row: times as ISO 8601 UTC, whole numbers as int, missing as None.

    >>> json_records(pd.DataFrame({"seq": pd.array([1, None], dtype="Int64")}))
    [{'seq': 1}, {'seq': None}]
    """
    names = [str(name) for name in frame.columns]
    columns = [
        [for_json(value) for value in frame.iloc[:, i].astype(object)]
        for i in range(frame.shape[1])
    ]
    return (
        [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        if columns
        else []
    )


def emit(text: str, stream: TextIO | None = None) -> None:
    """Write text to a stream; a terminal gets control characters as visible marks.

    A file or a pipe gets the text as it is, so that a program reads what was there.

    >>> emit("seen\\n")
    seen
    """
    out = sys.stdout if stream is None else stream
    out.write(visible(text, limit=None, lines=True) if out.isatty() else text)
