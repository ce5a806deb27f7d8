"""What an outcome hangs on: the last yes, the code in its rows, the answer of a server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracekit.combine.bounces import SAYS
from tracekit.decode.details import decode_detail
from tracekit.decode.reason import decode_reason
from tracekit.diagnosis.answered import Answered, answer_in, events_of
from tracekit.diagnosis.proof import is_out_of_reach
from tracekit.diagnosis.step import Step
from tracekit.diagnosis.story import told_outcome
from tracekit.evidence.filtering import verdicts
from tracekit.knowledge import find_code
from tracekit.knowledge.outside import quotes_another_server
from tracekit.knowledge.sentences import ByVerdict, TooOld, Unanswered, load_summaries
from tracekit.knowledge.term_entries import Code

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# Outcomes that hang on the answer of another server.
OUTSIDE = ("decided-by-remote-server", "delay-at-remote-server")
_BY_ANSWER = (*OUTSIDE, "refused-by-gateway")


def noted_verdict(case: Case) -> ByVerdict | None:
    """What is said of the decision where the filter's verdict, or the code, has its own words."""
    words = load_summaries().by_verdict.get(told_outcome(case, "decision"))
    if not words or case.diagnosis is None:
        return None
    noted = verdicts(case.diagnosis.facts).fillna("").get(case.number, "")
    return words.get(noted) or words.get(decisive_code(last_yes(case, "decision"))[0])


def answer_of(case: Case, tree: str) -> Answered | None:
    """The answer of a server outside, or of the gateway's, that an outcome hangs on."""
    step = last_yes(case, tree)
    answered = case.outcomes[tree] in _BY_ANSWER or step.node == "k-gateway-refused"
    said = answer_in(case, step) if answered else None
    silent = said and re.fullmatch(load_summaries().unanswered.code, said.code.split()[-1])
    return None if silent else said


def last_yes(case: Case, tree: str) -> Step:
    steps = [step for step in case.steps_of(tree) if step.answer == "yes"]
    return (steps or case.steps_of(tree))[-1]


def unanswered(case: Case) -> Unanswered | None:
    """What is said of another server that stopped it, and whose answer is not here, by the code."""
    if case.outcomes["decision"] != "decided-by-remote-server":
        return None
    code, _ = _code_of(last_yes(case, "decision"))
    words = load_summaries()
    return next((one for one in (words.expired, words.unanswered) if re.fullmatch(one.code, code)),
                None)  # fmt: skip


def is_unlisted(case: Case) -> bool:
    """Did Microsoft 365 refuse it with a code that has no entry?"""
    last = last_yes(case, "decision")
    by_code = case.outcomes["decision"] == "decided-by-microsoft" and "the code " in last.because
    return by_code and decisive_code(last)[1] is None


def decisive_step(case: Case, tree: str) -> Step:
    """The answer that an outcome hangs on: the last yes, or that of the question told for it."""
    told = load_summaries().reason_at.get(case.outcomes[tree])
    steps = (step for step in case.steps_of(tree) if step.node == told)
    return next(steps, last_yes(case, tree))


def decisive_code(step: Step) -> tuple[str, Code | None]:
    """The code that the answer of a step is about, with its entry, which says more about it."""
    said = "the code " in step.because.casefold() or is_bounce(step)
    return _code_of(step) if said else ("", None)


def is_bounce(step: Step) -> bool:
    """Do the rows of a step stand in a bounce, and not in the trace?"""
    details = step.rows["detail"].dropna() if len(step.rows) else []
    return len(details) > 0 and all(detail.startswith(f"{SAYS}: ") for detail in details)


def bounce_entry(case: Case) -> tuple[str, Code] | None:
    """The code of a message that bounced for what is none of the actors, with its entry."""
    outcomes = case.outcomes
    if outcomes["disposition"] != "bounced" or outcomes["decision"] != "cannot-tell":
        return None
    code, entry = _code_of(last_yes(case, "disposition"))
    return (code, entry) if entry else None


def nobody_answered(case: Case, tree: str) -> bool:
    """Do all codes in the rows of an outcome say that nobody there answered?"""
    rows = events_of(case, last_yes(case, tree))
    both = [[c for c in (row["inner_code"], row["enhanced_code"]) if isinstance(c, str)]
            for row in rows]  # fmt: skip
    codes = [found[0] for found in both if found]
    silent = load_summaries().unanswered.code
    return bool(codes) and all(re.fullmatch(silent, code) for code in codes)


def _code_of(step: Step) -> tuple[str, Code | None]:
    """The first code in the rows of a step that has an entry."""
    for detail in step.rows["detail"].dropna():
        said = decode_detail(detail) or decode_reason(detail.removeprefix(f"{SAYS}: "))
        code = said.get("inner_code") or said.get("enhanced_code")
        if quotes_another_server(said.get("enhanced_code", ""), said.get("reason", "")):
            code = said.get("enhanced_code")  # the inner one is the other side's
        entry = find_code(code, said.get("token", ""), said.get("reason", "")) if code else None
        if entry:
            return code, entry
    return "", None


def is_complete(case: Case) -> bool:
    """Did somebody say that every search result was read, and has each of them its events?"""
    facts = case.diagnosis.facts if case.diagnosis is not None else None
    return bool(facts and facts.complete is True and facts.messages.loc[case.number, "whole"])


def is_over(case: Case, old: TooOld) -> bool:
    return case.diagnosis is not None and is_out_of_reach(case.diagnosis, case.number, old.days)
