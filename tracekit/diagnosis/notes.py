"""What a person should know beside the outcomes: other services, unknown rules, disagreements."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tracekit.combine.bounces import SAYS
from tracekit.combine.notes import STATUS
from tracekit.diagnosis.about_others import are_reports
from tracekit.diagnosis.quoting import quoted
from tracekit.evidence import Facts
from tracekit.evidence.bounced import came_back_refused
from tracekit.evidence.contradictions import CONTRADICTIONS
from tracekit.evidence.dlp import refused_by_dlp
from tracekit.evidence.facts import once
from tracekit.evidence.services import goes_to_another_service, service_at
from tracekit.evidence.signs import has_an_end, has_made_up_status
from tracekit.evidence.waits import duration
from tracekit.knowledge.loader import load_contradictions
from tracekit.knowledge.schema import Contradiction

_NEEDED = ["event", "host", "microsoft_host", "hand_over", "final", "rule_name", "rule_role",
           "action", "token"]  # fmt: skip
_MOST_NAMES = 20
# A rejection by a mail flow rule whose row names none: one rule matched, or several.
_REJECTED = (
    "A mail flow rule rejected it, and the row does not say which; {} is the only one of the "
    "organization's that matched, so it is likely the one.",
    "A mail flow rule rejected it, and the row does not say which; of the organization's these "
    "matched: {}.",
)
_DELIVERED = {"in-inbox", "in-junk", "in-other-folder", "delivered-folder-unknown", "forwarded",
              "released-from-quarantine"}  # fmt: skip
# What a Status word can stand for. A word that is not here says nothing about the end.
_FITS = {
    # A list says Delivered of what another server has taken as well.
    "Delivered": _DELIVERED | {"forward-blocked", "sent-outside", "with-the-gateway"},
    "Sent": {"sent-outside", "with-the-gateway"},
    # The progress line prints 'Not delivered' over all that reached no mailbox.
    "Failed": {
        "bounced",
        "forward-blocked",
        "rejected-at-the-door",
        "in-quarantine",
        "deleted",
        "awaiting-approval",
        "suppressed-automatic-reply",
        "redirected",
        "pending",
    },
    "Expanded": {"expanded"},
    "Quarantined": {"in-quarantine"},
    # Older panes print 'Not yet delivered' over a quarantined message too.
    "Pending": {"pending", "awaiting-approval", "in-quarantine"},
}


_CAME_BACK = ("The trace ends where the message was sent on, and cannot show what came after. "
              "That it was refused then, a bounce says that was read as well.")  # fmt: skip


def notes(facts: Facts, number: int) -> tuple[str, ...]:
    """Say what is worth knowing about one message."""
    events = facts.events.of_message(number, _NEEDED)
    told = [f"{entry.sentence} {entry.check}" for entry in contradictions(facts, number)]
    return (*told, *_other_services(facts, events), *_services_at_the_end(facts, number),
            *_unlisted(facts, events), *_also_matched(facts, number, events),
            *_disagreements(facts, number), *_bounces(facts, number),
            *_far_apart(facts, number), *_about_another(facts, number))  # fmt: skip


def contradictions(facts: Facts, number: int) -> tuple[Contradiction, ...]:
    """Name what in one message does not fit together; nothing where its report is ambiguous."""
    if facts.messages["ambiguous"][number]:
        return ()
    return tuple(load_contradictions()[name] for name, found in CONTRADICTIONS.items()
                 if once(found)(facts)[number])  # fmt: skip


def _other_services(facts: Facts, events: pd.DataFrame) -> Iterator[str]:
    other = events[events["event"].eq("Send external") & ~events["hand_over"] & ~events["final"]
                   & ~events["microsoft_host"]]  # fmt: skip
    is_not = "" if facts.gateway.kind == "none" else f", which is not {facts.gateway.title}"
    for host in other["host"].dropna().unique():
        yield (f"It was also handed to {host}{is_not}: another service (signature, encryption, "
               "data protection) is in the path.")  # fmt: skip


def _services_at_the_end(facts: Facts, number: int) -> Iterator[str]:
    """That the last server is of a service that gives mail back, whose return is not here."""
    there = goes_to_another_service(facts) & facts.events["message"].eq(number)
    for host in facts.events["host"][there].unique():
        service = service_at(host, facts.gateway)
        yield (f"{host} is a server of {service.title}, a service that takes mail and gives it "
               "back. The return is not among what was read, so where the message went from "
               "there is not shown.")  # fmt: skip


def _unlisted(facts: Facts, events: pd.DataFrame) -> Iterator[str]:
    for rule in events.loc[events["rule_role"].eq("unknown"), "rule_name"].dropna().unique():
        yield (f"The rule '{rule}' looks like one of {facts.gateway.title}'s, but its part is not "
               "known.")  # fmt: skip


def _also_matched(facts: Facts, number: int, events: pd.DataFrame) -> Iterator[str]:
    foreign = events["rule_name"].notna() & events["rule_role"].isna() & events["final"]
    mine = facts.journeys.of_message(number, ["mail_flow_rule"])["mail_flow_rule"]
    acted = mine.str.casefold().dropna()
    foreign &= ~events["rule_name"].str.casefold().isin(acted) & events["action"].isna()
    evaluated = events["event"].eq("DLP rule")
    matched = [*events.loc[foreign & ~evaluated, "rule_name"].unique()]
    looked = [*events.loc[foreign & evaluated, "rule_name"].unique()]
    ended = events["token"].str.upper().str.startswith("TRANSPORT.RULES", na=False)
    if matched and (ended & events["final"]).any() and not len(acted):
        yield _REJECTED[len(matched) > 1].format(quoted(matched, _MOST_NAMES))
    elif matched:
        yield ("Rules that matched as well, which does not prove that they acted: "
               f"{quoted(matched, _MOST_NAMES)}.")  # fmt: skip
    blocked = refused_by_dlp(facts)[events.index] & events["final"]
    if looked and not blocked.any():
        yield ("DLP rules that looked at it, which proves neither that they matched nor that they "
               f"acted: {quoted(looked, _MOST_NAMES)}.")  # fmt: skip


def _disagreements(facts: Facts, number: int) -> Iterator[str]:
    journeys = facts.journeys.of_message(number, ["final", "status"])
    told = has_an_end(facts) & ~has_made_up_status(facts)
    last = journeys[journeys["final"] & told.reindex(journeys.index)]
    back = facts.events["message"][came_back_refused(facts)]
    if back.eq(number).any():
        yield _CAME_BACK
        last = last[:0]
    where = facts.found["disposition"][number]
    named = once(CONTRADICTIONS["status-names-another-place"])(facts)[number]
    for word in last["status"].dropna().unique():
        if (word, where) == ("Delivered", "in-quarantine") or (word == "Quarantined" and named):
            continue  # a contradiction with a sentence of its own
        if where != "cannot-tell" and where not in _FITS.get(word, {where}):
            yield (f"The report's own summary says {word}, its events say otherwise. The events "
                   "count: they are what happened, the summary is written later.")  # fmt: skip


def _bounces(facts: Facts, number: int) -> Iterator[str]:
    """What a bounce, or another input, says otherwise."""
    problems = facts.trace.problems[["journey", "reason"]][_contradicting(facts)]
    if problems.empty:
        return
    journeys = facts.journeys.of_message(number, ["journey"])["journey"]
    told = problems.loc[problems["journey"].isin(journeys), "reason"].dropna()
    yield from told[told.str.startswith((SAYS, STATUS))].unique()


@once
def _contradicting(facts: Facts) -> pd.Series:
    return facts.trace.problems["kind"].eq("contradiction").fillna(False).astype(bool)


def _about_another(facts: Facts, number: int) -> Iterator[str]:
    """That a message is a mail system's report about another one, and which if one here fits."""
    if not once(are_reports)(facts)[number]:
        return
    messages = facts.messages
    subject = messages["subject"].fillna("").str.casefold()
    told = "" if pd.isna(messages["recipient"][number]) else messages["recipient"][number]
    about = subject.ne("") & messages["sender"].str.casefold().eq(told.casefold()).fillna(False)
    fits = messages[about & (messages.index != number)]
    fits = fits[[subject[number].endswith(subject[i]) for i in fits.index]]
    which = f" Most likely it is about {fits['message_id'].iloc[0]}." if len(fits) == 1 else ""
    yield ("This is a mail system's report about another message (a bounce, a receipt or an "
           "automatic reply): look at that message, and at this one only if the report itself is "
           f"missing.{which}")  # fmt: skip


def _far_apart(facts: Facts, number: int) -> Iterator[str]:
    """When records without events begin, where they are far apart: the one sign of a delay."""
    mine = facts.journeys.of_message(number, ["received"])
    if len(mine) < 2 or facts.messages["has_way"][number]:
        return
    begun = mine["received"].dropna().sort_values()
    if len(begun) < 2 or (begun.iloc[-1] - begun.iloc[0]).total_seconds() <= facts.late_after * 60:
        return
    took = duration((begun.iloc[-1] - begun.iloc[0]).total_seconds() / 60)
    yield (f"Its records begin {took} apart, the first at {begun.iloc[0]:%Y-%m-%d %H:%M:%S} and "
           f"the last at {begun.iloc[-1]:%Y-%m-%d %H:%M:%S} UTC. Where the time went between them, "
           "their events would say.")  # fmt: skip
