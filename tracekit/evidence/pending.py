"""Evidence about a message that is still being tried."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from tracekit.evidence import base
from tracekit.evidence.base import Evidence, either, is_yes
from tracekit.evidence.facts import Facts, are_last
from tracekit.evidence.signs import has_an_end
from tracekit.evidence.waits import SCANNING

any_event = partial(base.any_event, within="end_known")
any_journey = partial(base.any_journey, within="end_known")
_SCANNED = ("The last row is a Defer while its attachments are scanned, which is normal and mostly "
            "done within 15 minutes.")  # fmt: skip


def is_still_being_tried(facts: Facts) -> Evidence:
    """Is the last row a Defer, or does the Status say pending?"""
    events = facts.events
    waiting = events["event"].eq("Defer") & are_last(events) & events["final"]
    rows = any_event(facts, waiting, "The last row is a Defer: Microsoft 365 will try again.",
                     "It is not being tried any more.")  # fmt: skip
    scan = is_yes(facts.has(waiting & events["enhanced_code"].eq(SCANNING))) & rows.yes
    rows = replace(rows, because=np.where(scan, _SCANNED, rows.because))
    said = facts.journeys["final"] & ~has_an_end(facts)
    pending = any_journey(facts, said & facts.journeys["status"].eq("Pending"),
                          "The Status says that it is not there yet.", "")  # fmt: skip
    return either(rows, pending)
