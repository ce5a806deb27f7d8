"""Retrace the steps of one message: what each question answered, and the rows that prove it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.combine.passes import REASON
from tracekit.diagnosis.step import AMBIGUOUS, SEVERAL, UNCLEAR, Step
from tracekit.evidence import QUESTIONS, Evidence, Facts
from tracekit.evidence.base import NO_EVENTS, Proof, no_proof
from tracekit.evidence.bounced import is_told_by_bounce_alone
from tracekit.evidence.facts import once
from tracekit.evidence.ruling import ACTING, MARKING
from tracekit.knowledge import Tree
from tracekit.knowledge.filling import fill, fill_in, fillings, last_day
from tracekit.knowledge.loader import load_asked_otherwise, load_asks, load_search_limits
from tracekit.model import table
from tracekit.readers.report_text.ambiguity import TWO_WAYS

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis

_SHOWN = ["journey", "seq", "time", "time_text", "event", "detail", "source", "line"]
# The forms that the log of an Exchange server comes in; the last three hold other records as well.
_LOGS = ("tracking-log", "tracking-cmdlet-csv", "trace-json", "powershell-text", "clixml")
# Where a message is of which no copy lies in a mailbox or in quarantine.
_NO_COPY = ("bounced", "pending", "deleted", "awaiting-approval", "with-the-gateway", "expanded",
            "rejected-at-the-door", "suppressed-automatic-reply")  # fmt: skip
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,63}")
_OF_RULES = ["event", "rule_role", "rule_id", "rule_name", "action", "final", "handed"]
_CLOCKS = ["journey", "time", "local_time"]
_TYPES = {"journey": "Int64", "seq": "Int64", "line": "Int64"}


def answer(name: str, facts: Facts, answers: dict[str, Evidence]) -> Evidence:
    """Answer a question once for all trees."""
    if name not in answers:
        answers[name] = QUESTIONS[name](facts)
    return answers[name]


def steps_of(tree: Tree, diagnosis: Diagnosis, number: int) -> list[Step]:
    """Return the steps of one message through a tree; one step if its report is ambiguous."""
    if bool(diagnosis.messages.loc[number, "ambiguous"]):
        return [propose(tree, tree.start, diagnosis, number)]
    steps, name = [], tree.start
    while name in tree.nodes:
        steps.append(propose(tree, name, diagnosis, number))
        name = steps[-1].leads_to
    return steps


def propose(tree: Tree, name: str, diagnosis: Diagnosis, number: int) -> Step:
    """Return what the trace answers at one node for one message."""
    node, facts = tree.nodes[name], diagnosis.facts
    if facts.messages["ambiguous"][number]:
        doubt = _doubt_of(facts, number)
        ask = load_asks()["find-related" if doubt == SEVERAL else "details-as-csv"]
        return Step(tree.name, node.id, node.question, node.why, "cannot tell",
                    doubt, _no_rows().copy(deep=False), "cannot-tell", "cannot tell",
                    ask_of(ask, diagnosis, number))  # fmt: skip
    found = answer(node.evidence, facts, diagnosis.answers)
    at = facts.messages.index.get_loc(number)
    said = found.word(at)
    weak = said == "yes" and bool(found.weak[at])
    strength = said if said == "cannot tell" else "consistent with" if weak else "shown"
    rows = proof_rows(facts, found.proof if said == "yes" else no_proof(), number)
    ask = load_asks()["copy-all-events"] if found.because[at] == NO_EVENTS else node.ask
    return Step(tree.name, name, node.question, node.why, said, found.because[at], rows,
                node.exits[said], strength, ask_of(ask, diagnosis, number), node.references
    )  # fmt: skip


def ask_of(text: str, diagnosis: Diagnosis, number: int, answer: str = "") -> str:
    """What to ask for, with this message's ids, addresses and days in it.

    Where it is known that a limit of the service is over, what to ask for instead. `answer`: what
    another server said, in one line.
    """
    facts = diagnosis.facts
    where = facts.found["disposition"][number] if "disposition" in facts.found else None
    places = {
        "in_quarantine": where == "in-quarantine",
        "undelivered": where in _NO_COPY,
        "sent_on": where == "redirected",
        "sent_outside": where == "sent-outside",
        "by_dlp": text in load_asked_otherwise("by_dlp") and _has_dlp_alone(facts, number),
    }
    if is_told_by_bounce_alone(facts)[number] and _asks_for_trace(text):
        text = load_asks()["trace-of-bounce"]
    ways = ["on_premises"] * is_logged(facts, number) + [w for w, here in places.items() if here]
    ways.append(facts.gateway.kind)
    text = next((load_asked_otherwise(way)[text] for way in ways
                 if text in load_asked_otherwise(way)), text)  # fmt: skip
    words = words_of(facts, number) | ({"answer": f": {answer}"} if answer else {})
    return fill_in(_within_reach(text, facts, words, ways), words) if "{" in text else text


def _asks_for_trace(text: str) -> bool:
    """Does a text ask for records of the message, by a search that has a limit?"""
    limit, _ = load_search_limits().get(text, (None, ""))
    return limit is not None and limit.id == "trace"


def _within_reach(text: str, facts: Facts, words: dict[str, str], ways: list[str]) -> str:
    """The text, or what is asked instead where the trace was taken after the limit of a search."""
    limit, still = load_search_limits().get(text, (None, ""))
    until = last_day(words, limit.days) if limit else None
    if until is None or not is_after(facts, until):
        return text
    others = (getattr(limit, way, "") for way in ways)
    return fill(still or next(filter(None, others), limit.text), {"until": f"{until:%Y-%m-%d}"})


def is_out_of_reach(diagnosis: Diagnosis, number: int, days: int) -> bool:
    """Say whether it is known that a search of so many days no longer reached a message."""
    until = last_day(words_of(diagnosis.facts, number), days)
    return until is not None and is_after(diagnosis.facts, until)


def is_after(facts: Facts, day: pd.Timestamp) -> bool:
    """Say whether it is known that the trace was taken after a day had ended."""
    if facts.taken is None:
        return False
    taken = pd.Timestamp(facts.taken)
    taken = taken.tz_convert("UTC").tz_localize(None) if taken.tzinfo else taken
    return taken >= day + pd.Timedelta(days=1)


def is_logged(facts: Facts, number: int) -> bool:
    """Say whether a message is known from the logs of Exchange servers alone."""
    return number in _logged(facts)


@once
def _logged(facts: Facts) -> frozenset[int]:
    """The messages of which every journey is told by a server's log: it names the component.

    An Extended report has the same rows, and comes from Exchange Online.
    """
    events, sources = facts.events, facts.trace.sources
    own = sources.loc[sources["format"].isin(_LOGS), "source"]
    rows = events["component"].notna() & events["source"].isin(own)
    rows &= ~events["derived"].fillna(False).astype(bool)
    logged = facts.journeys["journey"].isin(events.loc[rows, "journey"]).to_numpy(dtype=bool)
    of = facts.journeys["message"].to_numpy()
    return frozenset(of[logged].tolist()) - frozenset(of[~logged].tolist())


def words_of(facts: Facts, number: int) -> dict[str, str]:
    """Return the words for the placeholders of one message, worked out once for all its steps."""
    known = _known_words(facts)
    if number not in known:
        who, clock = facts.messages, facts.events.of_message(number, _CLOCKS)
        table = facts.journeys.of_message(number, ["journey", "sender", "received"])
        times = clock.groupby("journey").min().reindex(table["journey"])
        table["received"] = table["received"].fillna(times["time"].set_axis(table.index))
        table["local"] = times["local_time"].array
        known[number] = (
            fillings(who["message_id"][number], who["recipient"][number], table, facts.taken)
            | _vendor(facts) | _rule(facts, number) | _exempting(facts, number)
            | _dlp_rule(facts, number)
        )  # fmt: skip
    return known[number]


def _rule(facts: Facts, number: int) -> dict[str, str]:
    """The rule to look at: the last of the organization's that acted at the end, by id or name.

    An id finds a rule whatever it is called; a name goes into a command only if it is a plain one.
    A rule of data loss prevention is none of these.
    """
    rows, dlp = _rules(facts, number)
    rows = rows[~dlp]
    if rows[["rule_id", "rule_name"]].isna().all(axis=None):
        return {}
    named = _commanded(rows)
    acted = rows["action"].str.casefold().str.replace(" ", "").isin([*ACTING, *MARKING])
    weight = (rows["final"] & ~rows["handed"]).astype(int) * 2 + acted
    best = weight[named.index].max()
    return {"rule": named[weight[named.index].eq(best)].iloc[-1]} if len(named) else {}


def _exempting(facts: Facts, number: int) -> dict[str, str]:
    """The rule that exempts mail from the gateway, where one fired."""
    rows = facts.events.of_message(number, _OF_RULES)
    named = _commanded(rows[rows["rule_role"].eq("exempt").fillna(False)])
    return {"listed_rule": named.iloc[-1]} if len(named) else {}


def _commanded(rows: pd.DataFrame) -> pd.Series:
    """How a command names the rules of rows: by id, else by a plain name; others are left out."""
    named = rows["rule_id"].where(rows["rule_id"].str.fullmatch(_GUID).fillna(False).astype(bool))
    plain = rows["rule_name"].str.fullmatch(_PLAIN_NAME).fillna(False).astype(bool)
    return named.fillna(rows["rule_name"].where(plain)).dropna()


def _rules(facts: Facts, number: int) -> tuple[pd.DataFrame, pd.Series]:
    """The rows of one message that are not of the gateway's rules; those of DLP are marked."""
    rows = facts.events.of_message(number, _OF_RULES)
    rows = rows[rows["rule_role"].isna()]
    return rows, rows["event"].eq("DLP rule")


def _has_dlp_alone(facts: Facts, number: int) -> bool:
    rows, dlp = _rules(facts, number)
    return bool(dlp.any()) and not rows.loc[~dlp, ["rule_id", "rule_name"]].notna().any(axis=None)


def _dlp_rule(facts: Facts, number: int) -> dict[str, str]:
    """The last rule of data loss prevention, where its name is a plain one."""
    rows, dlp = _rules(facts, number)
    names = rows.loc[dlp, "rule_name"].dropna()
    names = names[names.str.fullmatch(_PLAIN_NAME).astype(bool)]
    return {"dlp_rule": names.iloc[-1]} if len(names) else {}


def _vendor(facts: Facts) -> dict[str, str]:
    """The names that the gateway's profile gives."""
    groups, rules = facts.gateway.groups, facts.gateway.rules
    routes = [rule.samples[0] for rule in rules if rule.role == "route"]
    named = {
        "group": groups[0].name if groups else "",
        "route_rule": routes[0] if routes else "",
        "listed_rule": routes[0] if routes else "",
    }
    return {name: word.replace("'", "''") for name, word in named.items() if word}


@once
def _known_words(facts: Facts) -> dict[int, dict[str, str]]:
    return {}


def proof_rows(facts: Facts, proof: Proof, number: int) -> pd.DataFrame:
    """Return the rows that prove an answer, as they are in the trace: events before journeys."""
    if not len(proof):
        return _no_rows().copy(deep=False)
    of, parts = proof.rows_of(number), []
    for name, shown in (("events", _shown_events), ("journeys", _shown_journeys)):
        if len(of[name]):
            parts.append(shown(facts).take(shown(facts).index.get_indexer(of[name])))
    if not parts:
        return _no_rows().copy(deep=False)
    return pd.concat(parts, ignore_index=True) if parts[1:] else parts[0].reset_index(drop=True)


def _doubt_of(facts: Facts, number: int) -> str:
    """Why nothing is concluded from the records of a message that is in doubt."""
    doubts = _messages_in_doubt(facts)
    return next((doubt for doubt, messages in doubts.items() if number in messages), UNCLEAR)


@once
def _messages_in_doubt(facts: Facts) -> dict[str, frozenset[int]]:
    """The messages of records that nobody can part, and those of reports that read two ways."""
    problems, journeys = facts.trace.problems, facts.journeys
    reasons = problems["reason"]
    found = {SEVERAL: reasons.eq(REASON), AMBIGUOUS: reasons.str.startswith(TWO_WAYS)}
    return {
        doubt: frozenset(
            journeys.loc[journeys["journey"].isin(problems.loc[rows, "journey"]), "message"])
        for doubt, rows in found.items()
    }  # fmt: skip


@once
def _shown_events(facts: Facts) -> pd.DataFrame:
    return facts.trace.events.assign(table="events")[["table", *_SHOWN]]


@once
def _shown_journeys(facts: Facts) -> pd.DataFrame:
    said = facts.trace.journeys
    rows = said[["journey", "source", "line"]].assign(
        table="journeys", event="Status", detail=said["status_text"].fillna(said["progress"]),
        time=said["received"],
    )  # fmt: skip
    return rows.reindex(columns=["table", *_SHOWN]).astype(_TYPES)


@cache
def _no_rows() -> pd.DataFrame:
    shown = table("events")[_SHOWN]
    return shown.assign(table=pd.Series(dtype="str"))[["table", *_SHOWN]].astype(_TYPES)
