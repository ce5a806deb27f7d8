"""The key of a redacted case, from a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracekit.cli.lengths import length
from tracekit.errors import InputError


def add_key(parser: argparse.ArgumentParser) -> None:
    """Add the options of a redacted case."""
    parser.add_argument("--redact", action="store_true",
                        help="put pseudonyms in place of names, addresses and ids")  # fmt: skip
    parser.add_argument("--key-file", metavar="FILE", help="holds the key of --redact")
    parser.add_argument("--shift", metavar="LENGTH", type=length,
                        help="with --redact: move all times, such as 90d or -36h")  # fmt: skip


def key_of(options: argparse.Namespace) -> dict[str, object]:
    """Return key and shift, or nothing where the case is not redacted.

    Raises InputError where one of the options lacks the other.
    """
    if not options.redact:
        for name in ("key_file", "shift"):
            if getattr(options, name) is not None:
                raise InputError(f"--{name.replace('_', '-')}", "it belongs to --redact",
                                 "add --redact, or leave it out")  # fmt: skip
        return {}
    if not options.key_file:
        raise InputError("--redact", "there is no key", "name its file with --key-file")
    return {"key": key_bytes(options.key_file), "shift": options.shift}


def key_bytes(name: str) -> bytes:
    """Read a key; blanks and line ends around it do not count."""
    try:
        return Path(name).read_bytes().strip()
    except OSError as error:
        raise InputError(name, f"it cannot be read ({error.strerror})", "check the path") from None
