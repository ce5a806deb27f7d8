"""tracekit train: practise on scenarios; teachers check the ones they write."""

from __future__ import annotations

import argparse

from tracekit.cli.streams import show
from tracekit.training.loader import mistakes
from tracekit.training.looking import look

WRONG = 1  # exit code: there are mistakes


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "train",
        help="practise reading traces",
        description="Practise on scenarios. With --check: name every mistake in a folder of "
        "scenarios by file and field. With --show: what a scenario looks like, and what the trees "
        "say of it in every format.",
    )
    parser.add_argument("--scenarios", metavar="FOLDER", help="a folder of your own scenarios")
    parser.add_argument("--check", metavar="FOLDER", help="name the mistakes in a folder")
    parser.add_argument("--show", metavar="ID", help="show one scenario with its rows by name")
    parser.add_argument("ids", nargs="*", metavar="ID", help="check only these")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check or show scenarios."""
    if options.check:
        found = mistakes(options.check, options.ids)
        show("\n".join(map(str, found)) or "No mistakes.")
        return WRONG if found else 0
    show(look(options.show, options.scenarios))
    return 0
