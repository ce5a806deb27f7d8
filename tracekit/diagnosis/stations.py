"""The stations of a journey: what each event is, without times, ids and servers of Microsoft's."""

from __future__ import annotations

import pandas as pd

from tracekit.errors import UnknownNameError
from tracekit.knowledge import explain, load_events

WAYS = {"outbound": "the way out to the gateway", "loop": "another way out to the gateway",
        "return": "the way back from the gateway", "direct": "the direct way",
        "entry": "the way in", "unknown": "a journey of unknown direction"}  # fmt: skip
# Only here does the server say which way a message went.
_TOLD_BY_HOST = ("Send", "Send external", "Fail", "Defer")
_FOLDERS = {"inbox": "the Inbox", "junk": "the Junk Email folder", "quarantine": "quarantine"}


def station_parts(events: pd.DataFrame) -> list[pd.Series]:
    """Return what makes two events the same: event, rule, enhanced code, folder, host outside."""
    host = events["host"].where(events["event"].isin(_TOLD_BY_HOST))
    rule = events["rule_name"].fillna(events["rule_id"])
    return [events["event"], rule, events["enhanced_code"], events["folder"], host]


def station_texts(events: pd.DataFrame) -> pd.Series:
    """Say each event as a station in a few words, such as `Transport rule 'A'`; whole columns.

    >>> station_texts(pd.DataFrame({"event": ["Deliver"], "rule_name": [None], "rule_id": [None],
    ...     "enhanced_code": [None], "folder": ["junk"], "host": [None]}, dtype="str")).tolist()
    ['Deliver to the Junk Email folder']
    """
    event, rule, code, folder, host = (part.astype("str") for part in station_parts(events))
    folder = folder.map(_FOLDERS).fillna("the folder " + folder)
    words = [" '" + rule + "'", " " + code, " to " + folder, " (" + host + ")"]
    text = event.fillna("an event without a name")
    for word in words:
        text = text + word.fillna("")
    return text.astype("str")


def meaning_of(station: str) -> str:
    """Say what the event of a station means; nothing where nobody knows.

    >>> meaning_of("an event without a name")
    ''
    """
    known = [name for name in load_events() if station == name or station.startswith(name + " ")]
    name = max(known, key=len, default="")
    try:
        return f"{name}: {explain(name).sections['What it is'][0]}" if name else ""
    except UnknownNameError:
        return ""
