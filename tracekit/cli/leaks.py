"""tracekit leaks: search files for identities that should not be in them."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracekit.cli.streams import complain, show
from tracekit.errors import InputError
from tracekit.redact import find_leaks
from tracekit.render import text_table

FOUND = 1


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "leaks",
        help="search files for names and addresses that should not be in them",
        description="Search files for identities as they are and in other writings (percent, "
        "base64, quoted-printable, entities, escapes, hexadecimal, punycode, reversed). An "
        "identity is named by its number in the list. Ends with 1 if one was found.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file or a folder")
    parser.add_argument(
        "--identities", required=True, metavar="LIST", help="a text file, one identity a line"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 if anything was."""
    try:
        listed = Path(options.identities).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(options.identities, f"it cannot be read ({error})",
                         "give a text file in UTF-8") from None  # fmt: skip
    files = [f for name in options.files for f in _files(Path(name))]
    found = find_leaks(files, listed)
    for path in (f for f in files if f.suffix.casefold() == ".pdf"):
        complain(f"{path}: letters of a PDF are drawn as shapes, so its text was not searched; "
                 "search what it was printed from.")  # fmt: skip
    searched = f"{len(files)} files, {sum(bool(x.strip()) for x in listed)} identities"
    if found.empty:
        show(f"Nothing was found ({searched}).")
        return 0
    complain(f"{found['identity'].nunique()} identities were found ({searched}).")
    show(text_table(found, list(found.columns)))
    return FOUND


def _files(path: Path) -> list[Path]:
    return sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
