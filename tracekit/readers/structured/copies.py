"""Each record once for each of its recipients, with the status that is that recipient's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import aligned_statuses
from tracekit.decode.members import members
from tracekit.readers.structured.cells import STRING, Cells

_OF_RELATED = pa.array(["EXPAND", "RESOLVE"], STRING)


@dataclass(frozen=True, eq=False)
class Copies:
    """Each record once for each of its recipients: `rows` (the record), recipient and status."""

    rows: np.ndarray
    recipient: pa.ChunkedArray | pa.Array
    status: pa.ChunkedArray | pa.Array

    def of(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Repeat a column of the records for their recipients."""
        return column if len(self.rows) == len(column) else column.take(pa.array(self.rows))


def copies_of(cells: Cells) -> Copies:
    """Split the recipients of each record; its statuses belong to them one by one, or to none.

    A record EXPAND lists the members and names the group beside them: it is the group's as well. So
    does a record RESOLVE with the new address and the one that the message was written to.
    """
    copies = _split_copies(cells)
    groups = _groups(cells, copies)
    if not len(groups):
        return copies
    names = cells.arrow("related_recipient").combine_chunks().take(pa.array(groups))
    return Copies(
        np.concatenate([copies.rows, groups]),
        pa.chunked_array([*_chunks(copies.recipient), *_chunks(names)], STRING),
        pa.chunked_array([*_chunks(copies.status), pa.nulls(len(groups), STRING)], STRING),
    )


def _chunks(column: pa.ChunkedArray | pa.Array) -> list[pa.Array]:
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return [chunk.cast(STRING) for chunk in chunks]


def _groups(cells: Cells, copies: Copies) -> np.ndarray:
    """Return the records EXPAND and RESOLVE whose one related recipient is no recipient.

    Source: public scripts that look for unused groups count the related-recipient-address of these
    records; Exchange writes the resolved address as the recipient, the original one as related.
    """
    expanded = pc.is_in(pc.utf8_upper(cells.arrow("event")), _OF_RELATED)
    if not pc.any(expanded).as_py():
        return np.array([], dtype=np.int64)
    related = pc.utf8_lower(cells.arrow("related_recipient"))
    single = pc.and_(expanded, pc.invert(pc.match_substring(related, ";")))
    rows = np.flatnonzero(pc.fill_null(single, False).to_numpy())
    wanted = np.flatnonzero(np.isin(copies.rows, rows))
    of = pa.array(copies.rows[wanted])
    own = pc.utf8_lower(copies.recipient).take(pa.array(wanted))
    same = pc.fill_null(pc.equal(own, related.take(of)), False)
    among = of.to_numpy()[same.to_numpy(zero_copy_only=False)]
    return np.setdiff1d(rows, among)


def _split_copies(cells: Cells) -> Copies:
    recipients, statuses = cells.arrow("recipient"), _unwrapped(cells.arrow("recipient_status"))
    many = pc.fill_null(pc.match_substring(recipients, ";"), False)
    if not pc.any(many).as_py():
        return Copies(np.arange(len(cells)), _unwrapped(recipients), statuses)
    recipients = recipients.combine_chunks()
    if pc.any(pc.match_substring_regex(recipients, "[\"']")).as_py():
        parts = pa.array([_split(cell) for cell in recipients.to_pylist()], pa.list_(STRING))
    else:
        parts = pc.split_pattern(recipients, ";")
    parts = pc.if_else(pc.is_valid(recipients), parts, pa.array([[None]], parts.type)[0])
    rows = pc.list_parent_indices(parts).to_numpy()
    names = pc.utf8_trim_whitespace(pc.list_flatten(parts))
    keep = pc.or_kleene(pc.is_null(names), pc.not_equal(names, "")).to_numpy(zero_copy_only=False)
    names, rows = names.filter(pa.array(keep)), rows[keep]
    told = statuses.combine_chunks().take(pa.array(rows))
    shared = np.flatnonzero(
        pc.and_(many.combine_chunks().take(pa.array(rows)), pc.is_valid(told)).to_numpy(
            zero_copy_only=False
        )
    )
    if len(shared):
        told = _aligned(told, rows, shared, recipients)
    return Copies(rows, names, told)


def _unwrapped(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Take lists of one member out of the quotes that Exchange puts around some members."""
    wrapped = pc.fill_null(pc.match_substring_regex(cells, "^'.*'$"), False)
    if not pc.any(wrapped).as_py():
        return cells
    texts = pc.unique(cells.filter(wrapped)).to_pylist()
    lists = [members(text) for text in texts]
    plain = [found[0] if found and len(found) == 1 else text
             for text, found in zip(texts, lists, strict=True)]  # fmt: skip
    at = pc.index_in(cells, pa.array(texts, STRING))
    return pc.coalesce(pa.chunked_array([pa.array(plain, STRING).take(c) for c in at.chunks],
                                        STRING), cells)  # fmt: skip


def _split(cell: str | None) -> list[str | None]:
    """Split recipients as Exchange joins them, else at semicolons outside double quotes."""
    if cell and "'" in cell and (found := members(cell)):
        return found
    if cell is None or cell.count('"') % 2:
        return [None] if cell is None else cell.split(";")
    parts, quoted = [""], False
    for piece in cell.split('"'):
        inside = piece.replace(";", "\0") if quoted else piece
        parts.append(inside)
        quoted = not quoted
    return [part.replace("\0", ";") for part in '"'.join(parts[1:]).split(";")]


def _aligned(
    told: pa.Array, rows: np.ndarray, shared: np.ndarray, recipients: pa.Array
) -> pa.Array:
    """Give the recipients of a shared status each their own, or none."""
    values = told.to_pylist()
    at = 0
    while at < len(shared):
        row, end = rows[shared[at]], at
        while end < len(shared) and rows[shared[end]] == row:
            end += 1
        each = aligned_statuses(recipients[row].as_py(), values[shared[at]])
        fits = len(each) == end - at
        for place, place_at in enumerate(shared[at:end]):
            values[place_at] = each[place] if fits else None
        at = end
    return pa.array(values, STRING)
