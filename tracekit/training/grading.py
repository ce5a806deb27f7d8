"""Grade an attempt: pure functions from a case and its answers to points and to what was missed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from tracekit.knowledge.files import convert, parse_toml
from tracekit.training.attempt import Attempt, TreeAnswer
from tracekit.training.dealing import Dealt
from tracekit.training.schema import Answer

_SURE = {"cannot tell": 0, "consistent with": 1, "shown": 2}


class Earned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part of the points for an outcome that each kind of answer earns."""

    right: float
    too_sure: float
    not_sure_enough: float
    not_telling: float
    wrong: float
    over_claimed: float


class Less(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What takes points away."""

    beside: float
    asked_in_vain: float
    hint: float
    most_hints: float
    overconfident: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file grading.toml."""

    outcome: float
    rows: float
    ask: float
    tell: float
    earned: Earned
    less: Less
    sure: dict[str, int]


@cache
def weights() -> Weights:
    """Load grading.toml.

    >>> weights().outcome + weights().rows + weights().ask + weights().tell
    100.0
    """
    text = files("tracekit.training").joinpath("grading.toml").read_text("utf-8")
    return convert(parse_toml(text, "grading.toml"), Weights, "grading.toml", text)


class TreeGrade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tree: what was named and what is right, of which kind that is, and the rows.

    `kind`: a field of [earned] in grading.toml. `overlooked`: labels of proof rows that were not
    cited. `beside`: cited rows that prove nothing.
    """

    tree: str
    named: str
    right: str
    kind: str
    overlooked: tuple[str, ...]
    beside: tuple[str, ...]


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of a hundred and their parts (may be below 0), and each tree."""

    points: float
    outcome: float
    rows: float
    ask: float
    tell: float
    less: float
    trees: tuple[TreeGrade, ...]


def grade(dealt: Dealt, attempt: Attempt) -> Grade:
    """Grade what was answered; what was not answered counts as not told.

    The parts for outcome and rows are shared evenly by the trees that are asked.
    """
    known = weights()
    judged = [judge(dealt, answer, attempt.trees.get(answer.tree, TreeAnswer()))
              for answer in dealt.answers]  # fmt: skip
    share = 1 / len(judged)
    outcome = known.outcome * share * sum(getattr(known.earned, one.kind) for one in judged)
    pairs = zip(judged, dealt.answers, strict=True)
    rows = known.rows * share * sum(_rows(one, answer) for one, answer in pairs)
    ask, tell = known.ask * _ask(dealt, attempt), known.tell * _tell(dealt, attempt)
    less = _less(attempt, judged[0])
    points = outcome + rows + ask + tell - less
    parts = [round(part, 2) for part in (points, outcome, rows, ask, tell, less)]
    return Grade(*parts, trees=tuple(judged))


def judge(dealt: Dealt, right: Answer, given: TreeAnswer) -> TreeGrade:
    """Judge one tree: the kind of answer, and the rows."""
    cited = set(given.rows)
    rows = dealt.rendered.labels
    overlooked = tuple(label for label in right.proof if not cited & set(rows.get(label, ())))
    # A Status sums the rows up: citing it as well is no mistake, unless it is there to mislead.
    sums = {row for row in cited if row.endswith(".0")}
    fine = dealt.cited[right.tree] | {row for label in right.proof for row in rows.get(label, ())}
    lures = {row for one in dealt.scenario.distractor for row in rows.get(one.row, ())}
    lures -= {row for label in right.proof for row in rows.get(label, ())}
    beside = tuple(sorted(cited - ((fine | sums) - lures)))
    return TreeGrade(right.tree, given.outcome, right.outcome, kind_of(right, given), overlooked,
                     beside)  # fmt: skip


def kind_of(right: Answer, given: TreeAnswer) -> str:
    """Say what kind of answer it is: a field of [earned] in grading.toml."""
    if given.outcome == right.outcome:
        sure = given.strength or "cannot tell"
        if right.strength == "cannot tell" or _SURE[sure] == _SURE[right.strength]:
            return "right"
        return "too_sure" if _SURE[sure] > _SURE[right.strength] else "not_sure_enough"
    if given.outcome in ("", "cannot-tell"):
        return "not_telling"
    if right.strength == "cannot tell" or given.strength == "shown":
        return "over_claimed"
    return "wrong"


def _rows(judged: TreeGrade, right: Answer) -> float:
    """The part of the points for rows; with nothing to prove, only a right outcome earns it."""
    if not right.proof:
        found = 1.0 if judged.named == judged.right else 0.0
    else:
        found = 1 - len(judged.overlooked) / len(right.proof)
    return max(0.0, found - weights().less.beside * len(judged.beside))


def _ask(dealt: Dealt, attempt: Attempt) -> float:
    chosen, right = set(attempt.ask), set(dealt.ask.right)
    vain = len(chosen - right - set(dealt.ask.also))
    found = 1.0 if chosen & right or not right else 0.0
    return max(0.0, found - weights().less.asked_in_vain * vain)


def _tell(dealt: Dealt, attempt: Attempt) -> float:
    if attempt.tell is None or not 0 <= attempt.tell < len(dealt.options):
        return 0.0
    return float(dealt.options[attempt.tell] == dealt.fill(dealt.tell.right))


def _less(attempt: Attempt, main: TreeGrade) -> float:
    known = weights()
    hints = min(known.less.most_hints, known.less.hint * attempt.hints)
    sure = (attempt.confidence or 0) >= known.sure["very"]
    missed = main.kind in ("wrong", "over_claimed", "not_telling")
    return hints + (known.less.overconfident if sure and missed else 0)
