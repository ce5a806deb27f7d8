"""What each input was read as, what it gave, and what it cannot contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from tracekit.model.trace import MessageTrace

_COLUMNS = ["source", "format", "encoding", "lines", "journeys", "events", "headers", "problems",
            "coverage", "repairs", "cannot_contain", "bytes", "sha256"]  # fmt: skip


def receipt(trace: MessageTrace) -> pd.DataFrame:
    """Return a row for each input; counts are of what is left when inputs were joined."""
    sources = trace.sources
    told = {
        name: sources["source"].map(getattr(trace, name)["source"].value_counts())
        for name in ("journeys", "events", "headers", "problems")
    }
    # A journey that several inputs describe counts for each of them.
    told["journeys"] = sources["journeys"]
    return sources.assign(**{name: column.fillna(0).astype("int64")
                             for name, column in told.items()})[_COLUMNS]  # fmt: skip
