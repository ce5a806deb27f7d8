"""What strangers wrote, fit to stand in a sentence: one line, bounded, in quotes."""

from __future__ import annotations

import pandas as pd

from tracekit.text import one_line


def plain(value: object, limit: int = 200) -> str:
    """Text of a stranger in one line, without signs that are not seen, and bounded.

    >>> plain("a\\n b\\u202e"), plain(None)
    ('a b', '')
    """
    if value is None or pd.isna(value):
        return ""
    shown = "".join(c for c in one_line(str(value)[: 8 * limit]) if c.isprintable())
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def quoted(names: list[str], most: int = 3) -> str:
    """Names between quotation marks, joined as in a sentence; of many, how many more there are.

    >>> quoted(["a", "b"]), quoted([])
    ("'a' and 'b'", '')
    """
    told = [f"'{plain(name, 60)}'" for name in names[:most]]
    if names[most:]:
        told.append(f"{len(names) - most} more")
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))
