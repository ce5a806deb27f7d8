"""Events as a CSV timeline for Timesketch.

Its rules (Timesketch documentation, "Import from JSON/CSV"): a heading line, and the columns
`message`, `datetime` (ISO 8601) and `timestamp_desc`; any others may follow. A row without a time
cannot be placed and is left out there, so it is left out here, and counted.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracekit.export.files import write_text
from tracekit.model import MessageTrace
from tracekit.render import csv_text

_JOURNEY = ["message_id", "network_message_id", "sender", "recipient", "subject", "status",
            "from_ip", "to_ip"]  # fmt: skip
_EVENT = ["event", "detail", "time_precision", "server", "rule_name", "host", "ip", "folder",
          "smtp_code", "enhanced_code", "action"]  # fmt: skip


def to_timesketch(trace: MessageTrace, path: str | Path) -> Path:
    """Write the events that have a time as a Timesketch timeline; returns the path.

    >>> import tempfile
    >>> to_timesketch(MessageTrace.empty(), tempfile.mkdtemp() + "/timeline.csv").name
    'timeline.csv'
    """
    return write_text(path, csv_text(timeline(trace)))


def timeline(trace: MessageTrace) -> pd.DataFrame:
    """Return the rows of the timeline, in the order of time.

    Columns: message, datetime (text, UTC), timestamp_desc, journey and what is known of event and
    journey.

    >>> timeline(MessageTrace.empty()).columns[:3].tolist()
    ['message', 'datetime', 'timestamp_desc']
    """
    events = trace.events[trace.events["time"].notna()]
    told = events.merge(trace.journeys[["journey", *_JOURNEY]], on="journey", how="left")
    told = told.sort_values(["time", "journey", "seq"], kind="stable", ignore_index=True)
    event = told["event"].fillna("Event")
    detail = told["detail"].fillna("")
    return pd.DataFrame({
        "message": event.where(detail.eq(""), event + ": " + detail).astype("str"),
        "datetime": _iso(told["time"]),
        "timestamp_desc": ("Message trace: " + event).astype("str"),
        "journey": told["journey"],
        **{name: told[name] for name in (*_EVENT, *_JOURNEY)},
    })  # fmt: skip


def _iso(times: pd.Series) -> pd.Series:
    """ISO 8601 with the zone as Timesketch's own examples write it."""
    return times.dt.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00").astype("str")
