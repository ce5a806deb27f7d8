"""The inputs of a verb: files, folders, archives and standard input."""

from __future__ import annotations

import argparse
import math
import re
import sys
from pathlib import Path

import pandas as pd

from tracekit import MessageTrace, list_formats, parse
from tracekit import read as read_input
from tracekit.cli.streams import complain
from tracekit.combine import combine
from tracekit.errors import InputError
from tracekit.readers.fragments import NAME as FRAGMENT
from tracekit.render import visible
from tracekit.text.instant import instant

STANDARD_INPUT = "-"
_LONG = 20 << 20
KEYBOARD = "Paste the report, then press Ctrl-D (on Windows Ctrl-Z and Enter)."


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add the inputs and how to read them to a verb."""
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input"
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument(
        "--dayfirst",
        action="store_true",
        default=None,
        help="dates are written day first, where the report does not tell",
    )
    order.add_argument(
        "--monthfirst",
        dest="dayfirst",
        action="store_false",
        default=None,
        help="dates are written month first, where the report does not tell",
    )
    parser.add_argument(
        "--utc-offset",
        metavar="OFFSET",
        type=utc_offset,
        help="zone of reports that name none, such as -05:00",
    )


def utc_offset(text: str) -> str:
    """Check the form of an offset.

    >>> utc_offset("-05:00")
    '-05:00'
    """
    if not re.fullmatch(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no offset; write it like -05:00 or +01:00")
    return text


def aware_time(text: str) -> pd.Timestamp:
    """Read a point in time with its zone, ISO 8601, as UTC.

    >>> aware_time("2022-12-06T12:40-05:00")
    Timestamp('2022-12-06 17:40:00+0000', tz='UTC')
    """
    try:
        return pd.Timestamp(instant(text)).tz_convert("UTC")
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def minutes(text: str) -> float:
    """Read a length in minutes.

    >>> minutes("7.5")
    7.5
    """
    try:
        length = float(text)
    except ValueError:
        length = math.nan
    if not 0 <= length < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes; write it like 10")
    return length


def join_offset(arguments: list[str]) -> list[str]:
    """Write `--utc-offset -05:00` with "=": argparse takes no value that begins with "-".

    >>> join_offset(["read", "--utc-offset", "-05:00", "a.txt"])
    ['read', '--utc-offset=-05:00', 'a.txt']
    """
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--utc-offset":
            joined[-1] += "=" + argument
        else:
            joined.append(argument)
    return joined


def read_inputs(options: argparse.Namespace) -> tuple[MessageTrace, bool]:
    """Read every input that can be read; complain about each other one, a line each.

    Returns what was read and whether all of it was usable.
    """
    traces, usable = [], True
    for name in options.inputs:
        try:
            trace = read_one(name, options)
        except InputError as error:
            complain(str(error))
            usable = False
            continue
        usable = complain_of_unread(trace) and usable
        traces.append(trace)
    return combine(traces), usable


def read_one(name: str, options: argparse.Namespace) -> MessageTrace:
    """Read one input."""
    how = {"dayfirst": options.dayfirst, "utc_offset": options.utc_offset}
    if name != STANDARD_INPUT:
        return read_input(Path(name), **how, progress=progress if sys.stderr.isatty() else None)
    if sys.stdin.isatty():
        sys.stderr.write(KEYBOARD + "\n")
    return parse(sys.stdin.buffer.read(), name="standard input", **how)


def progress(name: str, done: int, total: int) -> None:
    """Say on the terminal which of many, or large, inputs is read now; leave nothing behind."""
    if total < _LONG:
        return
    told = f"Reading {visible(Path(name).name)[:60]} ({done / total:.0%} of {total >> 20} MB) ..."
    sys.stderr.write("\r" + (told if done < total else "").ljust(110) + "\r")
    sys.stderr.flush()


def complain_of_unread(trace: MessageTrace) -> bool:
    """Name each source that no reader took; return whether there was none."""
    unread = trace.sources[trace.sources["format"].fillna(FRAGMENT).eq(FRAGMENT)]
    # An answer in a bounce that names its message is enough to go by.
    unread = unread[~unread["source"].isin(trace.journeys["source"])]
    for name in unread["source"]:
        reasons = trace.problems.loc[trace.problems["source"] == name, "reason"]
        why = reasons.iloc[0] if len(reasons) else f"none of {', '.join(list_formats())} fits"
        complain(f"{name}: {why.rstrip('.')}.")
    return unread.empty
