"""The ways in which people and programs re-shape a pasted report without changing what it says."""

from __future__ import annotations

import html
import re
import textwrap

import pandas as pd

from tracekit.model import MessageTrace
from tracekit.text import decode

PLACES = ["source", "line", "offset", "length"]


def content(trace: MessageTrace) -> tuple[list[dict], list[dict]]:
    """Return journeys and events as records, without where they stand in the input."""
    return _records(trace.journeys), _records(trace.events)


def _records(frame: pd.DataFrame) -> list[dict]:
    plain = frame.drop(columns=PLACES).astype(object)
    return plain.where(plain.notna(), None).to_dict("records")


def accounted(trace: MessageTrace, size: int) -> bool:
    """Tell whether the spans cover `size` bytes, each exactly once."""
    at = 0
    for offset, length in zip(trace.spans["offset"], trace.spans["length"], strict=True):
        if offset != at or length < 0:
            return False
        at += length
    return at == size


def read_again(raw: bytes, trace: MessageTrace) -> list[str]:
    """Return the original text of each event, from its own bytes."""
    encoding = decode(raw).encoding
    return [
        raw[offset : offset + length].decode(encoding, "replace")
        for offset, length in zip(trace.events["offset"], trace.events["length"], strict=True)
    ]


def one_line(text: str) -> str:
    """Take every line break away, as chat programs do."""
    return re.sub(r"\s*\n\s*", " ", text)


def quoted(text: str, mark: str = "> ") -> str:
    """Quote as mail programs do."""
    return "".join(mark + line for line in text.splitlines(keepends=True))


def wrapped(text: str) -> str:
    """Fill the lines anew, none longer than 76 characters where words allow it."""
    return "\n".join(
        textwrap.fill(line, 76, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def wrapped_and_quoted(text: str) -> str:
    """Wrap, then quote: what comes back in a reply."""
    return quoted(wrapped(text))


def markdown(text: str) -> str:
    """Write the two tables as Markdown tables and the labels in bold."""
    lines = []
    for line in text.split("\n"):
        if re.fullmatch(r"-{36}", line):
            lines.append("|---|:---|---|")
        elif line.startswith("Message size |"):
            lines += [f"| {line} |", "| --- | --- | --- |"]
        elif re.match(r"[0-9]+/[0-9]+/[0-9]{4}, [^|]*\||Date \(UTC", line):
            lines.append("| " + line.strip("| ") + " |")
        else:
            lines.append(re.sub(r"^(Subject|Sender|Recipient|Status):", r"**\1**:", line))
    return "\n".join(lines)


def html_table(text: str) -> str:
    """Write the event table as a real HTML table, as a ticket system stores it."""
    lines = []
    for line in text.split("\n"):
        if re.match(r"[0-9]+/[0-9]+/[0-9]{4}, [^|]*\||Date \(UTC", line):
            cells = line.strip("| ").split(" | ", 2)
            row = "".join(f'<td class="c">{html.escape(cell, quote=False)}</td>' for cell in cells)
            lines.append(("<table>" if line.startswith("Date") else "") + f"<tr>{row}</tr>")
        elif re.fullmatch(r"-{36}", line):
            continue
        elif line == "More information":
            lines.append("</table>\nMore information")
        else:
            lines.append(line)
    return "\n".join(lines)


def misread(text: str, page: str) -> str:
    """Read the UTF-8 bytes of a text in a wrong code page; bytes it lacks are dropped."""
    return "".join(_misread_byte(byte, page) for byte in text.encode("utf-8"))


def _misread_byte(byte: int, page: str) -> str:
    if page == "article":  # windows-874, then windows-1252 for what it leaves undefined
        return _misread_byte(byte, "cp874") or _misread_byte(byte, "cp1252")
    return bytes([byte]).decode(page, "ignore")


# Each takes a text in lines and gives a text that says the same.
SHAPES = {
    "as it is": lambda t: t,
    "one line": one_line,
    "CRLF": lambda t: t.replace("\n", "\r\n"),
    "CR": lambda t: t.replace("\n", "\r"),
    "blank line after each": lambda t: t.replace("\n", "\n\n"),
    "blanks before line ends": lambda t: t.replace("\n", "  \n"),
    "tabs for bars": lambda t: re.sub(r" ?\| ?", "\t", t),
    "bars without blanks": lambda t: re.sub(r" ?\| ?", "|", t),
    "no bars": lambda t: re.sub(r" ?\| ?", " ", t),
    "no bars, one line": lambda t: one_line(re.sub(r" ?\| ?", " ", t)),
    "doubled blanks": lambda t: t.replace(" ", "  "),
    "no-break blanks": lambda t: t.replace(" ", "\u00a0"),
    "narrow blank before AM and PM": lambda t: re.sub(r" (?=[AP]M\b)", "\u202f", t),
    "a mail program's indent": lambda t: "    " + t.replace("\n", "\n    "),
    "quoted": quoted,
    "quoted twice": lambda t: quoted(quoted(t)),
    "quoted without blank": lambda t: quoted(t, ">"),
    "escaped": lambda t: html.escape(t),
    "escaped, quotes kept": lambda t: html.escape(t, quote=False),
    "escaped twice": lambda t: html.escape(html.escape(t)),
    "escaped, one line": lambda t: html.escape(one_line(t)),
    "Markdown": markdown,
    "HTML table": html_table,
    "HTML breaks": lambda t: t.replace("\n", "<br>\n"),
    "HTML breaks, one line": lambda t: t.replace("\n", "<br />"),
    "wrapped": wrapped,
    "wrapped and quoted": wrapped_and_quoted,
    "one line, wrapped": lambda t: wrapped(one_line(t)),
    "one line, wrapped and quoted": lambda t: quoted(wrapped(one_line(t))),
    "in a code fence": lambda t: f"```text\n{t}\n```",
    "marks gone": lambda t: t.replace("\u200e", ""),
    "marks as entities": lambda t: t.replace("\u200e", "&lrm;"),
    "marks as numbers": lambda t: t.replace("\u200e", "&#8206;"),
    "marks as question marks": lambda t: t.replace("\u200e", "?"),
    "marks as three question marks": lambda t: t.replace("\u200e", "???"),
    "marks as U+FFFD": lambda t: t.replace("\u200e", "\ufffd"),
    "marks without their last byte": lambda t: t.replace("\u200e", "โ€"),
    "marks as one lone letter": lambda t: t.replace("\u200e", "โ"),
    **{
        f"misread as {page}": lambda t, page=page: misread(t, page)
        for page in ("article", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255",
                     "cp1256", "cp1257", "cp1258", "cp437", "cp850", "mac_roman", "latin-1",
                     "gbk")
    },
    "misread twice": lambda t: misread(misread(t, "cp1252"), "cp1252"),
}  # fmt: skip

ENCODINGS = {
    "UTF-8": lambda t: t.encode("utf-8"),
    "UTF-8 with mark": lambda t: t.encode("utf-8-sig"),
    "UTF-16": lambda t: t.encode("utf-16"),
    "UTF-16 LE without mark": lambda t: t.encode("utf-16-le"),
    "UTF-16 BE without mark": lambda t: t.encode("utf-16-be"),
    "Windows-1252": lambda t: t.encode("cp1252", "replace"),
}
