"""tracekit compare: two messages side by side, and the first place where they part."""

from __future__ import annotations

import argparse
import copy

from tracekit.cli.diagnose import add_gateway, add_what_is_known
from tracekit.cli.inputs import add_inputs, read_inputs
from tracekit.cli.streams import show
from tracekit.cli.wording import as_json
from tracekit.diagnosis import Case, Comparison, Diagnosis, compare, diagnose
from tracekit.errors import InputError
from tracekit.render import visible

_LISTED = 10
_HOW = ("give two inputs, each with all records of one message, or choose two messages of the "
        "inputs with --message-id or --recipient, each given twice")  # fmt: skip


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "compare",
        help="put two messages side by side, and say where they first part",
        description="Align two messages event by event (the good and the bad, before and after a "
        "change, two recipients) and say where they first part and what that led to. Give two "
        "inputs with one message each, or choose two messages of the inputs.",
    )
    add_inputs(parser)
    for option, what in (("--message-id", "Message-ID"), ("--recipient", "recipient")):
        parser.add_argument(
            option,
            action="append",
            default=[],
            metavar=what.upper().replace("MESSAGE-", ""),
            help=f"{what} of both messages; given twice, of the first and of the second",
        )
    add_gateway(parser)
    add_what_is_known(parser)
    parser.add_argument("--format", choices=list(FORMATS), default="text",
                        help="how it is printed (default: text)")  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the comparison; 2 if an input could not be used."""
    ids, recipients = (_two(names) for names in (options.message_id, options.recipient))
    chosen = options.message_id or options.recipient
    if len(options.inputs) == 2 and not chosen:
        found = [_diagnosed(options, [name]) for name in options.inputs]
        cases = [_only(diagnosis, name) for (diagnosis, _), name in
                 zip(found, options.inputs, strict=True)]  # fmt: skip
    else:
        found = [_diagnosed(options, options.inputs)]
        cases = _chosen(found[0][0], ids, recipients) if chosen else _both(found[0][0])
    show(FORMATS[options.format](compare(*cases)))
    return 0 if all(usable for _, usable in found) else 2


def _two(names: list[str]) -> tuple[str | None, str | None]:
    if len(names) > 2:
        raise InputError(", ".join(names), "these are more than two", _HOW)
    return (None, None) if not names else (names[0], names[-1])


def _diagnosed(options: argparse.Namespace, inputs: list[str]) -> tuple[Diagnosis, bool]:
    mine = copy.copy(options)
    mine.inputs = inputs
    trace, usable = read_inputs(mine)
    known = {n: getattr(options, n) for n in ("gateway", "complete", "taken", "late_after")}
    return diagnose(trace, **known), usable


def _only(diagnosis: Diagnosis, name: str) -> Case:
    if len(diagnosis.messages) != 1:
        raise InputError(name, f"it has {_those_of(diagnosis)}, and one is needed", _HOW)
    return diagnosis.case()


def _both(diagnosis: Diagnosis) -> list[Case]:
    if len(diagnosis.messages) != 2:
        raise InputError("inputs", f"there are {_those_of(diagnosis)}, and two are needed", _HOW)
    return diagnosis.cases()


def _chosen(diagnosis: Diagnosis, ids: tuple, recipients: tuple) -> list[Case]:
    cases = [_case(diagnosis, *pair) for pair in zip(ids, recipients, strict=True)]
    if cases[0].number == cases[1].number:
        others = diagnosis.messages.index[diagnosis.messages.index != cases[0].number]
        if len(others) == 1:
            return [cases[0], diagnosis.cases()[1 if cases[0].number == 0 else 0]]
        raise InputError("options", "they choose one message, not two; there are "
                         f"{_those_of(diagnosis)}", _HOW)  # fmt: skip
    return cases


def _case(diagnosis: Diagnosis, message_id: str | None, recipient: str | None) -> Case:
    """The one message of an id and a recipient; a Message-ID may be given without its brackets."""
    known = set(diagnosis.messages["message_id"].dropna())
    if message_id is not None and message_id not in known and f"<{message_id}>" in known:
        message_id = f"<{message_id}>"
    return diagnosis.case(message_id, recipient)


def _those_of(diagnosis: Diagnosis) -> str:
    who = diagnosis.messages[["message_id", "recipient"]].fillna("?")
    names = who.head(_LISTED).agg(" for ".join, axis=1).tolist()
    more = ", ..." if len(who) > _LISTED else ""
    one = "message" if len(who) == 1 else "messages"
    return f"{len(who)} {one}" + (f" ({', '.join(names)}{more})" if names else "")


def as_text(found: Comparison) -> str:
    """Return who they are, where they part, what it led to, and the events side by side."""
    heads = [f"{which}: {_name(case)}" for which, case in
             (("First", found.first), ("Second", found.second))]  # fmt: skip
    told = "\n".join([*heads, "", found.how(), "", *found.lines()])
    return visible(told, limit=None, lines=True)


def _name(case: Case) -> str:
    known = [value if isinstance(value, str) and value else "not known" for value in
             (case.subject, case.recipient, case.message_id)]  # fmt: skip
    return "{}, for {}, Message-ID {}".format(*known)


def comparison_json(found: Comparison) -> str:
    """Return the comparison as JSON."""
    return as_json(found.to_dict())


FORMATS = {"text": as_text, "json": comparison_json, "markdown": Comparison.to_markdown}
