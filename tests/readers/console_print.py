"""Prints records as PowerShell does: Format-List and Format-Table, wrapped or not."""

from __future__ import annotations

import re

TRACE = {"PSComputerName": "outlook.example.com", "MessageId": "<a.b-c@mail.example.com>",
         "Received": "3/1/2026 8:00:00 AM", "SenderAddress": "anna@example.com",
         "RecipientAddress": "ben@example.org", "Subject": "Re: Hello : world",
         "Status": "Delivered",
         "ToIP": "", "Size": "12345",
         "MessageTraceId": "11111111-2222-3333-4444-555555555555"}  # fmt: skip
DETAIL = {"Date": "3/1/2026 8:00:01 AM", "Event": "Receive", "Action": "",
          "Detail": "Message received by: HOST.example.com using TLS1.2 with AES256",
          "Data": '<root><MEP Name="SCL" Integer="1"/></root>'}  # fmt: skip
COLUMNS = ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status"]


def wrap(text, width, words=True):
    """Break a text as PowerShell does: behind blanks, or in words longer than a line."""
    pieces, line = [], ""
    for word in re.findall("[^ ]* |[^ ]+", text) if words else [text]:
        if len(word) <= width and len(line) + len(word) > width:
            pieces.append(line)
            line = ""
        for character in word:
            if len(line) == width:
                pieces.append(line)
                line = ""
            line += character
    return [*pieces, line]


def as_list(record, width=0, words=True):
    """Print a record as Format-List does."""
    longest = max(map(len, record))
    lines = []
    for name, value in record.items():
        first, *others = wrap(value, width - longest - 3, words) if width else [value]
        lines += [f"{name:{longest}} : {first}", *(" " * (longest + 3) + piece for piece in others)]
    return "\n".join(lines)


def as_table(records, names, widths=None, wrapped=False):
    """Print records as Format-Table does: the last column is as wide as it needs to be."""
    widths = widths or [max(len(name), *(len(r[name]) for r in records)) for name in names]
    columns = list(zip(names, widths, strict=True))
    lines = [" ".join(name.ljust(width) for name, width in columns),
             " ".join(("-" * len(name)).ljust(width) for name, width in columns)]  # fmt: skip
    for record in records:
        cells = [wrap(record[n], width) if wrapped else [record[n]] for n, width in columns]
        for number in range(max(map(len, cells))):
            row = [cell[number] if number < len(cell) else "" for cell in cells]
            lines.append(" ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())
    return "\n".join(lines)


TABLE = as_table([TRACE], COLUMNS)
