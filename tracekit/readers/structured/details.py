"""Detail rows of the cmdlets, of Graph and of the rule report: one event a record."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.decode import decode_details, mep_attributes
from tracekit.decode.details import DECODED
from tracekit.decode.verdict_columns import LEVELS, TEXTS, decode_rows
from tracekit.knowledge.records import OTHER_PHASE, load_records, phases
from tracekit.model import table
from tracekit.readers.report_text.rows import event_name
from tracekit.readers.structured.cells import Cells, frame
from tracekit.readers.structured.lists import common
from tracekit.readers.structured.tables import Part
from tracekit.readers.structured.times import Times, read_times

_KEYS = {"message_id", "network_message_id", "recipient", "sender", "subject", "size_bytes",
         "direction"}  # fmt: skip


def read_details(cells: Cells) -> Part:
    """Read Get-MessageTraceDetail and Graph's details: an event a record."""
    times = read_times(cells)
    words, details = cells.text("event"), cells.text("detail").str.split().str.join(" ")
    names = {word: event_name(word) for word in words.dropna().unique()}
    canonical = words.map(names).astype("str")
    decoded = decode_details(details)
    decoded["action"] = cells.text("action").astype("object").fillna(decoded["action"])
    values = {
        **_told(decoded),
        "event": canonical,
        "event_text": words.where(words.ne(canonical)),
        "detail": details,
    }
    _fill(values, cells.text("data"))
    journeys, numbers = _journeys(cells, times)
    events = _events(cells, times, numbers, values)
    journeys["connector"] = _connectors(journeys, numbers, canonical, cells.text("data"))
    return Part(cells, journeys, events, times.problems + _keyless(cells, journeys),
                {*_KEYS, "time", "event", "detail", "action"})  # fmt: skip


def read_rules(cells: Cells) -> Part:
    """Read the rule report: each record says that a mail flow rule matched or acted."""
    times = read_times(cells)
    journeys, numbers = _journeys(cells, times)
    acted = cells.text("action")
    values = {
        "event": "Transport rule",
        "event_text": cells.text("event_type"),
        "rule_name": cells.text("rule"),
        "action": acted,
    }
    events = _events(cells, times, numbers, values)
    return Part(cells, journeys, events, times.problems,
                {*_KEYS, "time", "event_type", "rule", "action"})  # fmt: skip


def _journeys(cells: Cells, times: Times) -> tuple[pd.DataFrame, pd.Series]:
    """Make a journey of the records of one trace id (or Message-ID) and recipient."""
    shared = common(cells)
    trace_id, own_id = shared["network_message_id"], shared["message_id"]
    if cells.kind.id == "graph-detail" and len(trace_id.dropna()) > 1 and trace_id.is_unique:
        # The id of the details is that of the message, or of each record: Microsoft's page and
        # its sample disagree. Where it differs from record to record it is no message's id.
        shared["network_message_id"] = trace_id = trace_id.mask(trace_id.notna())
    recipient = cells.text("recipient").str.strip()
    key = trace_id.fillna("").str.replace("-", "") + "\x1f" + recipient.fillna("").str.casefold()
    key += "\x1f" + own_id.where(trace_id.isna()).fillna("")
    numbers = pd.Series(pd.factorize(key)[0])
    first = np.flatnonzero(~numbers.duplicated().to_numpy())
    told = {
        name: value.iloc[first] if isinstance(value, pd.Series) else value
        for name, value in shared.items()
    }
    received = times.time.groupby(numbers).min()
    rows = {**told, "recipient": recipient.iloc[first], "received": received, "journey":
            numbers.iloc[first], "utc_offset": times.offset}  # fmt: skip
    return frame("journeys", len(first), rows), numbers


def _events(
    cells: Cells, times: Times, numbers: pd.Series, values: dict[str, object]
) -> pd.DataFrame:
    """Build the events, ordered by time inside each journey, of one second by their phase."""
    count = len(cells)
    if not count:
        return table("events")
    name = values["event"]
    phase = 0 if isinstance(name, str) else name.map(phases()).fillna(OTHER_PHASE).to_numpy()
    at = times.order()
    order = np.lexsort((np.arange(count), np.broadcast_to(phase, count), at, numbers))
    ordered = numbers.iloc[order]
    moved = {
        column: value.iloc[order] if isinstance(value, pd.Series) else value
        for column, value in {
            **values,
            "time": times.time,
            "local_time": times.local,
            "time_text": cells.text("time"),
            "time_basis": times.basis,
            "time_precision": times.precision,
            "line": cells.lines(),
        }.items()
    }
    return frame("events", count, {
        **moved, "journey": ordered, "seq": ordered.groupby(ordered).cumcount() + 1,
        "derived": False, "source": cells.given.name,
    })  # fmt: skip


def _told(decoded: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the decoded columns that hold anything, None where they are empty."""
    told = {name: decoded[name].astype("object") for name in DECODED if decoded[name].notna().any()}
    return {name: column.where(column.notna(), None) for name, column in told.items()}


def _fill(values: dict[str, object], data: pd.Series) -> None:
    """Fill what the sentences leave empty from the properties in Data, where those agree."""
    if data.isna().all():
        return
    found = mep_attributes(data)
    found["name"] = found["name"].str.casefold()
    book, received = load_records(), values["event"].eq("Receive").fillna(False)
    came = found[found["row"].isin(data.index[received])]
    found = pd.concat([found, _noted(found, data)])
    wanted = [(found, *pair) for pair in book.properties.items()]
    wanted += [(came, *pair) for pair in book.received.items()]
    present = set(found["name"])
    for told_by, column, names in wanted:
        own = values.get(column, pd.Series(pd.NA, index=data.index, dtype="object"))
        for name in names:
            if name.casefold() not in present:
                continue
            rows = told_by[told_by["name"].eq(name.casefold()) & told_by["value"].ne("")]
            single = rows.groupby("row")["value"].agg(["first", "nunique"])
            told = single.loc[single["nunique"].eq(1), "first"].astype("object")
            own = own.where(own.notna(), told.reindex(data.index))
        if column == "scl":
            own = pd.to_numeric(own, errors="coerce").astype("Int64")
            own = own.where(own.between(-1, 9))
        if column == "sfv":
            own = book.agents.code(own.astype("str")).astype("object")
        values[column] = own.where(own.notna(), None) if own.dtype == object else own


def _connectors(
    journeys: pd.DataFrame, numbers: pd.Series, event: pd.Series, data: pd.Series
) -> pd.Series:
    """Return the connector by which each journey was sent out, where Data names one alone."""
    sent = data[event.eq("Send external").fillna(False) & data.notna()]
    named = mep_attributes(sent) if len(sent) else None
    if named is None or named.empty:
        return journeys["connector"]
    named = named[named["name"].str.casefold().eq("connectorid") & named["value"].ne("")]
    by = named.groupby(numbers.reindex(named["row"]).to_numpy())["value"].agg(["first", "nunique"])
    return journeys["journey"].map(by.loc[by["nunique"].eq(1), "first"]).astype("str")


def _noted(found: pd.DataFrame, data: pd.Series) -> pd.DataFrame:
    """Return what the spam filter wrote into the CustomData of a record, as properties."""
    custom = found[found["name"].eq("customdata") & found["value"].ne("")]
    if custom.empty:
        return found[:0]
    said = decode_rows(custom["value"].set_axis(custom["row"]))[[*TEXTS, *LEVELS]].astype("object")
    told = said.melt(var_name="name", ignore_index=False).rename_axis("row").reset_index().dropna()
    return told.assign(value=told["value"].astype("str"))


def _keyless(cells: Cells, journeys: pd.DataFrame) -> list[dict]:
    lacking = journeys[journeys["recipient"].isna()]
    return [
        {"line": line, "journey": journey, "kind": "lost", "text": ", ".join(
            cells.grid.names)[:500],
         "reason": "These details do not name the recipient (and may not name the message), so "
         "they stand alone. Export them with MessageTraceId and RecipientAddress, or read the list "
         "they belong to as well."}
        for line, journey in zip(lacking["line"][:20], lacking["journey"][:20], strict=True)
    ]  # fmt: skip
