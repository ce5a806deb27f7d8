"""tracekit verify: make a write-up again from its inputs, and name what differs."""

from __future__ import annotations

import argparse

from tracekit.cli.streams import show

DIFFERS = 1


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "verify",
        help="check a write-up: every sum, and the same files made again from its inputs",
        description="Check a folder that tracekit case wrote. Exit code 0: all is the same; 1: "
        "something differs, and is named; 2: there is no write-up to check.",
    )
    parser.add_argument("folder", metavar="DIR", help="the write-up")
    parser.add_argument("--input", metavar="PATH", help="where the inputs are, if not in DIR")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 if something differs."""
    from tracekit.case import verify  # loads what draws charts

    verdict = verify(options.folder, options.input)
    show(str(verdict))
    return 0 if verdict.same else DIFFERS
