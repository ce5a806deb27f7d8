"""Extended reports and tracking logs: one event a record and recipient, journeys made from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.knowledge.formats import load_formats
from tracekit.knowledge.records import OTHER_PHASE, phases
from tracekit.readers.report_text.rows import event_name
from tracekit.readers.structured.agents import COLUMNS, WORDS, Places, places_of, words_of
from tracekit.readers.structured.answers import decoded_answers
from tracekit.readers.structured.cells import STRING, Cells, as_series, frame
from tracekit.readers.structured.copies import Copies, copies_of
from tracekit.readers.structured.passes import Keys, journey_numbers, journeys_of
from tracekit.readers.structured.tables import Part
from tracekit.readers.structured.times import Times, read_times

_OF_OWN_SERVERS = ("tracking", "tracking-cmdlet")
_PLACED = {"time", "event", "component", "message_id", "network_message_id", "recipient",
           "recipient_status", "related_recipient", "reference"}  # fmt: skip


def read_tracking(cells: Cells) -> Part:
    """Read the events of Extended reports, tracking logs and Get-MessageTrackingLog."""
    times = read_times(cells)
    names = _event_names(cells)
    copies = copies_of(cells)
    at = times.order()[copies.rows]
    phase = _phases(names)[copies.rows]
    numbers = journey_numbers(_keys(cells, copies, names, at, phase))
    order = np.lexsort(
        (copies.rows, phase, at, np.where(numbers < 0, np.iinfo("int64").max, numbers))
    )
    rows, of = copies.rows[order], numbers[order]
    places = places_of(cells, rows)
    events = _events(cells, times, names, copies, order, of, places)
    journeys = journeys_of(
        cells, times, events, rows[places.at],
        lambda wanted: as_series(copies.recipient.take(pa.array(order[places.at][wanted]))),
    )  # fmt: skip
    return Part(cells, journeys, events, times.problems, _PLACED)


def _events(
    cells: Cells, times: Times, names: pa.DictionaryArray, copies: Copies, order: np.ndarray,
    of: np.ndarray, places: Places,
) -> pd.DataFrame:  # fmt: skip
    """Build the table of events; a derived one has the time and the line of its record."""
    rows = copies.rows[order]
    here, own, by_copy = rows[places.at], places.own(rows), places.own(order)
    of = of[places.at]
    journey = pd.arrays.IntegerArray(np.where(of < 0, 0, of), of < 0)
    answers = decoded_answers(cells, names, copies)
    added = {name: places.derived(name) for name in COLUMNS}
    who = copies.recipient.take(by_copy)
    event = _of_old_addresses(
        names.take(own).cast(STRING), who, cells.arrow("related_recipient").take(own)
    )
    event = pc.coalesce(event, added.pop("event"))

    def moved(column: str, wanted: pa.Array) -> pd.Series | None:
        cell = cells.arrow(column)
        return None if cell.null_count == len(cell) else as_series(cell.take(wanted))

    return frame("events", len(here), {
        "journey": journey,
        "seq": _counted(of),
        "time": times.time.iloc[here],
        "local_time": times.local.iloc[here],
        "time_text": moved("time", pa.array(here)),
        "time_basis": _moved(times.basis, here),
        "time_precision": _moved(times.precision, here),
        "event": as_series(event),
        "event_text": moved("event", own),
        "component": moved("component", pa.array(here)),
        "recipient_status": as_series(copies.status.take(by_copy)),
        "related_recipient": moved("related_recipient", own),
        "reference": moved("reference", own),
        **{name: as_series(column.take(by_copy)) for name, column in answers.items()},
        "scl": pd.Int64Dtype().__from_arrow__(added.pop("scl")),
        **{name: as_series(column) for name, column in added.items()},
        **{name: as_series(words_of(places, name, rows)) for name in WORDS},
        "derived": pd.array(places.is_derived, dtype="boolean"),
        "source": cells.given.name,
        "line": pd.array(cells.grid.lines[here], dtype="Int64"),
    })  # fmt: skip


def _of_old_addresses(
    event: pa.Array, who: pa.Array | pa.ChunkedArray, related: pa.ChunkedArray
) -> pa.Array | pa.ChunkedArray:
    """Name the event Resolve where the address was replaced; of the new one it says nothing.

    There it keeps the name that the input gives it. Source: Exchange writes the resolved address as
    the recipient, the original one as the related recipient.
    """
    resolved = pc.fill_null(pc.equal(event, "Resolve"), False)
    if not pc.any(resolved).as_py():
        return event
    same = pc.fill_null(pc.equal(pc.utf8_lower(who), pc.utf8_lower(related)), False)
    return pc.if_else(pc.and_(resolved, pc.invert(same)), "RESOLVE", event)


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
    names = pa.DictionaryArray.from_arrays(coded.indices, known)
    return names if cells.kind.id not in _OF_OWN_SERVERS else _with_what_left(cells, names)


def _with_what_left(cells: Cells, names: pa.DictionaryArray) -> pa.DictionaryArray:
    """Name Send external what an own server sent by a connector that is not its own to others."""
    sent = pc.fill_null(pc.equal(names.cast(STRING), "Send"), False)
    if not pc.any(sent).as_py():
        return names
    inside = pa.array([name.casefold() for name in load_formats().internal_connectors], STRING)
    connector = pc.utf8_lower(cells.arrow("connector")).combine_chunks()
    out = pc.and_(sent, pc.invert(pc.is_in(connector, inside)))
    out = pc.and_(out, pc.fill_null(pc.greater(pc.utf8_length(connector), 0), False))
    left = pc.if_else(out, "Send external", names.cast(STRING))
    return pc.dictionary_encode(left)


def _phases(names: pa.DictionaryArray) -> np.ndarray:
    known = [phases().get(name, OTHER_PHASE) for name in names.dictionary.to_pylist()]
    codes = names.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    return np.array([*known, OTHER_PHASE], dtype=np.int64)[codes]


def _keys(
    cells: Cells, copies: Copies, names: pa.DictionaryArray, at: np.ndarray, phase: np.ndarray
) -> Keys:
    smtp = pc.equal(pc.utf8_upper(cells.arrow("component")), "SMTP")
    event = names.cast(STRING)
    received = pc.and_(pc.equal(event, "Receive"), pc.fill_null(smtp, False).combine_chunks())
    return Keys(
        rows=copies.rows,
        network_message_id=cells.arrow("network_message_id"),
        message_id=cells.arrow("message_id"),
        internal_id=cells.arrow("internal_message_id"),
        recipient=copies.recipient,
        received=_flags(received)[copies.rows],
        sent=_flags(pc.equal(event, "Send external"))[copies.rows],
        at=at,
        phase=phase,
    )


def _flags(mask: pa.Array | pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(mask, False).to_numpy(zero_copy_only=False).astype(bool)
