"""Events to journeys: which pass of which message for which recipient each event belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.knowledge.records import load_records
from tracekit.readers.structured.cells import STRING, Cells, dashed, frame, whole_numbers
from tracekit.readers.structured.times import Times


@dataclass(frozen=True, eq=False)
class Keys:
    """What tells the journeys of events apart; one entry an event and recipient.

    The ids are those of the records; `rows` is the record of each event.
    """

    rows: np.ndarray
    network_message_id: pa.ChunkedArray
    message_id: pa.ChunkedArray
    internal_id: pa.ChunkedArray
    recipient: pa.ChunkedArray | pa.Array
    received: np.ndarray
    sent: np.ndarray
    at: np.ndarray
    phase: np.ndarray


def journey_numbers(keys: Keys) -> np.ndarray:
    """Number the journeys; -1 for an event that names no message, or no recipient of it.

    A journey is one network message id (without one the Message-ID, or the server's own id), one
    Message-ID and one recipient. An event without a recipient belongs to the only one its message
    has; a message whose recipients are all unknown is one journey. A message that
    comes in by SMTP after it was sent out begins another journey, should a gateway keep its ids.
    """
    message = _pairs(
        _codes(keys.network_message_id, _plain_id)[keys.rows],
        _codes(keys.message_id, _bare_id)[keys.rows],
    )
    without = message == _NOTHING
    if without.any():
        own = _codes(keys.internal_id, str)[keys.rows]
        message = np.where(without & (own >= 0), own + message.max() + 2, message)
        message[without & (own < 0)] = -1
    who = _codes(keys.recipient, str.casefold)
    who = _only_recipient(message, who)
    named = np.isin(message, message[who >= 0])
    who = np.where((message >= 0) & ~named & ~without, who.max(initial=-1) + 1, who)
    known = (message >= 0) & (who >= 0)
    number = np.full(len(message), -1, dtype=np.int64)
    number[known] = pd.factorize(message[known] * (who.max(initial=-1) + 1) + who[known])[0]
    return _by_pass(number, keys)


_NOTHING = 0


def _codes(column: pa.ChunkedArray | pa.Array, same) -> np.ndarray:
    """Number the distinct texts of a column, those that `same` makes equal alike; -1 for none."""
    coded = pc.dictionary_encode(column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    texts = pd.Series([same(text) for text in coded.dictionary.to_pylist()], dtype="str")
    merged = np.append(pd.factorize(texts)[0], -1)
    indices = coded.indices.fill_null(len(merged) - 1).to_numpy(zero_copy_only=False)
    return merged[indices].astype(np.int64)


def _plain_id(text: str) -> str:
    return text.strip("{} ").replace("-", "").casefold()


def _bare_id(text: str) -> str:
    return text.strip("<> ")


def _pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Number pairs of codes; _NOTHING where both are none.

    An event that lacks the Message-ID belongs to the only message of its network id.
    """
    width = second.max(initial=-1) + 2
    lacking = (first >= 0) & (second < 0)
    if lacking.any():
        second = _only(first, second, lacking)
    return (first + 1) * width + (second + 1)


def _only_recipient(message: np.ndarray, who: np.ndarray) -> np.ndarray:
    lacking = (message >= 0) & (who < 0)
    return _only(message, who, lacking) if lacking.any() else who


def _only(group: np.ndarray, value: np.ndarray, lacking: np.ndarray) -> np.ndarray:
    """Fill `value` where it lacks with the one value of its group, if there is only one."""
    pairs = pd.DataFrame({"group": group[value >= 0], "value": value[value >= 0]})
    pairs = pairs.drop_duplicates()
    single = pairs[~pairs["group"].duplicated(keep=False)].set_index("group")["value"]
    filled = value.copy()
    filled[lacking] = single.reindex(group[lacking]).fillna(-1).to_numpy(dtype=np.int64)
    return filled


def _by_pass(number: np.ndarray, keys: Keys) -> np.ndarray:
    """Begin a new journey where SMTP took a message in after it was sent out."""
    sent_on = np.isin(number, number[keys.sent]) & (number >= 0)
    if not (sent_on & keys.received).any():
        return number
    rows = np.flatnonzero(sent_on)
    rows = rows[np.lexsort((rows, keys.phase[rows], keys.at[rows], number[rows]))]
    of = pd.Series(number[rows])
    sendings = pd.Series(keys.sent[rows]).groupby(of).cumsum()
    at_receipt = sendings.where(keys.received[rows])
    passed = at_receipt.groupby(of).cummax().groupby(of).ffill().fillna(0).astype(np.int64)
    changed = number.copy()
    pairs = pd.Series(list(zip(of, passed, strict=True)))
    later = passed.to_numpy() > 0
    changed[rows[later]] = number.max() + 1 + pd.factorize(pairs[later])[0]
    return changed


def journeys_of(
    cells: Cells,
    times: Times,
    events: pd.DataFrame,
    rows: np.ndarray,
    recipient: Callable[[np.ndarray], pd.Series],
) -> pd.DataFrame:
    """Make the journeys of events that stand in the order of journey and time.

    `rows` is the record of each event, `recipient` gives those of some events by place.

    Subject, sender, size and From IP are those of the first Receive (they may change later), the
    connector and To IP those of the last Send external.
    """
    of = events["journey"].to_numpy(dtype=np.int64, na_value=-1)
    known = int((of >= 0).sum())
    of = of[:known]
    starts = np.flatnonzero(np.append(True, of[1:] != of[:-1])) if known else np.array([], int)
    if not known:
        return frame("journeys", 0, {})
    event = events["event"].to_numpy(dtype=object)[:known]
    event[events["derived"].to_numpy(dtype=bool)[:known]] = None
    event[_of_members(events, event, recipient)] = None
    smtp = events["component"].str.upper().eq("SMTP").fillna(False).to_numpy(dtype=bool)[:known]
    place = np.arange(known)
    received, out = event == "Receive", event == "Send external"
    first = _least(place, received, starts, place[starts])
    entered = _least(place, received & smtp, starts, None)
    sent = _greatest(place, out, starts)

    def at(column: str, places: np.ndarray) -> pd.Series:
        wanted = pa.array(np.where(places < 0, 0, rows[:known][places]), mask=places < 0)
        return pd.Series(pd.array(cells.arrow(column).take(wanted), dtype="str"))

    return frame("journeys", len(starts), {
        "journey": of[starts],
        "message_id": _first_known(events, cells, rows, "message_id", starts, known),
        "network_message_id": dashed(_first_known(
            events, cells, rows, "network_message_id", starts, known)),
        "subject": at("subject", first),
        "sender": at("sender", first),
        "recipient": recipient(starts),
        "received": events["time"].iloc[first],
        "status": _status(event, starts, place),
        "size_bytes": whole_numbers(at("size_bytes", first)),
        "from_ip": at("client_ip", entered),
        "to_ip": at("server_ip", sent),
        "destination_ip": at("server_ip", sent),
        "connector": at("connector", sent),
        "direction": at("direction", first),
        "return_path": at("return_path", first),
        "original_client_ip": at("original_client_ip", first),
        "utc_offset": times.offset,
        "ambiguous": False,
        "source": cells.given.name,
        "line": np.minimum.reduceat(cells.grid.lines[rows[:known]], starts),
    })  # fmt: skip


def _of_members(
    events: pd.DataFrame, event: np.ndarray, recipient: Callable[[np.ndarray], pd.Series]
) -> np.ndarray:
    """Return the places of events Expand that tell of a group, in the journey of its member."""
    places = np.flatnonzero(event == "Expand")
    if not len(places):
        return places
    group = events["related_recipient"].iloc[places].str.casefold().reset_index(drop=True)
    other = group.ne(recipient(places).str.casefold().reset_index(drop=True))
    return places[(other & ~group.str.contains(";") & group.notna()).to_numpy(dtype=bool)]


def _first_known(
    events: pd.DataFrame,
    cells: Cells,
    rows: np.ndarray,
    column: str,
    starts: np.ndarray,
    known: int,
) -> pd.Series:
    """Return the first value that each journey has in a column."""
    valid = pc.is_valid(cells.arrow(column)).to_numpy()[rows[:known]]
    places = _least(np.arange(known), valid, starts, None)
    wanted = pa.array(np.where(places < 0, 0, rows[:known][places]), mask=places < 0)
    return pd.Series(pd.array(cells.arrow(column).take(wanted), dtype="str"))


def _least(
    place: np.ndarray, mask: np.ndarray, starts: np.ndarray, otherwise: np.ndarray | None
) -> np.ndarray:
    """Return the first place of each run that is in the mask, else `otherwise` (-1)."""
    none = len(place)
    found = np.minimum.reduceat(np.where(mask, place, none), starts)
    return np.where(found == none, -1 if otherwise is None else otherwise, found)


def _greatest(place: np.ndarray, mask: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.maximum.reduceat(np.where(mask, place, -1), starts)


def _status(event: np.ndarray, starts: np.ndarray, place: np.ndarray) -> pd.Series:
    """Return the status that the last telling event of each journey stands for."""
    ends = load_records().ends
    telling = pd.Series(event).isin(list(ends)).to_numpy()
    last = _greatest(place, telling, starts)
    words = pd.Series(np.where(last < 0, None, event[last]), dtype="object")
    return words.map(ends).astype("str")


__all__ = ["STRING", "Keys", "journey_numbers", "journeys_of"]
