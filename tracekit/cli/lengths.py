"""Lengths of time on the command line."""

from __future__ import annotations

import argparse

import pandas as pd


def length(text: str) -> pd.Timedelta:
    """Read a length of time with its sign.

    >>> length("-36h")
    Timedelta('-2 days +12:00:00')
    """
    try:
        found = pd.Timedelta(text)
    except ValueError:
        found = pd.NaT
    if pd.isna(found) or text.strip("+-").isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no length of time; write it like 90d or 36h")
    return found
