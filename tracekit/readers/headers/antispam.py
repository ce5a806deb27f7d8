"""Verdicts in Microsoft's own headers: pairs such as SCL:1;SFV:NSPM (ms-headers)."""

from __future__ import annotations

import re

from tracekit.readers.headers.blocks import Block
from tracekit.readers.headers.lines import Field
from tracekit.readers.headers.trust import single

_REPORT, _BULK = "x-forefront-antispam-report", "x-microsoft-antispam"
_ORGANIZATION = "x-ms-exchange-organization-"
_LEVEL = re.compile(r"-1|[0-9]")
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,40}")
# Column, key of the pair; its value is one token, or an address for CIP.
_TEXTS = {"sfv": "SFV", "cat": "CAT", "cip": "CIP", "country": "CTRY", "language": "LANG",
          "ipv": "IPV", "dir": "DIR", "sfty": "SFTY"}  # fmt: skip
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]{2,45}")
_NAMED = {"auth_as": "authas", "directionality": "messagedirectionality"}


def read_pairs(value: str, cut: bool = False) -> dict[str, list[str]]:
    """Read `KEY:value;` pairs; the last one is left out if the text ends inside it.

    >>> read_pairs("CIP:192.0.2.1;SCL:1;SRV:;SFV:SK", cut=True)
    {'CIP': ['192.0.2.1'], 'SCL': ['1'], 'SRV': ['']}
    """
    parts = value.split(";")
    if cut:
        parts.pop()
    found: dict[str, list[str]] = {}
    for part in parts:
        key, colon, text = part.partition(":")
        if colon:
            found.setdefault(key.strip().upper(), []).append(text.strip())
    return found


def antispam(block: Block, entrance: Field | None) -> tuple[dict[str, object], list[tuple]]:
    """Return the verdicts as columns, and (field, reason) for what was not counted.

    Nothing is taken unless Microsoft took the message in. A key with two different values is left
    out; of several reports that differ none is taken, for one of them is a stranger's.
    """
    reports, bulk = block.all(_REPORT), block.all(_BULK)
    notes = [f for f in block.fields if f.key.startswith(_ORGANIZATION)]
    if entrance is None:
        written = reports + bulk + block.all(_BULK + "-mailbox-delivery") + notes
        return {}, [(one, _UNKNOWN) for one in written[:1]]
    doubts: list[tuple] = []
    pairs, bulk_pairs = _only(reports, doubts), _only(bulk, doubts)
    found: dict[str, object] = {}
    for column, key in _TEXTS.items():
        shape = _ADDRESS if column == "cip" else _TOKEN
        found[column] = _agreed(pairs.get(key, []), key, shape, reports, doubts)
    scl = pairs.get("SCL", []) + [f.value for f in block.all(_ORGANIZATION + "scl")]
    pcl = pairs.get("PCL", []) + [f.value for f in block.all(_ORGANIZATION + "pcl")]
    levels = {"scl": scl, "bcl": bulk_pairs.get("BCL", []),
              "pcl": pcl + bulk_pairs.get("PCL", [])}  # fmt: skip
    for column, values in levels.items():
        text = _agreed(values, column.upper(), _LEVEL, reports + bulk + notes, doubts)
        found[column] = int(text) if text is not None else None
    for column, end in _NAMED.items():
        fields = block.all(_ORGANIZATION + end)
        found[column] = _agreed([f.value for f in fields if not f.cut], end, _TOKEN, fields, doubts)
    delivery = block.all(_BULK + "-mailbox-delivery")
    found["mailbox_delivery"] = single([f.value for f in delivery if not f.cut])
    return found, doubts


_UNKNOWN = (
    "Microsoft's verdicts were not counted: no Received line at the top shows that Microsoft took "
    "the message in, so anybody may have written them. Paste the whole header of the message as it "
    "lies in the Microsoft 365 mailbox."
)


def _only(fields: list[Field], doubts: list[tuple]) -> dict[str, list[str]]:
    read = [read_pairs(one.value, one.cut) for one in fields]
    if any(pairs != read[0] for pairs in read):
        doubts.append((fields[-1], f"{len(fields)} {fields[0].name} headers differ, so none "
                       "was taken: one of them may have come with the message."))  # fmt: skip
        return {}
    return read[0] if read else {}


def _agreed(
    values: list[str], name: str, shape: re.Pattern, fields: list[Field], doubts: list[tuple]
) -> str | None:
    filled = [v.strip() for v in values if v.strip()]
    one = single(filled)
    if one is not None and shape.fullmatch(one):
        return one
    if filled and fields:
        why = "has a value that is none of its own" if one is not None else "has different values"
        doubts.append((fields[0], f"{name} {why}, so none was taken."))
    return None
