"""The same verbs on the command line; each verb is a module with `add` and `run`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tracekit import __version__
from tracekit.cli import (
    case,
    compare,
    desk,
    diagnose,
    explain,
    export,
    lab,
    leaks,
    read,
    redact,
    routes,
    train,
    triage,
    verify,
)
from tracekit.cli.inputs import join_offset
from tracekit.cli.streams import closed_pipe, complain, speak_utf8
from tracekit.errors import TracekitError

VERBS = (
    read,
    diagnose,
    compare,
    routes,
    triage,
    explain,
    case,
    verify,
    redact,
    leaks,
    export,
    train,
    lab,
    desk,
)
UNUSABLE = 2  # exit code: an input could not be used; the same as argparse's for a wrong option


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="tracekit",
        description="Read Microsoft 365 message traces, see what happened to a mail, "
        "and say who decided it and why. Nothing leaves this machine.",
        epilog="Begin with: tracekit diagnose report.txt (one mail), tracekit triage exports/ "
        "(many), or tracekit desk (in the browser). tracekit VERB --help says more.",
    )
    parser.add_argument("--version", action="version", version=f"tracekit {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add(verbs)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code: 0, or 2 if an input could not be used."""
    speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = build_parser().parse_args(join_offset(words))
    with closed_pipe() as pipe:
        try:
            pipe.code = options.run(options)
        except TracekitError as error:
            for line in getattr(error, "lines", [str(error)]):
                complain(line)
            pipe.code = UNUSABLE
        except KeyboardInterrupt:
            pipe.code = 130  # as a shell reports SIGINT
    return pipe.code
