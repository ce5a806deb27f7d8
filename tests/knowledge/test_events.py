"""Every event is told in full, and what it is said to look like is read as that event."""

import re

import pandas as pd
import pytest

import tracekit
from tracekit.knowledge import load_events

TABLE_ROW = re.compile(r"\d+/\d+/\d+ \d+:\d\d:\d\d [AP]M {2,}[A-Z]+ ")
WIDTHS = {"Timestamp": 22, "EventId": 22, "Source": 24, "Sender": 18, "Recipients": 22,
          "MessageSubject": 14}  # fmt: skip
LOOKS = [(name, line) for name, event in load_events().items() for line in event.looks_like]
# The names of Microsoft's page on message tracking, and those that are seen and not on it.
TRACKING = """AGENTINFO BADMAIL CLIENTSUBMISSION DEFER DELIVER DELIVERFAIL DROP DSN DUPLICATEDELIVER
    DUPLICATEEXPAND DUPLICATEREDIRECT EXPAND FAIL HADISCARD HARECEIVE HAREDIRECT HAREDIRECTFAIL
    INITMESSAGECREATED LOAD MODERATIONEXPIRE MODERATORAPPROVE MODERATORREJECT MODERATORSALLNDR
    NOTIFYMAPI NOTIFYSHADOW POISONMESSAGE PROCESS PROCESSMEETINGMESSAGE RECEIVE REDIRECT RESOLVE
    RESUBMIT RESUBMITDEFER RESUBMITFAIL SEND SUBMIT SUBMITDEFER SUBMITFAIL SUPPRESSED THROTTLE
    TRANSFER SENDEXTERNAL SETROUTE RECIPIENTINFO"""


def as_printed(name, line):
    """Put a line where it stands: under the heads of a table, in a report, or behind its event."""
    if TABLE_ROW.match(line):
        heads = " ".join(f"{head:<{width}}" for head, width in WIDTHS.items())
        rules = " ".join(f"{'-' * len(head):<{width}}" for head, width in WIDTHS.items())
        return f"[PS] C:\\> Get-MessageTrackingLog\n\n{heads}\n{rules}\n{line}\n"
    row = line if " | " in line else f"12/6/2022, 12:31 PM | {name} | {line}"
    return f"Subject: Hello\nDate | Event | Detail |\n{row}\nMore information\n"


@pytest.mark.parametrize("name", load_events())
def test_an_event_is_told_in_full(name):
    """What it means, what it looks like, what stands before and after it, and its traps."""
    event = load_events()[name]
    told = {field: getattr(event, field) for field in
            ("meaning", "looks_like", "before", "after", "traps")}  # fmt: skip

    assert [] == [field for field, value in told.items() if not value]
    assert all(text.endswith((".", "'.")) for text in (event.before, event.after, *event.traps))


@pytest.mark.parametrize(
    ("name", "line"), LOOKS, ids=[f"{n} {i}" for i, (n, _) in enumerate(LOOKS)]
)
def test_what_it_looks_like_is_read_as_that_event(name, line):
    """One row comes out, with the event's name, and nothing of the line is left over."""
    trace = tracekit.parse(as_printed(name, line))

    assert [name.casefold()] == trace.events["event"].str.casefold().tolist()
    left = trace.problems[~trace.problems["kind"].isin(["foot", "zone"])]
    assert line not in left["text"].tolist()
    if not TABLE_ROW.match(line) and " | " not in line:
        assert line == trace.events["detail"].iloc[0]
    if line.startswith("Reason: "):
        assert pd.notna(trace.events["reason"].iloc[0])


def test_every_name_of_the_tracking_log_is_known():
    """By itself or as another spelling of an event."""
    known = {spelled.casefold() for event in load_events().values()
             for spelled in (event.name, *event.aliases)}  # fmt: skip

    assert set() == {name for name in TRACKING.split() if name.casefold() not in known}
