"""What is said about journeys that were counted once, kept apart or that contradict each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.combine.signs import REPORT
from tracekit.model import table

COLUMNS = ["at", "other", "what"]
_MANY = 3
_KINDS = {"report": "repeated", "record": "repeated", "pass": "ambiguous", "pasted": "ambiguous",
          "nameless": "ambiguous", "id": "contradiction", "subject": "contradiction",
          "sender": "contradiction", "status": "contradiction",
          "status before": "contradiction"}  # fmt: skip
STATUS = "Two inputs give this journey another Status"
_ONE = {
    "report": "This report was given before ({place}), so it is counted once. If the portal "
    "listed two results that read the same, export the list as CSV to tell them apart.",
    "record": "This record was given before ({place}), so it is counted once.",
    "pass": "The message passed more than once for this recipient under one network message id "
    "(see {place}), and the time of this record does not say which pass it describes, so it is "
    "kept apart. Compare the times by hand, or read only one of the inputs.",
    "pasted": "More than one journey here is of the same message, recipient and minute (see "
    "{place}), and nothing says which of them this one is, so nothing was joined. Compare the "
    "addresses by hand, or read only one of the inputs.",
    "nameless": "Journeys with several Message-IDs have this network message id and recipient "
    "(see {place}), and this record has no Message-ID, so it is kept apart. Export it again with "
    "its Message-ID.",
    "id": "This record and another ({place}) have the same network message id and recipient, but "
    "other Message-IDs, so they are kept apart. Check that neither input was edited.",
    "subject": "Another input gives this journey another subject ({place} is kept). A rule may "
    "have changed it on the way; if not, check that neither input was edited.",
    "status": STATUS + ": {own} here, and {kept} at the other place ({place}), which is kept. "
    "One may have been made later, for instance after a release from quarantine: look the message "
    "up once more, and read only the newest.",
    "status before": STATUS + ": {own} here, and {kept} at the other place ({place}), which is "
    "kept: that one was most likely made later, when the message had gone on.",
    "sender": "Another input gives this journey another sender ({place} is kept). One may be the "
    "envelope sender and the other the From header; if not, check that neither was edited.",
}
_MORE = {
    "record": "{count:,} records of this input were given before (first in {place}), so they are "
    "counted once. Overlapping pages of one search do that.",
}


def notes(at: np.ndarray, other: np.ndarray, what: str | np.ndarray) -> pd.DataFrame:
    """Note something (`what`: a key of the sentences above) about journeys and their others.

    >>> notes(np.array([3]), np.array([1]), "record").values.tolist()
    [[3, 1, 'record']]
    """
    return pd.DataFrame({"at": np.asarray(at, np.int64), "other": np.asarray(other, np.int64),
                         "what": what}, columns=COLUMNS).astype({"what": object})  # fmt: skip


def repeats(at: np.ndarray, other: np.ndarray, kind: np.ndarray) -> pd.DataFrame:
    """Note journeys that were given before: pasted reports, and records of any other input."""
    return notes(at, other, np.where(kind[at] == REPORT, "report", "record"))


def problem_rows(found: pd.DataFrame, journeys: pd.DataFrame, number: np.ndarray) -> pd.DataFrame:
    """Write notes as rows of `problems`; of many alike, but for reports, one that counts them.

    `journeys` has the places of the notes, `number` the journey that each of them has become.
    """
    if found.empty:
        return table("problems")
    at, other, what = (found[column].to_numpy() for column in COLUMNS)
    source = journeys["source"].to_numpy(dtype=object)
    alike = pd.DataFrame({"own": source[at], "other": source[other], "what": what})
    group = alike.groupby(["own", "other", "what"], sort=False, dropna=False)
    size, turn = group["what"].transform("size").to_numpy(), group.cumcount().to_numpy()
    many = (size > _MANY) & (what != "report")
    kept = np.flatnonzero(~many | (turn == 0))
    rows = zip(at[kept], other[kept], what[kept], np.where(many, size, 1)[kept], strict=True)
    status = journeys["status"].to_numpy(dtype=object, na_value="")
    own = journeys[["source", "line", "offset", "length", "subject"]].astype(object)
    own = own.where(own.notna(), None).to_numpy()
    return table("problems", (
        {
            "source": own[at][0], "line": own[at][1], "offset": own[at][2], "length": own[at][3],
            "text": own[at][4] and own[at][4][:500], "kind": _KINDS[what],
            "journey": int(number[at]), "reason": _reason(
                what, own[other], int(count), status[at], status[other]),
        }
        for at, other, what, count in rows
    ))  # fmt: skip


def _reason(what: str, other: np.ndarray, count: int, status: str, kept: str) -> str:
    words = {"place": f"{other[0]}, line {other[1]}", "own": status, "kept": kept}
    if count == 1:
        return _ONE[what].format(**words)
    told = _MORE.get(what, _ONE[what] + " The same holds for {count:,} journeys of this input.")
    return told.format(**words, count=count)
