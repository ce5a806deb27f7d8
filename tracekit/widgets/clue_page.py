"""What a bounce, or headers alone, tell where there is no trace yet, and what to ask for then."""

from __future__ import annotations

import pandas as pd

from tracekit.combine.bounce_messages import told_by_bounce_alone
from tracekit.knowledge.filling import fill, fillings
from tracekit.knowledge.loader import load_asks
from tracekit.model import MessageTrace
from tracekit.readers.bounces import Bounce, parse_bounce
from tracekit.render import (
    EMPTY,
    Html,
    definitions,
    heading,
    html_table,
    note,
    paragraph,
    stack,
    verbatim,
)
from tracekit.widgets.case_pages import verdict_table

_ANSWERS = {"text": "What the server said", "reason": "What it means"}
_REPORTS = ("undeliverable", "delivery status notification", "mail delivery failed",
            "undelivered mail")  # fmt: skip
_COMMAND = "PowerShell: "
_KEPT = ("It does not show which way the message went or who decided. It is kept: what you read "
         "next is looked at together with it.")  # fmt: skip
_PROVED = ("What a bounce proves stands below, and no more than that: which way the message went, "
           "only its trace shows. Read that next, and both are looked at together.")  # fmt: skip


def has_clues(trace: MessageTrace) -> bool:
    """Is there something to go by without a journey: headers, or the answer of a server?

    >>> has_clues(MessageTrace.empty())
    False
    """
    return bool(len(trace.headers) or trace.problems["kind"].eq("fragment").any())


def is_bounce_alone(trace: MessageTrace) -> bool:
    """Do bounces alone tell of the messages here?

    >>> is_bounce_alone(MessageTrace.empty())
    False
    """
    return bool(len(trace.journeys)) and bool(
        told_by_bounce_alone(trace.journeys, trace.events).all()
    )


def clue_page(trace: MessageTrace, text: str = "") -> Html:
    """Return what a bounce or headers tell, and the search that finds the message.

    `text`: the same as it was pasted; a bounce names the message there.
    """
    bounce = _told(trace) or parse_bounce(text)
    answers = _answers(trace)
    facts = _facts(bounce, _header(trace))
    known = {words: value for words, value in facts.items() if value}
    return stack(
        heading(f"This is {_kind(trace, answers)}, not yet a trace", 4),
        paragraph(_PROVED if is_bounce_alone(trace) else _KEPT),
        definitions(known) if known else EMPTY,
        html_table(answers, _ANSWERS, "What the server answered") if len(answers) else EMPTY,
        verdict_table(trace.headers, "What the header says"),
        *_asks(facts, bounce, trace),
    )  # fmt: skip


def _told(trace: MessageTrace) -> Bounce | None:
    """The first bounce that was read, as its reader keeps it; None where there is none."""
    if "bounce" not in trace.extra:
        return None
    row = trace.extra.dropna(subset=["bounce"]).iloc[0]
    named = {"message_id": "message_id", "sender": "sender", "recipient": "recipient",
             "subject": "subject", "created": "received", "refused_by": "host",
             "reported_by": "reporter"}  # fmt: skip
    known = {name: row.get(f"bounce_{column}") for name, column in named.items()}
    return Bounce(**{name: value for name, value in known.items() if pd.notna(value)})


def ids_of(trace: MessageTrace, text: str = "") -> set[str]:
    """Return every Message-ID that an input names, in journeys, headers or the words of a bounce.

    >>> ids_of(MessageTrace.empty(), "Message-ID: <1@example.com>")
    {'<1@example.com>'}
    """
    named = [*trace.journeys["message_id"].dropna(), *trace.headers["message_id"].dropna()]
    if trace.journeys.empty and (told := parse_bounce(text).message_id):
        named.append(told)
    return set(named)


def _answers(trace: MessageTrace) -> pd.DataFrame:
    """The answers of servers; a code alone is left out where another line has it with its words."""
    told = trace.problems[trace.problems["kind"].eq("fragment")]
    texts = told["text"].fillna("").tolist()
    longer = [any(one != text and one.startswith(text) for one in texts) for text in texts]
    return told[[not more for more in longer]]


def _kind(trace: MessageTrace, answers: pd.DataFrame) -> str:
    if len(answers):
        return "a bounce with the answer of a mail server"
    return "the header of one copy of a message" if len(trace.headers) else "a bounce"


def _header(trace: MessageTrace) -> pd.Series:
    """The header of the message that was sent, not that of the report that came back."""
    subjects = trace.headers["subject"].fillna("").str.casefold()
    sent = trace.headers[~subjects.str.startswith(_REPORTS)]
    return pd.Series(dtype=object) if sent.empty else sent.iloc[-1].dropna()


def _facts(bounce: Bounce, header: pd.Series) -> dict[str, str]:
    date = header.get("date")
    return {
        "Message-ID": str(header.get("message_id", bounce.message_id)),
        "Subject": str(header.get("subject", bounce.subject)),
        "From": str(header.get("sender", bounce.sender)),
        "To": bounce.recipient or str(header.get("recipients", "")),
        "Sent": bounce.created if date is None else f"{date:%Y-%m-%d %H:%M:%S} UTC",
        "Network message id": str(header.get("network_message_id", "")),
        "Refused by": bounce.refused_by,
        "Reported by": bounce.reported_by,
    }


def _asks(facts: dict[str, str], bounce: Bounce, trace: MessageTrace) -> list[Html]:
    """Where to search, and the command filled in with what is known."""
    date = _header(trace).get("date", bounce.day)
    seen = pd.DataFrame({"sender": [facts["From"] or None], "received": [date]})
    seen = seen.astype({"received": "datetime64[ns, UTC]"})
    words = fillings(facts["Message-ID"], facts["To"], seen)
    where, _, search = fill(load_asks()["find-message"], words).partition(_COMMAND)
    whole = fill(load_asks()["copy-all-events"], words).partition(_COMMAND)[2].partition(". ")[0]
    # One message may have had other addresses on its way: its id finds them all.
    by_id = whole.replace(f" -RecipientAddress '{words['recipient']}'", "")
    return [note(where.strip(), "What to get"), paragraph("Or with PowerShell:"),
            verbatim(by_id if facts["Message-ID"] else search)]  # fmt: skip
