"""tracekit explain: say what a word of a trace means."""

from __future__ import annotations

import argparse

from tracekit.cli.streams import show
from tracekit.decode.explaining import explain


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "explain",
        help="say what an event, a status, a code, a rule or an outcome means",
        description="Say what a name means: an event (Defer), a status (Quarantined), a code "
        "(4.7.721), a rule of the gateway, or an outcome (in-junk).",
    )
    parser.add_argument("name", nargs="+", metavar="NAME")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the page of the name."""
    show(str(explain(" ".join(options.name))))
    return 0
