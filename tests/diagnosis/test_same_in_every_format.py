"""What a report says leads to the same outcomes when it comes as an export of the cmdlets."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from tracekit import diagnose
from tracekit.readers.front import parse

REPORTS = Path(__file__).parents[1] / "data" / "report-text"
TREES = ["gateway", "disposition", "decision", "delay", "copies"]
# What is known less exactly without the Status of the report.
LESS = {"in-inbox": "delivered-folder-unknown"}
NAMES = ["MessageId", "MessageTraceId", "Date", "Event", "Action", "Detail", "SenderAddress",
         "RecipientAddress", "Subject"]  # fmt: skip


def usable(path):
    """A sample whose every journey has its ids, its events and their times."""
    trace = parse(path.read_text("utf-8", "surrogateescape"))
    whole = trace.journeys[["message_id", "recipient"]].notna().all(axis=None)
    return (whole and len(trace.events) and trace.problems.empty
            and trace.events["time"].notna().all() and not trace.journeys["ambiguous"].any()
            and trace.journeys["journey"].isin(trace.events["journey"]).all())  # fmt: skip


SAMPLES = [path for path in sorted(REPORTS.glob("*.txt")) if usable(path)]


def records(trace):
    """The rows that Get-MessageTraceDetail gives for these journeys."""
    rows = trace.events.merge(trace.journeys, on="journey", suffixes=("", "_of_journey"))
    return [
        {"MessageId": row.message_id, "MessageTraceId": f"{row.journey:08}-0000-4000-8000-000000000001",
         "Date": row.time.strftime("%Y-%m-%dT%H:%M:%SZ"), "Event": row.event, "Action": "",
         "Detail": "" if pd.isna(row.detail) else row.detail, "SenderAddress": row.sender,
         "RecipientAddress": row.recipient, "Subject": row.subject}
        for row in rows.itertuples()
    ]  # fmt: skip


def as_csv(found):
    """Write as Export-Csv does."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, NAMES, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()


def test_there_are_samples():
    """The founding pair and others are compared."""
    assert len(SAMPLES) >= 10


@pytest.mark.parametrize("shape", [as_csv, json.dumps], ids=["csv", "json"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_outcomes_are_the_same_or_cannot_tell(sample, shape):
    """An export has less than a report (no Status): it may say less, never something else."""
    trace = parse(sample.read_text("utf-8", "surrogateescape"))
    found = parse(shape(records(trace)))
    there, here = (diagnose(t).outcomes.sort_values(["message_id", "recipient"]).reset_index()
                   for t in (trace, found))  # fmt: skip

    assert len(trace.events) == len(found.events)
    assert len(there) == len(here)
    for tree in TREES:
        for one, other in zip(there[tree], here[tree], strict=True):
            assert other in (one, LESS.get(one), "cannot-tell"), (tree, one, other)
