"""Extended reports whose cells a careless reader changes, and the exact text of every cell.

`write("words", path, 2000)` writes one and returns {column: [cell, ...]}; `changed_cells` counts
what a reader made of it. An all-text reader changes none; one that guesses types changes
thousands (in 100,000 rows plain pandas changed 32,768 to 100,000 subjects).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generated_cells import quoted
from generated_extended import HEADER

COLUMNS = HEADER.split(",")
_WORDS = ("NA", "null", "None", "nan", "N/A", "", "00123", "1e5", "Quarterly report", "True",
          "0x1F", "1_000", "+1", "Infinity")  # fmt: skip
_NUMBERS = ("1e5", "1.10", "-0")
_ADDRESS = "user0001@example.com"


def words(place: int, rows: int) -> str:
    """Subjects that stand for a missing value elsewhere, between ordinary ones.

    >>> [words(place, 9) for place in range(3)]
    ['NA', 'null', 'None']
    """
    return _WORDS[place % len(_WORDS)]


def numbers(place: int, rows: int) -> str:
    """Subjects that lose their writing when they become numbers.

    >>> numbers(1, 9)
    '1.10'
    """
    return _NUMBERS[place % len(_NUMBERS)]


def late_text(place: int, rows: int) -> str:
    """Zeros in front for six tenths of the file, and only then a text.

    >>> [late_text(place, 10) for place in (5, 6)]
    ['000123', 'text at last']
    """
    return "000123" if place < rows * 6 // 10 else "text at last"


def zeros(place: int, rows: int) -> str:
    """Nothing but zeros in front, in the whole file.

    >>> zeros(0, 1)
    '000123'
    """
    return "000123"


def newlines(place: int, rows: int) -> str:
    """Line breaks of each kind inside quotes, and quotes at a line's start.

    >>> newlines(0, 9)
    'first\\nsecond'
    """
    breaks = ("\n", "\r\n", "\n\n", '\n"', '"\n')
    return f"first{breaks[place % len(breaks)]}second"


def embedded_line(place: int, rows: int) -> str:
    """A whole line of 27 cells inside one subject: a reader that cuts at lines believes it.

    >>> len(next(csv.reader([embedded_line(0, 9)])))
    27
    """
    forged = ",".join(map(quoted, row(place, "forged")))
    return f"begin\r\n{forged}\r\nend" if place % 7 == 3 else forged if place % 7 == 0 else "plain"


CASES: dict[str, Callable[[int, int], str]] = {
    "words": words,
    "numbers": numbers,
    "late-text": late_text,
    "zeros": zeros,
    "newlines": newlines,
    "embedded-line": embedded_line,
}


def row(place: int, subject: str) -> list[str]:
    """Give the 27 cells of a Receive with this subject; ids have zeros in front.

    >>> row(7, "x")[9:11]
    ['0000000000007', '<000007@mail.example.net>']
    """
    second, minute = place % 60, place // 60 % 60
    cells = {
        "date_time_utc": f"2026-03-02T{place // 3600 % 24:02d}:{minute:02d}:{second:02d}.6050000Z",
        "client_ip": "192.0.2.7",
        "client_hostname": "NA",
        "server_hostname": "null",
        "source_context": "08DE;2026-03-02T00:00:00.000Z;0",
        "connector_id": "0012",
        "source": "SMTP",
        "event_id": "RECEIVE",
        "internal_message_id": f"{place:013d}",
        "message_id": f"<{place:06d}@mail.example.net>",
        "network_message_id": f"{place:08d}-0000-4000-8000-000000000000",
        "recipient_address": _ADDRESS,
        "total_bytes": "04096",
        "recipient_count": "01",
        "reference": "1e5",
        "message_subject": subject,
        "sender_address": "sender@example.net",
        "return_path": "<>",
        "message_info": "0cA: ",
        "directionality": "Incoming",
        "custom_data": "S:A=1,2;S:B=\"quoted\"",
    }  # fmt: skip
    return [cells.get(column, "") for column in COLUMNS]


def write(
    case: str, path: str | Path, rows: int, encoding: str = "utf-8", *, quote_all: bool = False
) -> dict[str, list[str]]:
    """Write one case of `CASES`; return the exact text of every cell, by column.

    Raises KeyError for an unknown case.

    >>> import os
    >>> write("zeros", os.devnull, 2)["message_subject"]
    ['000123', '000123']
    """
    subject = CASES[case]
    table = [row(place, subject(place, rows)) for place in range(rows)]
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
        writer.writerow(COLUMNS)
        writer.writerows(table)
    return dict(zip(COLUMNS, map(list, zip(*table, strict=True)), strict=True))


def changed_cells(
    expected: Mapping[str, list[str]], found: Mapping[str, Iterable[object]]
) -> dict[str, int]:
    """Count, by column, the cells that are not the text that was written; empty if none.

    A column that is missing, or has another number of cells, counts as changed throughout.

    >>> changed_cells({"a": ["01", "NA"]}, {"a": [1, "NA"]})
    {'a': 1}
    """
    counts = {}
    for column, cells in expected.items():
        read = list(found[column]) if column in found else []
        if len(read) != len(cells):
            counts[column] = len(cells)
        elif wrong := sum(map(_changed, cells, read)):
            counts[column] = wrong
    return counts


def _changed(cell: str, read: object) -> bool:
    return not isinstance(read, str) or cell != read
