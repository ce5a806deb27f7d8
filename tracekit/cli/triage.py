"""tracekit triage: group many messages by outcome, and say what those of one outcome share."""

from __future__ import annotations

import argparse

from tracekit.cli.diagnose import add_gateway, add_what_is_known, diagnosed
from tracekit.cli.inputs import add_inputs
from tracekit.cli.streams import show
from tracekit.cli.wording import as_json
from tracekit.diagnosis import triage
from tracekit.diagnosis.triage import Triage
from tracekit.render import csv_text, visible
from tracekit.render.records import triage_record

_HOW = "One of the messages in full: tracekit diagnose, the same inputs, --number N."


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "triage",
        help="group many messages by outcome, and point at what those of one outcome share",
        description="Diagnose every message and recipient, count the outcomes of each tree, and "
        "name senders, recipients, domains, connectors, servers and rules that one outcome "
        "happens to much more often than to the rest.",
    )
    add_inputs(parser)
    add_gateway(parser)
    add_what_is_known(parser)
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="how it is printed (default: text); csv has one row a message and recipient",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the groups and patterns; 2 if an input could not be used."""
    diagnosis, usable = diagnosed(options)
    show(FORMATS[options.format](triage(diagnosis)))
    return 0 if usable else 2


def as_text(found: Triage) -> str:
    """Return the groups and patterns in words."""
    told = "\n\n".join([found.how(), *[_HOW] * (not found.patterns.empty)])
    return visible(told, limit=None, lines=True)


def triage_json(found: Triage) -> str:
    """Return the groups and patterns as JSON."""
    return as_json(triage_record(found))


def as_csv(found: Triage) -> str:
    """Return one row a message and recipient."""
    return csv_text(found.diagnosis.outcomes.rename_axis("number").reset_index())


FORMATS = {"text": as_text, "json": triage_json, "markdown": Triage.to_markdown, "csv": as_csv}
