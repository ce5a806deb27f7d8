"""tracekit case: write up a case, or each message of a folder, so that others can check it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracekit.cli.diagnose import add_diagnosis
from tracekit.cli.inputs import STANDARD_INPUT, add_inputs, progress
from tracekit.cli.keys import add_key, key_of
from tracekit.cli.streams import complain, show
from tracekit.errors import InputError
from tracekit.render import visible

if TYPE_CHECKING:
    from tracekit.case.material import Material

_DIAGNOSIS = ("gateway", "complaint", "complete", "late_after")
_TOLD = ("dayfirst", "utc_offset", "reported", "expected", "ticket", "author", "template")


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "case",
        help="write up a case: page, Markdown, notebook, findings and events, with all sums",
        description="Write up one message (--id), or each message of the inputs, into a folder "
        "that another person can check with tracekit verify.",
    )
    add_inputs(parser)
    add_diagnosis(parser)
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the write-up")
    parser.add_argument("--id", metavar="MESSAGE-ID", help="the message; without it, all of them")
    parser.add_argument("--recipient", metavar="ADDRESS", help="one recipient of the message")
    _add_words(parser)
    _add_parts(parser)
    add_key(parser)
    parser.set_defaults(run=run)


def _add_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reported", default="", metavar="TEXT", help="what the user said")
    parser.add_argument("--expected", default="", metavar="TEXT", help="what the user expected")
    parser.add_argument("--ticket", default="", metavar="TEXT", help="number of the ticket")
    parser.add_argument("--author", default="", metavar="TEXT", help="who wrote it")
    parser.add_argument(
        "--walk", action="append", default=[], metavar="FILE", type=Path,
        help="a saved walk, whose answers and notes are marked as a person's",
    )  # fmt: skip
    parser.add_argument(
        "--template", default="standard", metavar="NAME",
        help="plan of the sections: a bundled one, or a file of your own that ends in .toml",
    )  # fmt: skip


def _add_parts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--together", action="store_true",
        help="with many messages: also one document that has them all",
    )  # fmt: skip
    parser.add_argument("--no-notebook", action="store_true", help="leave case.ipynb out")
    parser.add_argument("--no-pdf", action="store_true", help="leave case.pdf out")
    parser.add_argument("--no-copy", action="store_true", help="do not keep the inputs beside it")
    parser.add_argument(
        "--overwrite", action="store_true",
        help="replace a write-up in DIR even if its files were changed or others were added",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Write the case or the batch; 2 if an input could not be used."""
    from tracekit import case  # loads what draws charts

    material, usable = _material(options)
    hidden = key_of(options)
    said = {name: getattr(options, name) for name in (*_DIAGNOSIS, *_TOLD)}
    said["taken"] = options.taken.isoformat() if options.taken is not None else None
    parts = case.Parts(not options.no_notebook, not options.no_pdf, not options.no_copy)
    if options.id or options.recipient or len(material.trace.messages()) < 2:
        told = case.tell(material, message_id=options.id, recipient=options.recipient,
                         walks=options.walk, **hidden, **said)  # fmt: skip
        show(repr(case.write(told, options.out, parts=parts, overwrite=options.overwrite)))
        return 0 if usable else 2
    if options.walk:
        raise InputError("--walk", "a walk is of one message", "say which one with --id")
    done = case.write_all(material, options.out, parts=parts, overwrite=options.overwrite,
                     progress=_progress, together=options.together, **hidden, **said)  # fmt: skip
    for entry in done.failed:
        complain(f"{entry.folder}: {entry.failure}")
    show(f"{len(done.entries) - len(done.failed)} write-ups in {options.out}; see index.html")
    return 0 if usable and not done.failed else 2


def _material(options: argparse.Namespace) -> tuple[Material, bool]:
    """Gather every input that can be read; complain about each other one, a line each."""
    from tracekit.case.material import gather, joined

    found, usable = [], True
    for name in options.inputs:
        source = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name)
        try:
            found.append(gather(source, options.dayfirst, options.utc_offset,
                                progress if sys.stderr.isatty() else None))  # fmt: skip
        except InputError as error:
            complain(str(error))
            usable = False
    if not found:
        raise InputError("inputs", "none of them can be read", "name a file that can")
    material = joined(found)
    for reason in material.missed:
        complain(reason)
    return material, usable and not material.missed


def _progress(done: int, total: int, name: str) -> None:
    """Say which message is written now: on a terminal over the line before, else a line each."""
    ends = "\r" if sys.stderr.isatty() else ""
    told = f"{done + 1} of {total}: {visible(name)}"
    sys.stderr.write(f"{ends}{told.ljust(78) if ends else told}" + ("" if ends else "\n"))
    sys.stderr.flush()
