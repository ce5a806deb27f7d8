"""A case in at most five sentences that a customer can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracekit.combine.bounces import SAYS
from tracekit.decode.details import decode_detail
from tracekit.decode.reason import decode_reason
from tracekit.diagnosis import telling
from tracekit.diagnosis.answered import Answered, answer_in
from tracekit.diagnosis.naming import folders_of, named_reason, named_sentence
from tracekit.diagnosis.quoting import quoted
from tracekit.diagnosis.step import AMBIGUOUS, Step
from tracekit.evidence.filtering import verdicts
from tracekit.knowledge import find_code, load_complaints
from tracekit.knowledge.schema import Code
from tracekit.knowledge.sentences import ByVerdict, load_summaries

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# Outcomes that hang on the answer of another server.
_OUTSIDE = ("decided-by-remote-server", "delay-at-remote-server")
_OF_GATEWAY = ("decided-by-gateway", "refused-by-gateway")
_BY_ANSWER = (*_OUTSIDE, "refused-by-gateway")
_USUAL = ("disposition", "decision")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s")
_IMITATED = ("The report holds text that imitates its own rows, so nothing is concluded from it: "
             "the same result as CSV is missing.")  # fmt: skip


def summary(case: Case) -> str:
    """Say what happened, who decided, why we think so, what to do and who does it.

    What the trace cannot tell is one sentence that says what is missing. Of what strangers wrote,
    only names (of a host, a folder, a rule) are in it, in one line and bounded.
    """
    if any(step.because == AMBIGUOUS for step in case.steps):
        return _IMITATED
    asked = _asked(case)
    known = [tree for tree in asked if case.outcomes[tree] != "cannot-tell"]
    told = [_told(case, tree) for tree in _said(case, known)]
    told += [_why(case, _reasoning(case, tree)) for tree in _telling(case, known)[-1:]]
    told += [telling.alone(case)]
    # A bounce that none of the actors explains is explained by its code, where that is known.
    told_by_code = known[:1] == ["disposition"] and _bounce_entry(case)
    settled = told_by_code or case.outcomes["disposition"] == "pending"
    dark = [t for t in asked if t not in known and not (t == "decision" and settled)]
    told += [_missing(case, dark)] if dark else []
    return " ".join([*list(filter(None, told))[:4], *filter(None, [_to_do(case, known)])])


def _said(case: Case, known: list[str]) -> list[str]:
    """The trees of which a sentence is said: not that nobody decided, where that says little.

    Where the tree of the gateway tells of the hand-over, it is not said twice.
    """
    if case.outcomes["disposition"] == "with-the-gateway" and "gateway" in known:
        known = [tree for tree in known if tree != "disposition"]
    little = (case.outcomes["disposition"] in load_summaries().own_step
              and case.outcomes["decision"] == "no-adverse-decision")  # fmt: skip
    return [t for t in known[:2] if not (little and t == "decision")]


def _telling(case: Case, known: list[str]) -> list[str]:
    """The trees whose reason says something; that nobody decided has none."""
    told = [t for t in known[:2] if _outcome(case, t) != "no-adverse-decision"]
    return told or known[:1]


def _reasoning(case: Case, tree: str) -> str:
    """The tree whose reason stands under a sentence: a code says best why a route broke."""
    return "decision" if tree == "gateway" and _broke_at_gateway(case) else tree


def _asked(case: Case) -> tuple[str, ...]:
    """The trees that answer what was reported, in the order of a story."""
    trees = _story(case)
    worth = load_summaries().worth_telling
    if case.outcomes["gateway"] in load_summaries().always_told and "gateway" not in trees:
        waits = case.outcomes["disposition"] == "with-the-gateway"
        return ("gateway",) if waits and trees == _USUAL else (trees[0], "gateway")
    if trees == ("gateway",) and _does_not_fit(case):
        return ("gateway", "decision")
    if not case.complaint and case.outcomes["decision"] == "no-adverse-decision":
        more = [tree for tree, names in worth.items() if case.outcomes[tree] in names]
        return ("disposition", more[0]) if more else trees
    if not _broke_at_gateway(case):
        return trees
    return tuple(dict.fromkeys("gateway" if tree == "decision" else tree for tree in trees))


def _broke_at_gateway(case: Case) -> bool:
    """Is the route the cause, and does the tree of the gateway say where it broke?"""
    found, words = case.outcomes, load_summaries()
    return found["decision"] == "decided-by-routing" and found["gateway"] in words.at_gateway


def _story(case: Case) -> tuple[str, ...]:
    trees = load_complaints()[case.complaint].trees if case.complaint else _USUAL
    if trees == ("delay",) and case.outcomes["delay"] == "still-waiting":
        out = case.outcomes["disposition"] == "with-the-gateway"
        return ("delay", "gateway" if out else "decision")
    # Nobody has decided about what is still there; the tree of the gateway tells the story.
    held = case.outcomes["gateway"] in load_summaries().held
    if held and case.outcomes["disposition"] == "with-the-gateway" and set(trees) & set(_USUAL):
        return ("gateway", *(t for t in trees if t not in (*_USUAL, "gateway") and len(trees) == 2))
    if set(trees) >= set(_USUAL) or "decision" in trees:
        return (*_USUAL, *(t for t in trees if t not in _USUAL and len(trees) == 2))
    return trees


def _told(case: Case, tree: str) -> str:
    name, words = _outcome(case, tree), load_summaries()
    noted = _noted(case) if tree == "decision" else None
    sentence = (noted and noted.sentence) or _sentence(case, tree)
    sure = _last_yes(case, tree).strength if name in words.as_shown else case.strength[tree]
    if sure != "consistent with" or name == "no-adverse-decision":
        return sentence
    first = sentence[:1] if sentence.startswith("Microsoft") else sentence[:1].lower()
    return words.likely + first + sentence[1:]


def _outcome(case: Case, tree: str) -> str:
    """The outcome that is told: what does not fit together says more than that nobody decided."""
    return (_does_not_fit(case) if tree == "decision" else "") or case.outcomes[tree]


def _does_not_fit(case: Case) -> str:
    """The decision that is told in place of none, or an empty text."""
    if case.outcomes["decision"] != "no-adverse-decision":
        return ""
    found = {one.id for one in case.contradictions}
    return next((d for name, d in load_summaries().told_as.items() if name in found), "")


def _noted(case: Case) -> ByVerdict | None:
    """What is said of the decision where the filter noted a verdict that has words of its own."""
    words = load_summaries().by_verdict.get(_outcome(case, "decision"))
    if not words or case.diagnosis is None:
        return None
    return words.get(verdicts(case.diagnosis.facts).fillna("").get(case.number, ""))


def _sentence(case: Case, tree: str) -> str:
    """The sentence of an outcome, with who answered, or with a name, where rows give one."""
    name, words = _outcome(case, tree), load_summaries()
    if tree == "decision" and _is_unanswered(case):
        return words.unanswered.sentence
    if tree == "decision" and _is_unlisted(case):
        return words.unlisted.sentence
    if said := answer_of(case, tree):
        own = "gateway" if name in _OF_GATEWAY else "outside" if said.host else "nameless"
        return getattr(words.answered, own).format(host=said.host, code=said.code, title=said.title)
    return named_sentence(case, name, _last_yes(case, tree)) or getattr(words, tree)[name]


def answer_of(case: Case, tree: str) -> Answered | None:
    """The answer of a server outside, or of the gateway's, that an outcome hangs on."""
    step = _last_yes(case, tree)
    answered = case.outcomes[tree] in _BY_ANSWER or step.node == "k-gateway-refused"
    said = answer_in(case, step) if answered else None
    silent = said and re.fullmatch(load_summaries().unanswered.code, said.code.split()[-1])
    return None if silent else said


def _why(case: Case, tree: str) -> str:
    """The reason of the answer that an outcome hangs on, in one sentence."""
    if tree == "decision" and _does_not_fit(case):
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
        entry = find_code(code, said.get("token", ""), said.get("reason", "")) if code else None
        if entry:
            return code, entry
    return "", None


def _missing(case: Case, trees: list[str]) -> str:
    words = load_summaries()
    lacking = {t: words.missing_at.get(case.steps_of(t)[-1].node, words.missing[t]) for t in trees}
    parts = [words.open[tree] for tree in trees]
    named = ", ".join(parts[:-1]) + " and " + parts[-1] if parts[1:] else parts[0]
    return f"To say {named}, this is missing: {lacking[trees[-1]]}."


def _to_do(case: Case, known: list[str]) -> str:
    """Who does what next: for the last answer that asks somebody to act."""
    words = load_summaries()
    if "decision" in known and (noted := _noted(case)):
        return noted.next
    if "decision" in known:
        last = _last_yes(case, "decision")
        by_code = case.outcomes["decision"] in words.by_code or _is_bounce(last)
        _, entry = _decisive_code(last) if by_code else ("", None)
        if entry:
            return f"Next, for {entry.who}: {entry.fix}"
    if "decision" in known and _is_unanswered(case):
        return words.unanswered.next
    if "decision" in known and _is_unlisted(case):
        return words.unlisted.next
    if "disposition" in known and (bounce := _bounce_entry(case)):
        return f"Next, for {bounce[1].who}: {bounce[1].fix}"
    outside = (answer_of(case, t) for t in known if case.outcomes[t] in _OUTSIDE)
    if said := next(filter(None, outside), None):
        return said.fix if said.who == "nobody" else f"Next, for {said.who}: {said.fix}"
    last = known[::-1]
    last.sort(key=lambda tree: case.outcomes[tree] not in words.own_step)
    steps = [_next_step(case, tree) for tree in last]
    if any(steps):
        return next(filter(None, steps))
    return "" if len(known) < len(_asked(case)) else "Nobody has to do anything now."


def _next_step(case: Case, tree: str) -> str:
    """Who does what next, with the name of the folder where it is known."""
    name, words = _outcome(case, tree), load_summaries()
    names = folders_of(case, _last_yes(case, tree)) if name in words.named_next else []
    return words.named_next[name].format(name=quoted(names)) if names else words.next[name]


def _first(text: str) -> str:
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
