"""Who does what next: of a case, and of an outcome where the rows say it better than its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracekit.diagnosis.answered import Answered, who_acts
from tracekit.diagnosis.decisive import (
    OUTSIDE,
    answer_of,
    bounce_entry,
    decisive_code,
    is_bounce,
    is_complete,
    is_over,
    is_unlisted,
    last_yes,
    noted_verdict,
    unanswered,
)
from tracekit.diagnosis.naming import named_next, own_finding
from tracekit.diagnosis.step import DOUBTS
from tracekit.diagnosis.story import broke_at_gateway, is_in_the_dark, told_outcome, trees_asked
from tracekit.knowledge import load_complaints
from tracekit.knowledge.schema import Outcome
from tracekit.knowledge.sentences import load_summaries
from tracekit.knowledge.term_entries import Code

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

# Where to begin, when nothing that was asked says who acts and several outcomes do.
_ORDER = ("gateway", "decision", "delay", "copies", "disposition")


@dataclass(frozen=True)
class Acting:
    """What is to be done next, and who does it where the sentence itself does not say so."""

    what: str
    who: str = ""

    def told(self) -> str:
        """Say it as a sentence of a summary.

        >>> Acting("Check the address.", "the sender").told()
        'Next, for the sender: Check the address.'
        """
        return f"Next, for {self.who}: {self.what}" if self.who else self.what

    def under(self, heading: str) -> str:
        """Return a heading for it, with who acts.

        >>> Acting("Check the address.", "the sender").under("Next"), Acting("Wait.").under("Next")
        ('Next (the sender)', 'Next')
        """
        return f"{heading} ({self.who})" if self.who else heading


def to_do(case: Case) -> Acting | None:
    """Who does what next, as the summary says it: for the last answer that asks somebody to act."""
    asked = trees_asked(case)
    known = [tree for tree in asked if case.outcomes[tree] != "cannot-tell"]
    if not known or is_in_the_dark(case):
        return _to_get(case)
    found = next(filter(None, _steps(case, known)), None)
    if found or len(known) < len(asked):
        return found
    return Acting(load_summaries().nobody)


def _to_get(case: Case) -> Acting:
    """Who gets what is missing, where nothing of what was reported can be told."""
    words = load_summaries()
    old = words.too_old["trace"]
    return Acting(old.next if is_over(case, old) else words.get_missing)


def next_step(case: Case) -> Acting | None:
    """What the summary says, or the first step of the other trees where it says nothing.

    Those of the trees that answer the complaint come first.
    """
    if any(step.because in DOUBTS for step in case.steps):
        return None
    asked = load_complaints()[case.complaint].trees if case.complaint else ()
    trees = sorted(_ORDER, key=lambda tree: tree not in asked)
    others = (_step(case, tree) for tree in trees if _asks_to_act(case.outcome(tree)))
    return to_do(case) or next(filter(None, others), None)


def leads_on(outcome: Outcome) -> bool:
    """Say whether the next step is another tree, which is walked here already."""
    return (
        outcome.next_step.startswith("Go on with the question")
        or outcome.id == "outbound-not-in-trace"
    )


def _asks_to_act(outcome: Outcome) -> bool:
    return outcome.owner != "nobody" and outcome.id != "cannot-tell" and not leads_on(outcome)


def in_place_of_own(case: Case, tree: str) -> Acting | None:
    """What is said of an outcome in place of its own steps: a code, the time, or nobody may act."""
    if case.outcomes[tree] == "cannot-tell":
        return None
    return next(filter(None, _said_better(case, tree)), None)


def _said_better(case: Case, tree: str) -> Iterator[Acting | None]:
    held = case.outcomes["gateway"] in load_summaries().held
    if held and case.outcomes[tree] in ("with-the-gateway", "still-waiting"):
        yield _step(case, "gateway")
    if tree == "decision":
        yield _by_verdict_or_code(case)
        yield _step(case, "gateway") if broke_at_gateway(case) else None
    if tree == "disposition":
        yield _by_bounce(case)
    yield _by_answer(case, tree)
    yield _by_own_finding(case, tree)
    yield _by_age(case, tree)


def _steps(case: Case, known: list[str]) -> Iterator[Acting | None]:
    words = load_summaries()
    yield _by_verdict_or_code(case) if "decision" in known else None
    yield _by_bounce(case) if "disposition" in known else None
    yield next(filter(None, (_by_answer(case, tree) for tree in known)), None)
    last = known[::-1]
    last.sort(key=lambda tree: case.outcomes[tree] not in words.own_step)
    yield from (_step(case, tree) for tree in last)


def _by_verdict_or_code(case: Case) -> Acting | None:
    """Who acts on a decision by the filter's note, by its code, or by what is known of none."""
    words = load_summaries()
    if case.outcomes["decision"] == "cannot-tell":
        return None
    if noted := noted_verdict(case):
        return Acting(noted.next)
    last = last_yes(case, "decision")
    by_code = case.outcomes["decision"] in words.by_code or is_bounce(last)
    entry = decisive_code(last)[1] if case.outcomes["decision"] not in OUTSIDE else None
    if entry and (by_code or entry.own_finding):
        return Acting(entry.fix, who_acts(case, last, entry.who))
    if silent := unanswered(case):
        return Acting(silent.next)
    return Acting(words.unlisted.next) if is_unlisted(case) else None


def _by_bounce(case: Case) -> Acting | None:
    found = bounce_entry(case)
    return _by_entry(found[1]) if found else None


def _by_entry(entry: Code) -> Acting:
    return Acting(entry.fix, entry.who)


def _by_answer(case: Case, tree: str) -> Acting | None:
    said = answer_of(case, tree) if case.outcomes[tree] in OUTSIDE else None
    return _after(case, said) if said else None


def _after(case: Case, said: Answered) -> Acting:
    """Who does what after an answer: what passes is over once it was taken, or had expired."""
    where, words = case.outcomes["disposition"], load_summaries().put_off
    if said.passes and said.code.startswith("4") and where not in ("pending", "bounced"):
        return Acting(words.taken)
    if said.who == "nobody" and where == "bounced":
        return Acting(words.over)
    return Acting(said.fix, "" if said.who == "nobody" else said.who)


def _by_own_finding(case: Case, tree: str) -> Acting | None:
    found = told_outcome(case, tree) in OUTSIDE and own_finding(case, last_yes(case, tree))
    return _by_entry(found) if found else None


def _by_age(case: Case, tree: str) -> Acting | None:
    """What is left to do where a search, or the quarantine, no longer has the message."""
    name, where = told_outcome(case, tree), case.outcomes["disposition"]
    over = (old for old in load_summaries().too_old.values()
            if name in old.outcomes or (name in old.beside and where in old.outcomes))  # fmt: skip
    old = next(over, None)
    return Acting(old.next) if old and is_over(case, old) else None


def _step(case: Case, tree: str) -> Acting | None:
    """Who does what about one outcome, with the name of the folder where it is known."""
    if found := _by_own_finding(case, tree) or _by_age(case, tree):
        return found
    name, words = told_outcome(case, tree), load_summaries()
    usual = (words.complete.next if is_complete(case) else {}).get(name, words.next[name])
    what = named_next(case, name, last_yes(case, tree)) or usual
    return Acting(what) if what else None
