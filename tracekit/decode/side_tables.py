"""Tables made on demand: what agents wrote, where the time went, what rules are called."""

from __future__ import annotations

import pandas as pd

from tracekit.decode.custom_data import attributes as item_attributes
from tracekit.decode.mep import mep_attributes
from tracekit.decode.message_info import latencies
from tracekit.model import MessageTrace

ATTRIBUTES = {"source": "str", "line": "Int64", "column": "str", "name": "str", "head": "str",
              "key": "str", "value": "str", "number": "Int64"}  # fmt: skip
LATENCY = {"source": "str", "line": "Int64", "server": "str", "stage": "str", "component": "str",
           "parent": "str", "level": "Int64", "seconds": "float64"}  # fmt: skip
RULES = {"rule_id": "str", "rule_name": "str", "kinds": "str", "sources": "str", "rows": "Int64",
         "ambiguous": "boolean"}  # fmt: skip
# Columns of `extra`, without case and signs, by the language that they are in.
_CUSTOM, _DATA, _INFO = {"customdata", "eventdata"}, {"data"}, {"messageinfo"}
_SIGNS = str.maketrans("", "", "-_ \t")


def attributes(trace: MessageTrace) -> pd.DataFrame:
    """Return every key and value of the columns custom_data, EventData and Data, one row each.

    Columns: source, line, column (as the input names it), name (of the agent or item), head, key,
    value, number (the place of the row among those of its cell, from 1). Keys repeat; the order is
    that of the text. A CustomData inside Data is read as well, after the other values of its cell.

    >>> attributes(MessageTrace.empty()).columns.tolist() == list(ATTRIBUTES)
    True
    """
    parts = [_items(trace.extra, name) for name in _named(trace, _CUSTOM)]
    for name in _named(trace, _DATA):
        parts += _properties(trace.extra, name)
    found = _table(parts, ATTRIBUTES)
    # What one record holds stands together.
    found = found.sort_values("row", kind="stable", ignore_index=True)
    found["number"] = (found.groupby(["row", "column"]).cumcount() + 1).astype("Int64")
    return found[list(ATTRIBUTES)]


def latency(trace: MessageTrace) -> pd.DataFrame:
    """Return where the time went inside each server, as message_info tells it, one row a part.

    Columns: source, line, server, stage, component (TOTAL at level 0), parent, level, seconds.

    >>> latency(MessageTrace.empty()).columns.tolist() == list(LATENCY)
    True
    """
    parts = [
        _placed(latencies(trace.extra[name]), trace.extra, name).rename(columns={"depth": "level"})
        for name in _named(trace, _INFO)
    ]
    found = _table(parts, LATENCY).sort_values("row", kind="stable", ignore_index=True)
    return found[list(LATENCY)]


def rules(trace: MessageTrace) -> pd.DataFrame:
    """Return what the rules are called, as far as any input tells; one row an id and name.

    Columns: rule_id, rule_name (missing where no input names it), kinds (of the events that name
    it), sources, rows (number of those events), ambiguous (the id has several names: rules are
    renamed). A name without an id has a row of its own.

    >>> rules(MessageTrace.empty()).columns.tolist() == list(RULES)
    True
    """
    events = trace.events
    names = events.groupby("rule_id")["rule_name"].nunique()
    count = events["rule_id"].map(names).fillna(0)
    # An id that is named needs no row without a name.
    known = events[events["rule_name"].notna() | (events["rule_id"].notna() & count.eq(0))]
    if known.empty:
        return _table([], RULES)[list(RULES)]
    by = known.groupby(["rule_id", "rule_name"], sort=False, dropna=False)
    told = by.size().reset_index(name="rows")
    for name, column in (("kinds", "event"), ("sources", "source")):
        told[name] = by[column].agg(_joined).to_numpy(dtype=object)
    told["ambiguous"] = told["rule_id"].map(names).gt(1).fillna(False)
    return told.astype(RULES)[list(RULES)]


def _joined(words: pd.Series) -> str:
    return ", ".join(words.dropna().unique())


def _named(trace: MessageTrace, names: set[str]) -> list[str]:
    """Return the columns of `extra` with one of these names."""
    return [c for c in trace.extra.columns if str(c).translate(_SIGNS).casefold() in names]


def _items(extra: pd.DataFrame, column: str) -> pd.DataFrame:
    return _placed(item_attributes(extra[column]), extra, column)


def _properties(extra: pd.DataFrame, column: str) -> list[pd.DataFrame]:
    found = mep_attributes(extra[column])
    inner = found["name"].str.casefold().eq("customdata").to_numpy(dtype=bool)
    plain = found[~inner].rename(columns={"name": "key", "type": "head"}).assign(name="MEP")
    cells = found[inner]
    # One cell may hold several: each is read by itself and keeps the row of its cell.
    told = item_attributes(cells["value"].reset_index(drop=True))
    told["row"] = cells["row"].to_numpy()[told["row"].to_numpy(dtype="int64")]
    return [_placed(part, extra, column) for part in (plain, told)]


def _placed(found: pd.DataFrame, extra: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add the place in the input that each row comes from."""
    at = extra.index.get_indexer(found["row"])
    place = {name: extra[name].array.take(at) for name in ("source", "line")}
    return found.assign(**place, column=column, row=at)


def _table(parts: list[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    """Put parts one below the other, with all columns in their types and `row` to sort by."""
    full = [part for part in parts if len(part)]
    if not full:
        types = {**columns, "row": "int64"}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in types.items()})
    whole = pd.concat(full, ignore_index=True)
    return whole.reindex(columns=[*columns, "row"]).astype(columns)
