"""custom_data: what the agents of the service wrote about a message, item by item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from tracekit.decode.members import closing_quotes
from tracekit.knowledge.agents import decisive_names, opaque_keys

# An item begins at the beginning or behind a semicolon; only there a quote counts.
_TYPED = re.compile(r"(?:\A|(?<=;))('?)([A-Za-z][A-Za-z0-9]{0,3}):([^=;|':]+)=")
_UNTYPED = re.compile(r"(?:\A|(?<=;))('?)()([A-Za-z][A-Za-z0-9_.]{0,199})=")
# EventData of Get-MessageTrackingLog: {[E2ELatency, 0.701], [ToEntity, Hosted]}
_PAIR = re.compile(r"(?:\A\{?|(?<=[;,\s]))()\[()([^][=;|',\s]+),\s*")
_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_FOLD = str.maketrans(_UPPER, _LOWER)
COLUMNS = ("row", "item", "type", "name", "head", "key", "value")
UNCLOSED = "A quotation mark opens an item and is never closed."
OUTSIDE = "There is text that belongs to no item."
BROKEN = "A value has an odd number of double quotes: it may hold items that are none."
FORGED = "An item stands behind text that strangers write, such as a file name: it may be forged."
# What an event says in place of a record that is in doubt.
# Of words that a redaction keeps: it is looked for in what a record says was done.
NOT_READ = "record not read: verify it"
CUT = "The last pair has no closing bracket."


@dataclass(frozen=True)
class Item:
    """One item: `S:NAME=head|key=value|flag`, or a property `S:NAME=value` (all of it is `head`).

    `fields` keeps order, repeats and flags (value None); `raw` is the item as it stands.
    """

    index: int
    type: str
    name: str
    head: str
    fields: tuple[tuple[str, str | None], ...]
    quoted: bool
    raw: str

    def values(self, key: str) -> list[str]:
        """Return what stands under a key, its letters in any case; empty values are none.

        >>> items("S:AMA=SUM|v=1|action=")[0].values("V")
        ['1']
        """
        return [v for k, v in self.fields if v and fold(k) == fold(key)]

    def is_record(self, name: str, head: str) -> bool:
        """Tell whether this is the record of an agent and a group, in letters of any case."""
        return fold(self.name) == fold(name) and fold(self.head) == fold(head)


def fold(text: str) -> str:
    """Lower the ASCII letters and no others, as a whole-column decoder does."""
    return text.translate(_FOLD)


def items(text: str) -> list[Item]:
    """Split a custom_data value, or an EventData list, into its items; nothing else is one.

    Linear on any text. A semicolon that no item follows belongs to the value; a quote counts only
    before an item's type, and closes before a semicolon or the end. Grammar: tabular samples of
    Exchange Online, Exchange Server and their documentation; sources in custom_data.toml.

    >>> [(i.name, i.head, i.fields) for i in items("S:AMA=SUM|v=1;S:BCL=0")]
    [('AMA', 'SUM', (('v', '1'),)), ('BCL', '0', ())]
    """
    return list(read(text)[0])


def problems_in(text: str, *, as_written: bool = False) -> list[str]:
    """Say why the items of a value cannot be trusted; nothing where they can.

    `as_written` says that the value stands as Exchange wrote it, in a report or log: it puts every
    item with a semicolon or an apostrophe between apostrophes and doubles those inside, so what a
    stranger wrote cannot begin an item. A value that breaks this rule was not written so.

    >>> problems_in("S:AMA=EV|file=x;S:TRA=ETR|action=DeleteMessage") == [FORGED]
    True
    """
    return list(read(text, as_written=as_written)[1])


def read(text: str, *, as_written: bool = False) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the items of a value together with the doubts about them; see problems_in."""
    if text.startswith(("[", "{[")):
        return _read_pairs(text)
    starts = list(_TYPED.finditer(text))
    if not (starts and starts[0].start() == 0):
        untyped = list(_UNTYPED.finditer(text))
        starts = untyped if untyped and untyped[0].start() == 0 and not starts else starts
    found, doubts = _walk(text, starts)
    if as_written and doubts == (FORGED,) and all(map(_is_as_written, found)):
        return found, ()
    return found, doubts


def _is_as_written(item: Item) -> bool:
    """Does an item stand as Exchange writes it: quoted if it must be, and only then?"""
    inner = item.raw[1:-1] if item.quoted else item.raw
    if "\n" in inner or "\r" in inner or not item.type:
        return False
    lone = "'" in inner.replace("''", "")
    return not lone and (item.quoted == (";" in inner or "'" in inner))


def _walk(text: str, starts: list[re.Match]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    closings = list(closing_quotes(text))
    end_of_all = len(text) - text.endswith(";")
    found, doubts, at = [], [], 0
    for number, start in enumerate(starts):
        if start.start() < at:
            continue
        if start.start() > at:
            doubts.append(OUTSIDE)
        after = starts[number + 1].start() - 1 if number + 1 < len(starts) else end_of_all
        after = max(after, start.end())
        closing = bisect_left(closings, start.end()) if start[1] else len(closings)
        quoted = closing < len(closings)
        if start[1] and not quoted:
            doubts.append(UNCLOSED)
        stop = closings[closing] if quoted else after
        end = stop + quoted
        value = text[start.end() : stop]
        found.append(_item(len(found), start, value, text[start.start() : end], quoted))
        at = end + 1
    if at < end_of_all:
        doubts.append(OUTSIDE)
    return tuple(found), _doubts(found, doubts)


def _read_pairs(text: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    starts = list(_PAIR.finditer(text))
    body = text.rstrip("}; \r\n\t")
    found, doubts = [], [] if starts and starts[0].start() == 0 else [OUTSIDE]
    for start, after in zip_longest(starts, starts[1:]):
        end = after.start() if after else len(body)
        raw = text[start.start() : max(end, start.end())].rstrip(",; \r\n\t")
        if not raw.endswith("]"):
            doubts.append(CUT)
        value = raw[start.end() - start.start() :].removesuffix("]")
        found.append(_item(len(found), start, value, raw, False))
    return tuple(found), _doubts(found, doubts)


def _item(index: int, start: re.Match, value: str, raw: str, quoted: bool) -> Item:
    head, bar, rest = value.partition("|")
    fields = tuple(_field(part) for part in rest.split("|") if part) if bar else ()
    return Item(index, start[2], start[3], head, fields, quoted, raw)


def _field(part: str) -> tuple[str, str | None]:
    key, equals, value = part.partition("=")
    return key, value if equals else None


def _doubts(found: list[Item], doubts: list[str]) -> tuple[str, ...]:
    """Add what the order of the items gives away: text of strangers may have made some of them."""
    if any(item.raw.count('"') % 2 for item in found[:-1]):
        doubts.append(BROKEN)
    strange = next((item.index for item in found if _holds_strange_text(item)), len(found))
    if any(_is_decisive(item) for item in found[strange + 1 :]):
        doubts.append(FORGED)
    return tuple(dict.fromkeys(doubts))


def _holds_strange_text(item: Item) -> bool:
    """A record of a finding names a file; one that found nothing (v=0) and names none does not."""
    keys = opaque_keys(fold(item.name), fold(item.head))
    silent = item.values("v") == ["0"] and not any(item.values(key) for key in keys)
    return bool(keys) and not silent


def _is_decisive(item: Item) -> bool:
    """Would this item, if it is forged, change what is said about the message?"""
    name, head = fold(item.name), fold(item.head)
    return name in decisive_names() and not opaque_keys(name, head)


def attributes(column: pd.Series) -> pd.DataFrame:
    """Return every key and value of a column, in order, repeats included.

    Columns `row` (the index label), `item`, `type`, `name`, `head`, `key`, `value`, all text but
    `row` and `item`. A property has its value alone, a flag its key alone, a record without fields
    its head alone. Doubtful values are in it as they stand; `problems_in` tells which they are.

    >>> attributes(pd.Series(["S:BCL=0;S:AMA=SUM|v=1"]))[["name", "key", "value"]].values.tolist()
    [['BCL', nan, '0'], ['AMA', 'v', '1']]
    """
    cells = column.dropna()
    rows = [row for label, text in cells.items() for row in _rows(label, str(text))]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = dict.fromkeys(("type", "name", "head", "key", "value"), "str")
    return frame.astype({"item": "int64", **texts}) if rows else frame.astype(texts)


def _rows(label: object, text: str) -> Iterator[tuple]:
    for item in items(text):
        first = (label, item.index, item.type, item.name)
        if item.fields:
            yield from ((*first, item.head, key, value) for key, value in item.fields)
        elif "|" in item.raw:
            yield (*first, item.head, None, None)
        else:
            yield (*first, None, None, item.head)
