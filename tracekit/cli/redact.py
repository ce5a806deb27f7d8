"""tracekit redact: write a trace with pseudonyms in place of names, addresses and hosts."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracekit.cli.inputs import add_inputs, read_inputs
from tracekit.cli.keys import key_bytes
from tracekit.cli.lengths import length
from tracekit.cli.streams import complain, show
from tracekit.errors import InputError
from tracekit.export import to_json
from tracekit.export.files import write_text
from tracekit.model import MessageTrace
from tracekit.redact import read_map, redaction, reveal, write_map
from tracekit.redact.report import report_text, says_the_same


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "redact",
        help="write a trace with pseudonyms in place of names, addresses and hosts",
        description="Read traces and write them with pseudonyms: the same key gives the same "
        "pseudonyms, and the diagnosis stays the same. Written are trace.json "
        "and report.txt, which tracekit reads again, and the tables as CSV. With --reveal: "
        "print text files with the pseudonyms of a map turned back.",
    )
    add_inputs(parser)
    parser.add_argument("--key-file", metavar="FILE", help="holds the key; keep it to yourself")
    parser.add_argument("--out", metavar="DIR", help="folder for the redacted files")
    parser.add_argument(
        "--shift", metavar="LENGTH", type=length, help="move all times, such as 90d or -36h"
    )
    parser.add_argument(
        "--map",
        metavar="FILE",
        help="also write whose each pseudonym is: for the key holder alone, outside of --out",
    )
    parser.add_argument("--reveal", metavar="FILE", help="turn pseudonyms back by this map")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the redacted files; 2 if an input could not be used."""
    if options.reveal:
        return _reveal(options)
    for name in ("key_file", "out"):
        if not getattr(options, name):
            raise InputError(f"--{name.replace('_', '-')}", "it is missing", "see redact --help")
    folder = _new_folder(options)
    key = key_bytes(options.key_file)
    trace, usable = read_inputs(options)
    done = redaction(trace, key, shift=options.shift)
    if options.map:
        write_map(options.map, done)
        complain(f"{options.map} names everybody: keep it with the key, never with the rest.")
    paths = [to_json(done.trace, folder / "trace.json"), *done.trace.to_csv(folder)]
    show("\n".join(str(path) for path in [*paths, *_report(done.trace, folder)]))
    return 0 if usable else 2


def _report(trace: MessageTrace, folder: Path) -> list[Path]:
    """Write report.txt, if whoever reads it is told the same as by the trace."""
    text = report_text(trace)
    if not says_the_same(trace, text):
        complain("report.txt is left out: a report cannot hold all that this trace tells; "
                 "trace.json does.")  # fmt: skip
        return []
    return [write_text(folder / "report.txt", text)]


def _new_folder(options: argparse.Namespace) -> Path:
    folder = Path(options.out)
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise InputError(options.out, "there is something already", "name a new or empty folder")
    if options.map and folder.resolve() in Path(options.map).resolve().parents:
        raise InputError(options.map, "it lies in the folder that is given away",
                         "write the map elsewhere")  # fmt: skip
    return folder


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(name, f"it cannot be read ({error.strerror})", "check the path") from None


def _reveal(options: argparse.Namespace) -> int:
    known = read_map(options.reveal)
    for name in options.inputs:
        show(reveal(_bytes(name).decode("utf-8", "replace"), known))
    return 0
