"""tracekit routes: the recipients of one message, grouped by the route it took to them."""

from __future__ import annotations

import argparse

from tracekit.cli.diagnose import add_gateway, add_what_is_known, diagnosed
from tracekit.cli.inputs import add_inputs
from tracekit.cli.streams import show
from tracekit.cli.wording import as_json
from tracekit.diagnosis import Routes
from tracekit.render import visible
from tracekit.render.pages import routes_page
from tracekit.render.records import routes_record


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "routes",
        help="group the recipients of a message by the route it took to them",
        description="Group the recipients of each message by the route that it took, the most "
        "common one first, and say where each other route parts from it.",
    )
    add_inputs(parser)
    parser.add_argument(
        "--message-id",
        metavar="ID",
        help="the message (default: every message of more than one recipient)",
    )
    add_gateway(parser)
    add_what_is_known(parser)
    parser.add_argument("--format", choices=list(FORMATS), default="text",
                        help="how it is printed (default: text)")  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the routes; 2 if an input could not be used."""
    diagnosis, usable = diagnosed(options)
    show(FORMATS[options.format](diagnosis.routes(options.message_id)))
    return 0 if usable else 2


def as_text(found: Routes) -> str:
    """Return the routes in words."""
    return visible(found.how(), limit=None, lines=True)


def routes_json(found: Routes) -> str:
    """Return the routes as JSON."""
    return as_json(routes_record(found))


FORMATS = {"text": as_text, "json": routes_json, "markdown": routes_page}
