"""A whole trace with pseudonyms in place of what names somebody."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import pandas as pd

from tracekit.model import MessageTrace
from tracekit.model.columns import LOCAL_TIME, TEXT, UTC_TIME
from tracekit.model.tables import TABLES
from tracekit.redact.allowed import grammar_words, load_allowed
from tracekit.redact.atoms import Atoms
from tracekit.redact.columns import Columns
from tracekit.redact.keyed import Key
from tracekit.redact.texts import Texts

_NAMED_IN_STATUS = ("connector", "mail_flow_rule", "smart_host", "external_address",
                    "destination_ip")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Redaction:
    """A redacted trace and, for the key holder alone, whose each pseudonym is.

    `pseudonyms` maps each pseudonym to what it stands for. It gives everybody away: keep it where
    the key is, and never beside the redacted files.
    """

    trace: MessageTrace
    pseudonyms: dict[str, str]
    fingerprint: str


def redact(
    trace: MessageTrace, key: bytes | str, *, shift: pd.Timedelta | None = None
) -> MessageTrace:
    """Return the trace with keyed pseudonyms for addresses, names, hosts, ids and subjects.

    The same key gives the same pseudonyms in every trace; without it no guess can be tried out.
    Microsoft's and the gateways' own names, codes, times and sizes stay, so that the diagnosis is
    the same. `shift` moves all times by a constant. Raises InputError for a key that is too short.

    >>> redact(MessageTrace.empty(), "an example, at least this long").journeys.empty
    True
    """
    return redaction(trace, key, shift=shift).trace


def redaction(
    trace: MessageTrace, key: bytes | str, *, shift: pd.Timedelta | None = None
) -> Redaction:
    """Redact a trace and keep the map back for the key holder; see `redact`.

    >>> redaction(MessageTrace.empty(), "an example, at least this long").pseudonyms
    {}
    """
    secret = Key(key)
    texts = Texts(Atoms(secret), pd.Timedelta(shift) if shift is not None else None)
    columns = Columns(texts)
    done = {f.name: _table(f.name, getattr(trace, f.name), columns) for f in fields(trace)}
    done["journeys"] = done["journeys"].assign(
        status_text=_status_texts(trace.journeys, done["journeys"], columns)
    )
    return Redaction(replace(trace, **done), dict(texts.atoms.given), secret.fingerprint())


def _table(name: str, frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    roles, shift = load_allowed().columns[name], columns.texts.shift
    types = {column.name: column.dtype for column in TABLES[name]}
    done = {}
    for column in frame.columns:
        values, kind = frame[column], types.get(column)
        if kind in (UTC_TIME, LOCAL_TIME):
            done[column] = values if shift is None else values + shift
        elif kind == TEXT:
            done[column] = columns.column(values, roles[column])
        elif kind is None:
            done[_heading(column, columns, done)] = _unlisted(values, columns)
        else:
            done[column] = values
    if shift is not None and "time_text" in done:
        done["time_text"] = _times(done)
    return pd.DataFrame(done, index=frame.index)


def _unlisted(values: pd.Series, columns: Columns) -> pd.Series:
    """A column that has no place elsewhere: whatever its type, a number may be somebody's."""
    text = values.astype(object).map(str).where(values.notna(), None)
    return columns.unlisted(pd.Series(text, name=values.name, dtype="str"))


def _heading(name: object, columns: Columns, taken: dict) -> str:
    """A heading was written by whoever made the file."""
    drawn = columns.texts.free(str(name), grammar_words() | {"custom", "data"})
    return drawn if drawn not in taken else f"{drawn} {len(taken)}"


def _times(events: dict[str, pd.Series]) -> pd.Series:
    """Print shifted times anew; a time that was not understood is left out."""
    clock = events["local_time"].dt.strftime("%Y-%m-%dT%H:%M:%S")
    utc = events["time"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    there = events["time_text"].notna()
    return clock.where(clock.notna(), utc).where(there).astype("str")


def _status_texts(before: pd.DataFrame, after: pd.DataFrame, columns: Columns) -> pd.Series:
    """Redact Status sentences so that they name the same rule and connector as their columns."""
    names = [n for n in _NAMED_IN_STATUS if n in before]
    rows = pd.concat([before["status_text"], before[names], after[names].add_prefix("_")], axis=1)
    rows = rows.astype(object).where(rows.notna(), None)
    keys = list(rows.itertuples(index=False, name=None))
    known = {key: _status(key, len(names), columns) for key in set(keys) if key[0]}
    return pd.Series([known.get(key) for key in keys], index=before.index, dtype="str")


def _status(row: tuple, width: int, columns: Columns) -> str:
    text, old, new = row[0], row[1 : width + 1], row[width + 1 :]
    pieces = [(text, False)]
    for value, drawn in zip(old, new, strict=True):
        if value and len(value) > 2:
            pieces = [piece for t, fixed in pieces
                      for piece in ([(t, True)] if fixed else _cut(t, value, drawn))]  # fmt: skip
    return "".join(t if fixed else columns.roles["status"](t) for t, fixed in pieces)


def _cut(text: str, value: str, drawn: str) -> list[tuple[str, bool]]:
    parts = text.split(value)
    done = [(parts[0], False)]
    for part in parts[1:]:
        done += [(drawn, True), (part, False)]
    return done
