"""The end of a report: Message-ID, size, From IP and To IP."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracekit.readers.report_text.blocks import Block
from tracekit.readers.report_text.labels import single_sizes

_FACTOR = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "к": 1024, "м": 1024**2, "б": 1}


@dataclass(frozen=True)
class Foot:
    """The values of a report's end and where they lie."""

    message_id: str | None
    size_bytes: int | None
    from_ip: str | None
    to_ip: str | None
    spans: tuple[tuple[int, int], ...]
    size_lost: int | None


def read_foot(text: str, block: Block, after: int) -> Foot:
    """Read the foot that follows `after`, the place where the last detail begins."""
    ids = [m for m in block.ids if m.start() >= after]
    size = next((m for m in reversed(block.sizes) if m.start() >= after), None)
    start = min([m.start() for m in (*ids, size) if m], default=block.end)
    singles = [p.search(text, max(after, start), block.end) for p in single_sizes()]
    if size is not None and size["number"]:
        singles = [None, None, None]
    number = size if size is not None and size["number"] else singles[0]
    heads = [m for m in block.size_heads if m.start() >= after]
    lost = heads[-1].start() if heads and number is None else None
    used = [m for m in (*ids, size, *singles) if m is not None]
    return Foot(
        message_id=_message_id(ids),
        size_bytes=read_size(number["number"], number["unit"]) if number else None,
        from_ip=_ip(text, size, "from_ip") or _ip(text, singles[1], "ip"),
        to_ip=_ip(text, size, "to_ip") or _ip(text, singles[2], "ip"),
        spans=tuple(sorted((m.start(), m.end()) for m in used)),
        size_lost=lost,
    )


def _message_id(ids: list[re.Match]) -> str | None:
    if not ids:
        return None
    value = "".join(ids[-1]["id"].split())
    return value if value.startswith("<") else f"<{value}>"


def _ip(text: str, match: re.Match | None, group: str) -> str | None:
    value = match[group] if match else None
    if value is None or value.casefold() in ("null", "n/a"):
        return None
    # From IP is never the last cell: where the input ends right behind it, it may lack its end.
    return None if group == "from_ip" and match.end(group) == len(text) else value


def read_size(number: str, unit: str) -> int | None:
    """Read a printed size in bytes, whichever sign stands before its decimals.

    >>> read_size("226.16", "KB"), read_size("1.234,5", "KB"), read_size("15", "B")
    (231588, 1264128, 15)
    """
    digits = re.sub(r"[ ']", "", number).rstrip(".,")
    last = max(digits.rfind("."), digits.rfind(","))
    whole, part = (digits[:last], digits[last + 1 :]) if last >= 0 else (digits, "")
    if len(part) == 3 and whole.strip("0"):
        whole, part = whole + part, ""  # the portal prints two decimals: this is a thousands mark
    whole = re.sub(r"[.,]", "", whole) or "0"
    factor = _FACTOR.get(unit[0].casefold(), 1)
    return round(float(f"{whole}.{part or 0}") * factor)
