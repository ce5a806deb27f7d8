"""Extended reports and tracking logs: one event a record and recipient, journeys made from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import aligned_statuses
from tracekit.knowledge.records import OTHER_PHASE, phases
from tracekit.readers.report_text.rows import event_name
from tracekit.readers.structured.agents import derived_events
from tracekit.readers.structured.answers import decoded_answers
from tracekit.readers.structured.cells import STRING, Cells, as_series, frame
from tracekit.readers.structured.passes import Keys, journey_numbers, journeys_of
from tracekit.readers.structured.tables import Part
from tracekit.readers.structured.times import read_times

_PLACED = {"time", "event", "component", "message_id", "network_message_id", "recipient",
           "recipient_status", "related_recipient", "reference"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Copies:
    """Each record once for each of its recipients: `rows` (the record), recipient and status."""

    rows: np.ndarray
    recipient: pa.ChunkedArray | pa.Array
    status: pa.ChunkedArray | pa.Array

    def of(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Repeat a column of the records for their recipients."""
        return column if len(self.rows) == len(column) else column.take(pa.array(self.rows))


def read_tracking(cells: Cells) -> Part:
    """Read the events of Extended reports, tracking logs and Get-MessageTrackingLog."""
    times = read_times(cells)
    names = _event_names(cells)
    copies = _copies(cells)
    at = times.time.fillna(times.local.dt.tz_localize("UTC")).to_numpy()[copies.rows]
    phase = _phases(names)[copies.rows]
    numbers = journey_numbers(_keys(cells, copies, names, at, phase))
    order = np.lexsort(
        (copies.rows, phase, at, np.where(numbers < 0, np.iinfo("int64").max, numbers))
    )
    rows = copies.rows[order]
    of = numbers[order]
    take = pa.array(rows)
    journey = pd.array(np.where(of < 0, 0, of), dtype="Int64")
    journey[of < 0] = pd.NA
    answers = decoded_answers(cells, names)
    texts = cells.arrow("event")
    events = frame("events", len(rows), {
        "journey": journey,
        "seq": _counted(of),
        "time": times.time.iloc[rows],
        "local_time": times.local.iloc[rows],
        "time_text": as_series(cells.arrow("time").take(take)),
        "time_basis": _moved(times.basis, rows),
        "time_precision": _moved(times.precision, rows),
        "event": as_series(names.take(take).cast(STRING)),
        "event_text": as_series(texts.take(take)),
        "component": as_series(cells.arrow("component").take(take)),
        "recipient_status": as_series(copies.status.take(pa.array(order))),
        "related_recipient": as_series(cells.arrow("related_recipient").take(take)),
        "reference": as_series(cells.arrow("reference").take(take)),
        **{name: as_series(column.take(take)) for name, column in answers.items()},
        "derived": False,
        "source": cells.given.name,
        "line": pd.array(cells.grid.lines[rows], dtype="Int64"),
    })  # fmt: skip
    journeys = journeys_of(
        cells, times, events, rows, as_series(copies.recipient.take(pa.array(order)))
    )
    events = derived_events(cells, events, rows)
    return Part(cells, journeys, events, times.problems, _PLACED)


def _moved(value: pd.Series | str, rows: np.ndarray) -> pd.Series | str:
    return value if isinstance(value, str) else value.iloc[rows]


def _counted(of: np.ndarray) -> np.ndarray:
    """Count from 1 inside each run of equal numbers."""
    starts = np.flatnonzero(np.append(True, of[1:] != of[:-1])) if len(of) else of
    lengths = np.diff(np.append(starts, len(of)))
    return np.arange(len(of)) - np.repeat(starts, lengths) + 1


def _event_names(cells: Cells) -> pa.DictionaryArray:
    """Return the events under their canonical names, each distinct name looked up once."""
    coded = pc.dictionary_encode(cells.arrow("event")).combine_chunks()
    known = pa.array([event_name(word) for word in coded.dictionary.to_pylist()], STRING)
    return pa.DictionaryArray.from_arrays(coded.indices, known)


def _phases(names: pa.DictionaryArray) -> np.ndarray:
    known = [phases().get(name, OTHER_PHASE) for name in names.dictionary.to_pylist()]
    codes = names.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    return np.array([*known, OTHER_PHASE], dtype=np.int64)[codes]


def _copies(cells: Cells) -> Copies:
    """Split the recipients of each record; its statuses belong to them one by one, or to none."""
    recipients, statuses = cells.arrow("recipient"), cells.arrow("recipient_status")
    many = pc.fill_null(pc.match_substring(recipients, ";"), False)
    if not pc.any(many).as_py():
        return Copies(np.arange(len(cells)), recipients, statuses)
    recipients = recipients.combine_chunks()
    if pc.any(pc.match_substring(recipients, '"')).as_py():
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


def _split(cell: str | None) -> list[str | None]:
    """Split recipients at semicolons that do not stand between double quotes."""
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


def _keys(
    cells: Cells, copies: Copies, names: pa.DictionaryArray, at: np.ndarray, phase: np.ndarray
) -> Keys:
    smtp = pc.equal(pc.utf8_upper(cells.arrow("component")), "SMTP")
    event = names.cast(STRING)
    received = pc.and_(pc.equal(event, "Receive"), pc.fill_null(smtp, False).combine_chunks())
    return Keys(
        network_message_id=copies.of(cells.arrow("network_message_id")),
        message_id=copies.of(cells.arrow("message_id")),
        internal_id=copies.of(cells.arrow("internal_message_id")),
        recipient=copies.recipient,
        received=_flags(received)[copies.rows],
        sent=_flags(pc.equal(event, "Send external"))[copies.rows],
        at=at,
        phase=phase,
    )


def _flags(mask: pa.Array | pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(mask, False).to_numpy(zero_copy_only=False).astype(bool)
