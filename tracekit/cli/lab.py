"""tracekit lab: open JupyterLab on the notebooks."""

from __future__ import annotations

import argparse

from tracekit.lab import open_lab


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "lab",
        help="open JupyterLab on the notebooks",
        description="Open JupyterLab on the notebooks and print its address. It is served on this "
        "machine only, asks for a token (part of the address) and calls nobody. Ctrl-C ends it.",
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="instead of notebooks/")
    add_server(parser)
    parser.set_defaults(run=run)


def add_server(parser: argparse.ArgumentParser) -> None:
    """Add the options of a verb that serves a page."""
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="this port and no other")
    parser.add_argument("--ip", default="127.0.0.1", help="another loopback address, such as ::1")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    open_lab(options.folder, options.port, options.ip, browser=not options.no_browser)
    return 0
