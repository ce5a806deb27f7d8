"""A case in at most five sentences that a customer can read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracekit.combine.bounces import SAYS
from tracekit.decode.details import decode_detail
from tracekit.decode.reason import decode_reason
from tracekit.diagnosis import telling
from tracekit.diagnosis.answered import Answered, answer_in, who_acts
from tracekit.diagnosis.naming import named_reason, named_sentence, names_of, own_finding
from tracekit.diagnosis.proof import is_out_of_reach
from tracekit.diagnosis.quoting import quoted
from tracekit.diagnosis.step import AMBIGUOUS, SEVERAL, UNCLEAR, Step
from tracekit.diagnosis.story import (
    told_instead,
    told_outcome,
    tree_of_reason,
    trees_asked,
    trees_said,
    trees_with_reason,
)
from tracekit.evidence.filtering import verdicts
from tracekit.knowledge import find_code
from tracekit.knowledge.outside import quotes_another_server
from tracekit.knowledge.schema import Code
from tracekit.knowledge.sentences import ByVerdict, TooOld, load_summaries

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# Outcomes that hang on the answer of another server.
_OUTSIDE = ("decided-by-remote-server", "delay-at-remote-server")
_OF_GATEWAY = ("decided-by-gateway", "refused-by-gateway")
_BY_ANSWER = (*_OUTSIDE, "refused-by-gateway")
_ANSWERED = ("outside", "nameless", "quoted", "quoted_nameless")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s")
_IN_DOUBT = {
    AMBIGUOUS: "This report can be read in two ways, so nothing is concluded from it. Its rows are "
    "kept in the tables, and the list of problems says which text leaves it open. What is missing "
    "is the same result as CSV, where every value has a cell of its own.",
    UNCLEAR: "Two records here may be of one pass of the message or of two, so nothing is "
    "concluded from them. Both are kept in the tables, and the list of problems says which they "
    "are. What is missing is the same result as CSV with MessageTraceId and seconds.",
    SEVERAL: "The rows are of more than one result of the search, and nothing says which of them "
    "belong together, so nothing is concluded from them: the same rows with MessageTraceId, "
    "MessageId and RecipientAddress are missing.",
}


def summary(case: Case) -> str:
    """Say what happened, who decided, why we think so, what to do and who does it.

    What the trace cannot tell is one sentence that says what is missing. Of what strangers wrote,
    only names (of a host, a folder, a rule) are in it, in one line and bounded.
    """
    doubt = next((step.because for step in case.steps if step.because in _IN_DOUBT), "")
    if doubt:
        return _IN_DOUBT[doubt]
    asked = trees_asked(case)
    known = [tree for tree in asked if case.outcomes[tree] != "cannot-tell"]
    told = [_told(case, tree) for tree in trees_said(case, known)]
    told += [_why(case, tree_of_reason(case, tree)) for tree in trees_with_reason(case, known)[-1:]]
    told += [telling.alone(case)]
    # A bounce that none of the actors explains is explained by its code.
    told_by_code = known[:1] == ["disposition"] and _bounce_entry(case)
    settled = told_by_code or case.outcomes["disposition"] == "pending"
    nowhere = case.diagnosis is not None and case.diagnosis.facts.no_gateway
    moot = ["decision"] * bool(settled) + ["gateway"] * nowhere
    dark = [tree for tree in asked if tree not in {*known, *moot}]
    told += [_missing(case, dark)] if dark else []
    return " ".join([*list(filter(None, told))[:4], *filter(None, [_to_do(case, known)])])


def _told(case: Case, tree: str) -> str:
    name, words = told_outcome(case, tree), load_summaries()
    noted = _noted(case) if tree == "decision" else None
    sentence = (noted and noted.sentence) or _sentence(case, tree)
    sure = _last_yes(case, tree).strength if name in words.as_shown else case.strength[tree]
    if sure != "consistent with" or name == "no-adverse-decision":
        return sentence
    first = sentence[:1] if sentence.startswith("Microsoft") else sentence[:1].lower()
    return words.likely + first + sentence[1:]


def _noted(case: Case) -> ByVerdict | None:
    """What is said of the decision where the filter's verdict, or the code, has its own words."""
    words = load_summaries().by_verdict.get(told_outcome(case, "decision"))
    if not words or case.diagnosis is None:
        return None
    noted = verdicts(case.diagnosis.facts).fillna("").get(case.number, "")
    return words.get(noted) or words.get(_decisive_code(_last_yes(case, "decision"))[0])


def _sentence(case: Case, tree: str) -> str:
    """The sentence of an outcome, with who answered, or with a name, where rows give one."""
    name, words = told_outcome(case, tree), load_summaries()
    if tree == "decision" and _is_unanswered(case):
        return words.unanswered.sentence
    if tree == "decision" and _is_unlisted(case):
        return words.unlisted.sentence
    if said := answer_of(case, tree):
        whose = _ANSWERED[2 * said.quoted + (not said.host)]
        own = "gateway" if name in _OF_GATEWAY else whose
        return getattr(words.answered, own).format(host=said.host, code=said.code, title=said.title)
    usual = words.of_kind.get(case.gateway.kind, {}).get(name) or getattr(words, tree)[name]
    return named_sentence(case, name, _last_yes(case, tree)) or usual


def answer_of(case: Case, tree: str) -> Answered | None:
    """The answer of a server outside, or of the gateway's, that an outcome hangs on."""
    step = _last_yes(case, tree)
    answered = case.outcomes[tree] in _BY_ANSWER or step.node == "k-gateway-refused"
    said = answer_in(case, step) if answered else None
    silent = said and re.fullmatch(load_summaries().unanswered.code, said.code.split()[-1])
    return None if silent else said


def _why(case: Case, tree: str) -> str:
    """The reason of the answer that an outcome hangs on, in one sentence."""
    if tree == "decision" and told_instead(case):
        found = (c for c in case.contradictions if c.id in load_summaries().told_as)
        return f"Why we think so: {next(found).sentence}"
    if answer_of(case, tree):
        return ""  # who answered has been said
    last = _decisive(case, tree)
    reason = named_reason(case, case.outcomes[tree], last) or _first(last.because)
    code, entry = _decisive_code(last)
    if tree == "disposition" and not entry:
        code, entry = _bounce_entry(case) or ("", None)
    told_by = " in the bounce of it" if _is_bounce(last) else ""
    if entry:
        reason = f"The code {code}{told_by} stands for: {entry.title}."
    elif told_by:
        reason = "A bounce of it says so."
    return f"Why we think so: {reason}" if reason else ""


def _last_yes(case: Case, tree: str) -> Step:
    steps = [step for step in case.steps_of(tree) if step.answer == "yes"]
    return (steps or case.steps_of(tree))[-1]


def _is_unanswered(case: Case) -> bool:
    """Did another server stop it without an answer, as the code says?"""
    if case.outcomes["decision"] != "decided-by-remote-server":
        return False
    code, _ = _code_of(_last_yes(case, "decision"))
    return bool(re.fullmatch(load_summaries().unanswered.code, code))


def _is_unlisted(case: Case) -> bool:
    """Did Microsoft 365 refuse it with a code that has no entry?"""
    last = _last_yes(case, "decision")
    by_code = case.outcomes["decision"] == "decided-by-microsoft" and "the code " in last.because
    return by_code and _decisive_code(last)[1] is None


def _decisive(case: Case, tree: str) -> Step:
    """The answer that an outcome hangs on: the last yes, or that of the question told for it."""
    told = load_summaries().reason_at.get(case.outcomes[tree])
    steps = (step for step in case.steps_of(tree) if step.node == told)
    return next(steps, _last_yes(case, tree))


def _decisive_code(step: Step) -> tuple[str, Code | None]:
    """The code that the answer of a step is about, with its entry, which says more about it."""
    said = "the code " in step.because.casefold() or _is_bounce(step)
    return _code_of(step) if said else ("", None)


def _is_bounce(step: Step) -> bool:
    """Do the rows of a step stand in a bounce, and not in the trace?"""
    details = step.rows["detail"].dropna() if len(step.rows) else []
    return len(details) > 0 and all(detail.startswith(f"{SAYS}: ") for detail in details)


def _bounce_entry(case: Case) -> tuple[str, Code] | None:
    """The code of a message that bounced for what is none of the actors, with its entry."""
    outcomes = case.outcomes
    if outcomes["disposition"] != "bounced" or outcomes["decision"] != "cannot-tell":
        return None
    code, entry = _code_of(_last_yes(case, "disposition"))
    return (code, entry) if entry else None


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


def _missing(case: Case, trees: list[str]) -> str:
    words = load_summaries()
    lacking = dict.fromkeys(_lacking(case, tree) for tree in trees)
    return f"To say {_joined([words.open[t] for t in trees])}, this is missing: {_joined(lacking)}."


def _lacking(case: Case, tree: str) -> str:
    """What would answer a tree; behind it, that a search no longer reaches it, if that is known."""
    words, node = load_summaries(), case.steps_of(tree)[-1].node
    where = _beside_verdict(case, node) or words.missing_where.get(node, {}).get(
        case.outcomes["disposition"])  # fmt: skip
    kind = words.missing_of_kind.get(case.gateway.kind) if tree == "gateway" else None
    if kind and node == "g-copy-kind":
        return kind
    old = words.too_old["quarantine" if where and case.outcomes["disposition"] == "in-quarantine"
                        else "trace"]  # fmt: skip
    at_node = None if node == "l-times" and _lacks_events(case) else words.missing_at.get(node)
    told = where or at_node or words.missing[tree]
    searched = told == words.missing[tree] or old is words.too_old["quarantine"]
    return told + (old.missing if searched and _is_over(case, old) else "")


def _lacks_events(case: Case) -> bool:
    """Is no printed event here, so that it is not the zone of their times that is missing?"""
    return case.trace.events.loc[case.trace.events["derived"].ne(True), "time_text"].isna().all()


def _beside_verdict(case: Case, node: str) -> str:
    """What is missing of who decided where the filter's verdict was read already."""
    if case.diagnosis is None or node != "k-microsoft":
        return ""
    noted = verdicts(case.diagnosis.facts).fillna("").get(case.number, "")
    told = load_summaries().missing_beside.get(case.outcomes["disposition"], {})
    return (told.get(noted) or told.get("other", "")) if noted else ""


def _is_over(case: Case, old: TooOld) -> bool:
    return case.diagnosis is not None and is_out_of_reach(case.diagnosis, case.number, old.days)


def _joined(parts: Iterable[str]) -> str:
    *more, last = parts
    return ", ".join(more) + " and " + last if more else last


def _to_do(case: Case, known: list[str]) -> str:
    """Who does what next: for the last answer that asks somebody to act."""
    words = load_summaries()
    if "decision" in known and (noted := _noted(case)):
        return noted.next
    if "decision" in known:
        last = _last_yes(case, "decision")
        by_code = case.outcomes["decision"] in words.by_code or _is_bounce(last)
        entry = _decisive_code(last)[1] if case.outcomes["decision"] not in _OUTSIDE else None
        if entry and (by_code or entry.own_finding):
            return f"Next, for {who_acts(case, last, entry.who)}: {entry.fix}"
    if "decision" in known and _is_unanswered(case):
        return words.unanswered.next
    if "decision" in known and _is_unlisted(case):
        return words.unlisted.next
    if "disposition" in known and (bounce := _bounce_entry(case)):
        return f"Next, for {bounce[1].who}: {bounce[1].fix}"
    outside = (answer_of(case, t) for t in known if case.outcomes[t] in _OUTSIDE)
    if said := next(filter(None, outside), None):
        return _after(case, said)
    last = known[::-1]
    last.sort(key=lambda tree: case.outcomes[tree] not in words.own_step)
    steps = [_next_step(case, tree) for tree in last]
    if any(steps):
        return next(filter(None, steps))
    return "" if len(known) < len(trees_asked(case)) else "Nobody has to do anything now."


def _after(case: Case, said: Answered) -> str:
    """Who does what after an answer: what passes is over once it was taken, or had expired."""
    where, words = case.outcomes["disposition"], load_summaries().put_off
    if said.passes and said.code.startswith("4") and where not in ("pending", "bounced"):
        return words.taken
    if said.who == "nobody" and where == "bounced":
        return words.over
    return said.fix if said.who == "nobody" else f"Next, for {said.who}: {said.fix}"


def _next_step(case: Case, tree: str) -> str:
    """Who does what next, with the name of the folder where it is known."""
    name, words = told_outcome(case, tree), load_summaries()
    if name in _OUTSIDE and (entry := own_finding(case, _last_yes(case, tree))):
        return f"Next, for {entry.who}: {entry.fix}"
    over = (old for old in words.too_old.values() if name in old.outcomes
            or (name in old.beside and case.outcomes["disposition"] in old.outcomes))  # fmt: skip
    if (old := next(over, None)) and _is_over(case, old):
        return old.next
    names = names_of(case, name, _last_yes(case, tree)) if name in words.named_next else []
    return words.named_next[name].format(name=quoted(names)) if names else words.next[name]


def _first(text: str) -> str:
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
