"""Whole-column reading of verdicts: plain cells by Arrow, every other cell by the full parser."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode.custom_data import Item, fold
from tracekit.decode.pairs import distinct_items, field_values, joined, single_values
from tracekit.decode.plain_cells import PlainCells, split_plain
from tracekit.decode.verdicts import COLUMNS, LEVELS, TEXTS, rule_id, verdict

_SFA = r"[Ss][Ff][Aa]=[Ss][Uu][Mm](?:\||\z)"
_OTHER = r"(?:[Aa][Mm][Aa]|[Tt][Rr][Aa]|[Bb][Cc][Ll])="
_LEVELS = pa.array(["-1", *"0123456789"], pa.large_string())
_MARKS = pa.array(["0", "1"], pa.large_string())
_TYPES = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.large_string(): pd.StringDtype("pyarrow", na_value=np.nan),
}


def decode_rows(column: pd.Series, *, as_written: bool = False) -> pd.DataFrame:
    """Decode cells that are all of AGENTINFO rows, none missing; same index, columns COLUMNS.

    >>> decode_rows(pd.Series(["S:SFA=SUM|SFV=SPM"]))["sfv"].tolist()
    ['SPM']
    """
    cells = split_plain(column)
    found = _plain_rows(cells, len(column))
    others = np.flatnonzero(~cells.is_plain)
    read = [verdict(column.iat[place], as_written=as_written) for place in others]
    whole = pd.concat([found[cells.is_plain], _frame(read).set_axis(others)]).sort_index()
    return whole.set_axis(column.index)


def _plain_rows(cells: PlainCells, count: int) -> pd.DataFrame:
    said = field_values(*cells.matching(_SFA), (*TEXTS, *LEVELS))
    pick = distinct_items(*cells.matching(_OTHER))
    bcl = pick(lambda item: [item.head] if fold(item.name) == "bcl" else [])
    said["bcl"] = said["bcl"] + bcl
    found = single_values(pick(_of_malware("v")), count)
    data = {
        **{name: single_values(said[name], count) for name in TEXTS},
        **{name: pc.index_in(single_values(said[name], count), _LEVELS) for name in LEVELS},
        "malware_found": pc.equal(pc.if_else(pc.is_in(found, _MARKS), found, None), "1"),
        "malware_action": single_values(pick(_of_malware("action")), count),
        "rule_hits": joined(pick(_hit), count),
        "rule_evaluated": joined(pick(_timed), count),
    }
    for name in LEVELS:
        data[name] = pc.subtract(pc.cast(data[name], pa.int64()), 1)
    nothing = pa.nulls(count, pa.large_string())
    return pa.table({name: data.get(name, nothing) for name in COLUMNS}).to_pandas(
        types_mapper=_TYPES.get
    )


def _of_malware(key: str):
    return lambda item: item.values(key) if item.is_record("AMA", "SUM") else []


def _hit(item: Item) -> list[str]:
    acted = item.is_record("TRA", "ETR") and item.values("action")
    return [found] if acted and (found := rule_id(item)) else []


def _timed(item: Item) -> list[str]:
    return [found] if item.is_record("TRA", "ETRP") and (found := rule_id(item)) else []


def _frame(read: list[dict[str, object]]) -> pd.DataFrame:
    fields = {name: [row.get(name) for row in read] for name in COLUMNS}
    kinds = dict.fromkeys(LEVELS, pa.int64()) | {"malware_found": pa.bool_()}
    arrays = {n: _array(v, kinds.get(n, pa.large_string())) for n, v in fields.items()}
    return pa.table(arrays).to_pandas(types_mapper=_TYPES.get)


def _array(values: list, kind: pa.DataType) -> pa.Array:
    """As Arrow; a half of a character that Arrow cannot hold becomes a question mark."""
    if kind == pa.large_string():
        values = [v and v.encode("utf-8", "replace").decode() for v in values]
    return pa.array(values, kind)
