"""Give every event its time: one order of day and month for the whole input, never a guess."""

from __future__ import annotations

from datetime import UTC, timedelta

from tracekit.readers.clock import (
    DAY_FIRST,
    MONTH_FIRST,
    Stamp,
    print_offset,
    proven_order,
    read_offset,
    read_stamp,
)
from tracekit.readers.report_text.report import Report


def set_times(reports: list[Report], dayfirst: bool | None, utc_offset: str | None) -> None:
    """Fill in the times of all events of one input."""
    told = {True: DAY_FIRST, False: MONTH_FIRST, None: None}[dayfirst]
    stamps = [[read_stamp(e["row"].stamp) for e in r.events] for r in reports]
    whole = told or proven_order([s for of_report in stamps for s in of_report])
    for report, of_report in zip(reports, stamps, strict=True):
        order = told or proven_order(of_report) or whole
        _set_report(report, of_report, order, utc_offset)


def _set_report(
    report: Report, stamps: list[Stamp], order: str | None, utc_offset: str | None
) -> None:
    header = read_offset(report.zone) if report.zone else None
    basis = "unknown"
    if header is not None:
        basis = "declared-offset" if header else "explicit-utc"
    elif utc_offset:
        header, basis = read_offset(utc_offset), "declared-offset"
    for event, stamp in zip(report.events, stamps, strict=True):
        _set_event(event, stamp, order, header, basis)
    report.journey["utc_offset"] = print_offset(header) if header is not None else None
    report.journey["received"] = next((e["time"] for e in report.events if e["time"]), None)
    _complain(report, stamps)


def _set_event(
    event: dict, stamp: Stamp, order: str | None, header: timedelta | None, basis: str
) -> None:
    local = stamp.at(order)
    offset = stamp.offset if stamp.offset is not None else header
    if stamp.offset is not None:
        basis = "declared-offset" if stamp.offset else "explicit-utc"
    known = local is not None and offset is not None
    event["local_time"] = local
    event["time"] = (local - offset).replace(tzinfo=UTC) if known else None
    event["time_basis"] = basis
    event["time_precision"] = stamp.precision


def _complain(report: Report, stamps: list[Stamp]) -> None:
    events = report.events
    unread = [e for e in events if e["local_time"] is None]
    if unread:
        stamp = stamps[events.index(unread[0])]
        readings = " or ".join(day.isoformat() for day in stamp.dates.values())
        what = f"can mean {readings}" if len(stamp.dates) > 1 else "is no date that exists"
        report.problem("date", unread[0]["start"], unread[0]["end"],
                       f"{unread[0]['time_text']} {what}, and nothing in the input decides it: "
                       f"{len(unread)} events have no time. Say which comes first, day or month."
        )  # fmt: skip
    zoneless = [e for e in events if e["time_basis"] == "unknown" and e["local_time"]]
    if zoneless:
        report.problem("zone", zoneless[0]["start"], zoneless[0]["end"],
                       f"The report names no time zone: {len(zoneless)} events have no UTC time. "
                       "Give the offset from UTC if you know it.")  # fmt: skip
