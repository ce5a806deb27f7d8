"""Lists of results: one journey a record, without events."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.decode import summary_statuses
from tracekit.knowledge import find_status
from tracekit.readers.structured.cells import Cells, dashed, frame, whole_numbers
from tracekit.readers.structured.tables import Part
from tracekit.readers.structured.times import read_times

_COLUMNS = ("subject", "sender", "from_ip", "to_ip", "connector", "direction", "return_path",
            "original_client_ip", "mail_flow_rule")  # fmt: skip
# Words of recipient_status, the last that says how it ended.
_ENDS = {"deliver": "Delivered", "send": "Sent", "fail": "Failed", "expand": "Expanded"}


def read_list(cells: Cells) -> Part:
    """Read Get-MessageTrace, Graph and portal lists: a journey a record."""
    times = read_times(cells)
    words = cells.text("status")
    known = {word: find_status(word) for word in words.dropna().unique()}
    journeys = frame("journeys", len(cells), {
        **common(cells),
        "received": times.time,
        "status": words.map(known).astype("str"),
        "status_text": words.where(words.map(known).astype("str").isna()),
        "recipient": cells.text("recipient"),
        "utc_offset": times.offset,
    })  # fmt: skip
    problems = [*times.problems, *_unknown_words(cells, words, known)]
    used = {*_COLUMNS, "time", "status", "recipient", "message_id", "network_message_id",
            "size_bytes"}  # fmt: skip
    return Part(cells, journeys, problems=problems, placed=used)


def common(cells: Cells) -> dict[str, object]:
    """Return the columns of a journey that every structured input names in its own way."""
    own_id = cells.text("message_id")
    trace_id = cells.text("network_message_id")
    if trace_id.isna().all() and cells.kind.id.startswith("graph"):
        trace_id = graph_id(cells)
    return {
        **{name: cells.text(name) for name in _COLUMNS},
        "message_id": own_id,
        "network_message_id": dashed(trace_id),
        "size_bytes": whole_numbers(cells.text("size_bytes")),
        "source": cells.given.name,
        "line": cells.lines(),
        "ambiguous": False,
    }


def graph_id(cells: Cells) -> pd.Series:
    """Return Graph's `id`: the message trace id of a list."""
    return cells.grid.text("id")


def read_summary(cells: Cells) -> Part:
    """Read an Enhanced summary report: a journey for each recipient of a record."""
    times = read_times(cells)
    told = summary_statuses(cells.text("recipient_status"))
    rows = told["row"].to_numpy(dtype=np.int64)
    shared = {
        name: value.iloc[rows] if isinstance(value, pd.Series) else value
        for name, value in common(cells).items()
    }
    outcomes = {words: _end(words) for words in told["words"].dropna().unique()}
    journeys = frame("journeys", len(rows), {
        **shared,
        "received": times.time.iloc[rows],
        "recipient": told["address"],
        "status": told["words"].map(outcomes).astype("str"),
        "progress": told["words"],
    })  # fmt: skip
    problems = [*times.problems, *_without_recipient(cells, rows), *_cut_words(cells, told)]
    used = {*_COLUMNS, "time", "recipient_status", "message_id", "network_message_id",
            "size_bytes"}  # fmt: skip
    return Part(cells, journeys, problems=problems, placed=used)


def _end(words: str) -> str | None:
    """Return the status of the last word that says how it ended.

    >>> _end("Receive, Deliver, Quarantined"), _end("Receive")
    ('Quarantined', 'Pending')
    """
    last = words.rpartition(",")[2].strip()
    if last.casefold() == "receive":
        return "Pending"
    return _ENDS.get(last.casefold()) or find_status(last)


def _unknown_words(cells: Cells, words: pd.Series, known: dict[str, str | None]) -> list[dict]:
    rows = []
    for word, status in known.items():
        places = np.flatnonzero(words.eq(word).fillna(False))
        if status is None and word.casefold() != "none":
            rows.append({"line": int(cells.grid.lines[places[0]]), "text": word[:500],
                         "kind": "unknown-text", "reason": f"The status {word[:80]!r} is not "
                         f"known; {len(places)} records keep it as their status text."}
            )  # fmt: skip
    return rows[:20]


def _without_recipient(cells: Cells, rows: np.ndarray) -> list[dict]:
    missing = np.setdiff1d(np.arange(len(cells)), rows)
    return [
        {"line": int(cells.grid.lines[row]), "text": cells.arrow("recipient_status")[row].as_py(),
         "kind": "record", "reason": "recipient_status names no recipient, so this record gives no "
         "journey. Expected address##Receive, Deliver."}
        for row in missing[:1000].tolist()
    ]  # fmt: skip


def _cut_words(cells: Cells, told: pd.DataFrame) -> list[dict]:
    cut = told[told["words"].isna()]
    return [
        {"line": int(cells.grid.lines[row.row]), "text": row.address[:500], "kind": "record",
         "reason": "recipient_status breaks off behind this address, so how it ended is not known."}
        for row in cut.head(1000).itertuples()
    ]  # fmt: skip
