"""What tells two journeys of one message and minute apart: servers, ends, sizes, addresses."""

from __future__ import annotations

from ipaddress import ip_address

import numpy as np
import pandas as pd

_KILO, _MEGA = 1024, 1024**2
_PRINTED_AS_MEGA = 999 * _KILO
_UNSURE = 0.05  # whether a printed MB is of 1,000 or of 1,024 KB is not known
# Of one journey two inputs tell the same end; a Deliver without a folder may be any of two.
_ENDS = {"Send external": "out", "Send": "out", "Deliver": "in", "Quarantine": "held",
         "Fail": "failed", "Drop": "dropped"}  # fmt: skip
# After these the message goes to somebody else, in another result: nothing comes of this one.
_GIVEN_ON = ("Redirect", "Expand")
# The first label of a server's name, unless a narrow column cut it there.
_OWN_NAME = r"^([^.\s\u2026]+)(?:\.?$|\.[^.\u2026])"


def contradicted(both: pd.DataFrame, events: pd.DataFrame, of: np.ndarray) -> np.ndarray:
    """Mark pairs (`unit`, `unit_other`) that are two journeys by what both sides show.

    Where both have events: no server that both received it by, or no end in common; anywhere:
    another size. `of` is the unit of each event, -1 for events of none.
    """
    # What agents noted is no end; where Defender found a message is one.
    placed = events["event_text"].notna() & events["event"].isin(_ENDS)
    noted = events["derived"].fillna(False).astype(bool) & ~placed
    own = ~noted.to_numpy(dtype=bool) & (of >= 0)
    own &= np.isin(of, np.union1d(both["unit"], both["unit_other"]))
    events, of = events[own], of[own]
    servers, ends = _servers(events, of), _ends(events, of)
    return (_have_none_in_common(both, servers) | _have_none_in_common(both, ends)
            | ~sizes_agree(both, _UNSURE))  # fmt: skip


def _servers(events: pd.DataFrame, of: np.ndarray) -> pd.DataFrame:
    """Return the servers that received each unit, by their own name, if a column did not cut it."""
    own = events["server"].str.casefold().str.extract(_OWN_NAME, expand=False)
    known = (events["event"].eq("Receive") & own.notna()).to_numpy(dtype=bool)
    return pd.DataFrame({"unit": of[known], "told": own[known].array}).drop_duplicates()


def out_and_stayed(events: pd.DataFrame, of: np.ndarray) -> tuple[set[int], set[int]]:
    """Return the units that were sent on to another server only, and those that end here."""
    events, of = events[of >= 0], of[of >= 0]
    given_on = pd.DataFrame({"unit": of[events["event"].isin(_GIVEN_ON)], "told": "given on"})
    ends = pd.concat([_ends(events, of), given_on])
    left, kept = (
        set(ends["unit"][mask]) for mask in (ends["told"] == "out", ends["told"] != "out")
    )
    return left - kept, kept - left


def submitted_and_received(events: pd.DataFrame, of: np.ndarray) -> tuple[set[int], set[int]]:
    """Return the units that a mailbox submitted, and those that only came in from a server."""
    submitted, received = (set(of[(of >= 0) & events["event"].eq(name).to_numpy(dtype=bool)])
                           for name in ("Submit", "Receive"))  # fmt: skip
    return submitted, received - submitted


def handed_to(events: pd.DataFrame, of: np.ndarray) -> pd.Series:
    """Return the address that each unit was handed over to, where its rows name one alone."""
    sent = (of >= 0) & (events["event"].eq("Send external") & events["ip"].notna()).to_numpy()
    by = events["ip"][sent].astype(object).groupby(of[sent])
    return by.first()[by.nunique().eq(1)]


def _ends(events: pd.DataFrame, of: np.ndarray) -> pd.DataFrame:
    """Return how each unit ends; a Deliver into quarantine is held, and no end is told twice."""
    end = events["event"].map(_ENDS)
    folder = events["folder"].astype("str")
    held = folder.str.contains("quarantine", case=False).fillna(False)
    arrived = end.eq("in").to_numpy(dtype=bool, na_value=False)
    unsure = arrived & folder.isna().to_numpy()
    end = end.mask(arrived & held.to_numpy(dtype=bool), "held")
    known = end.notna().to_numpy()
    told = [pd.DataFrame({"unit": of[known], "told": end[known].array}),
            pd.DataFrame({"unit": of[unsure], "told": "held"})]  # fmt: skip
    return pd.concat(told).drop_duplicates()


def _have_none_in_common(both: pd.DataFrame, told: pd.DataFrame) -> np.ndarray:
    """Mark pairs of which both sides tell something, and never the same."""
    pair = pd.DataFrame({"pair": np.arange(len(both)), "unit": both["unit"].to_numpy(),
                         "other": both["unit_other"].to_numpy()})  # fmt: skip
    left = pair[["pair", "unit"]].merge(told, on="unit")
    right = pair[["pair", "other"]].merge(told, left_on="other", right_on="unit")
    shared = left.merge(right, on=["pair", "told"])["pair"]
    at = pair["pair"]
    return (at.isin(left["pair"]) & at.isin(right["pair"]) & ~at.isin(shared)).to_numpy()


def sizes_agree(both: pd.DataFrame, unsure: float = 0.0) -> np.ndarray:
    """Mark pairs whose sizes are one, as exact as the portal prints them, or are not known.

    >>> told = pd.DataFrame({"size": [49275.0, 49275], "size_other": [49271.0, 95642]})
    >>> sizes_agree(told).tolist()
    [True, False]
    """
    first, second = (both[c].to_numpy(dtype=float) for c in ("size", "size_other"))
    room = np.maximum(_grain(first), _grain(second))
    room = np.maximum(room, unsure * np.fmax(first, second))
    return ~(np.abs(first - second) > room)


def _grain(size: np.ndarray) -> np.ndarray:
    """Return the last place of a printed size: whole KB, and MB with none, one or two decimals."""
    tenths = size * 10 / _MEGA
    in_tenths = np.abs(tenths - np.round(tenths)) * _MEGA < 10
    steps = [np.where(size % _MEGA == 0, 1, np.where(in_tenths, 0.1, 0.01)) * _MEGA]
    return np.where(size >= _PRINTED_AS_MEGA, steps[0], _KILO)


def by_size_and_address(both: pd.DataFrame) -> pd.DataFrame:
    """Keep of each unit's pairs those that fit best in size, then in the next address."""
    known = (both["size"].notna() & both["size_other"].notna()).to_numpy()
    both = preferring(both, known & sizes_agree(both))
    to = both["to_ip"].notna() & both["to_ip_other"].notna()
    return preferring(both, (to & ~differ(both["to_ip"], both["to_ip_other"])).to_numpy())


def by_status(both: pd.DataFrame) -> pd.DataFrame:
    """Keep of each unit's pairs those with the same status."""
    status, other = (both[c].replace("Sent", "Delivered") for c in ("status", "status_other"))
    return preferring(both, (status.notna() & status.eq(other)).to_numpy())


def preferring(both: pd.DataFrame, fits: np.ndarray) -> pd.DataFrame:
    """Keep the pairs that fit, and those of which neither side has another one that does."""
    good = pd.Series(fits, index=both.index)
    better = [good.groupby(both[side]).transform("any") for side in ("unit", "unit_other")]
    return both[good | ~(better[0] | better[1])]


def differ(first: pd.Series, second: pd.Series) -> pd.Series:
    """Say where two addresses are known and are not the same; of lists, where none is in both."""
    maybe = first.notna() & second.notna() & first.ne(second)
    answer = maybe.copy()
    for at in np.flatnonzero(maybe):
        answer.iat[at] = not (_addresses(first.iat[at]) & _addresses(second.iat[at]))
    return answer


def _addresses(text: str) -> set[object]:
    pieces = text[:2000].replace(",", " ").replace(";", " ").strip("[] ").split()
    return {_address(piece) for piece in pieces}


def _address(text: str) -> object:
    try:
        return ip_address(text)
    except ValueError:
        return text.casefold()
