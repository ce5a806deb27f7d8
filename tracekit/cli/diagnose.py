"""tracekit diagnose: say what happened to each message, who decided it and why."""

from __future__ import annotations

import argparse

from tracekit.cli.inputs import add_inputs, aware_time, minutes, read_inputs
from tracekit.cli.many import MANY, as_lines
from tracekit.cli.streams import show
from tracekit.cli.wording import as_markdown, as_text, diagnosis_json
from tracekit.diagnosis import Diagnosis, diagnose
from tracekit.diagnosis.letters import letter
from tracekit.knowledge.texts import load_texts
from tracekit.render import visible


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "diagnose",
        help="say what happened to each message, who decided it and why",
        description="Walk the troubleshooting trees for each message and recipient, and print the "
        "outcomes with the rows that prove them. More than "
        f"{MANY} messages are a line each, and what they have in common.",
    )
    add_inputs(parser)
    add_diagnosis(parser)
    add_choice(parser)
    parser.add_argument("--format", choices=list(FORMATS), default="text",
                        help="how it is printed (default: text)")  # fmt: skip
    parser.add_argument(
        "--text",
        choices=sorted(load_texts()),
        help="print a ready-made text for each message instead: a reply to the customer, or an "
        "escalation to the gateway's support or to Microsoft",
    )
    parser.set_defaults(run=run)


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add which of the messages are told, in full."""
    parser.add_argument(
        "--message-id", metavar="ID", help="tell this message alone, for all its recipients"
    )
    parser.add_argument("--recipient", metavar="ADDRESS", help="tell mail to this recipient alone")
    parser.add_argument(
        "--number", metavar="N", type=int, help="tell the message of this number alone"
    )
    parser.add_argument(
        "--all", action="store_true", help=f"tell all messages in full, even more than {MANY}"
    )


def add_diagnosis(parser: argparse.ArgumentParser) -> None:
    """Add what a diagnosis can be told; the same words as in `diagnose()`."""
    add_gateway(parser)
    parser.add_argument(
        "--complaint",
        metavar="NAME",
        help="what the user reported: a name such as false-positive, or the user's own words",
    )
    add_what_is_known(parser)


def add_gateway(parser: argparse.ArgumentParser) -> None:
    """Add which gateway the mail passes."""
    parser.add_argument(
        "--gateway",
        default="inky",
        metavar="NAME",
        help="a bundled profile, a file of your own, or auto: the one that the trace shows",
    )


def add_what_is_known(parser: argparse.ArgumentParser) -> None:
    """Add what a person knows and no trace says; the same words as in `diagnose()`."""
    all_here = parser.add_mutually_exclusive_group()
    all_here.add_argument(
        "--complete",
        action="store_true",
        default=None,
        help="every record of the messages is in the trace",
    )
    all_here.add_argument(
        "--incomplete",
        dest="complete",
        action="store_false",
        default=None,
        help="records of the messages are missing from the trace",
    )
    parser.add_argument(
        "--taken",
        metavar="TIME",
        type=aware_time,
        help="when the trace was made, with its zone, such as 2022-12-06T15:40-05:00",
    )
    parser.add_argument(
        "--late-after",
        metavar="MINUTES",
        type=minutes,
        default=5.0,
        help="minutes the whole way may take (default: 5)",
    )


def diagnosed(options: argparse.Namespace) -> tuple[Diagnosis, bool]:
    """Read the inputs and diagnose them as the options say; and were all of them usable?"""
    trace, usable = read_inputs(options)
    names = ("gateway", "complaint", "complete", "taken", "late_after")
    said = {name: getattr(options, name) for name in names if hasattr(options, name)}
    return diagnose(trace, **said), usable


def run(options: argparse.Namespace) -> int:
    """Print the diagnosis; 2 if an input could not be used."""
    diagnosis, usable = diagnosed(options)
    choice = (options.message_id, options.recipient, options.number)
    chosen = any(name is not None for name in choice)
    told = diagnosis.only(*choice) if chosen else diagnosis
    in_full = chosen or options.all or options.format != "text"
    if options.text:
        show(letters(told, options.text))
    elif in_full or len(diagnosis.messages) <= MANY:
        show(FORMATS[options.format](told))
    else:
        show(as_lines(diagnosis))
    return 0 if usable else 2


def letters(diagnosis: Diagnosis, name: str) -> str:
    """Return a ready-made text for each message, one below the other."""
    texts = (visible(letter(case, name), limit=None, lines=True) for case in diagnosis.cases())
    return f"\n{'-' * 72}\n\n".join(texts)


FORMATS = {"text": as_text, "json": diagnosis_json, "markdown": as_markdown}
