"""tracekit desk: open the desk as a page without code."""

from __future__ import annotations

import argparse

from tracekit.cli.diagnose import add_gateway
from tracekit.cli.lab import add_server
from tracekit.lab import open_desk


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "desk",
        help="open the desk as a page without code",
        description="Open the desk in the browser as a page without code and print its address. "
        "It is served on this machine only, asks for a token (part of the address) and calls "
        "nobody. What is on the page is gone when it is closed. Ctrl-C ends it.",
    )
    parser.add_argument("inputs", nargs="*", metavar="INPUT",
                        help="files, folders, zips or patterns to begin with")  # fmt: skip
    add_gateway(parser)
    parser.add_argument("--theme", choices=("light", "dark"), default="light",
                        help="colours of the page (default: light)")  # fmt: skip
    add_server(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    open_desk(options.inputs, options.gateway, options.port, options.ip,
              browser=not options.no_browser, theme=options.theme)  # fmt: skip
    return 0
