"""A case as JSON knows it: for programs, and to compare two write-ups by."""

from __future__ import annotations

from tracekit.case.sections.finding import confidence, line
from tracekit.case.story import Story
from tracekit.diagnosis import Walk
from tracekit.diagnosis.acting import Acting, in_place_of_own
from tracekit.diagnosis.ladder import ladder, verdict
from tracekit.knowledge.schema import Outcome
from tracekit.render import json_records
from tracekit.render.records import case_record

_JOURNEY = ["journey", "role", "pass_number", "because"]
_WAIT = ["kind", "minutes", "uncertain"]


def findings(story: Story) -> dict:
    """Return everything the write-up says about a case, without its pictures."""
    case = story.case
    return {
        "format": 1,
        "finding": {"line": line(case), "strength": confidence(case)},
        **case_record(case),
        "advice": {n: _advice(case.outcome(tree), in_place_of_own(case, tree))
                   for tree, n in case.outcomes.items()},
        "decided": {"verdict": verdict(case),
                    "ladder": json_records(ladder(case).drop(columns="rows"))},
        "journeys": json_records(case.pairs[_JOURNEY]),
        "waits": json_records(case.waits[_WAIT]),
        "person": [_walk(told.walk) for told in story.walks],
        "reported": {"complaint": case.complaint, "words": story.options.reported,
                     "expected": story.options.expected},
    }  # fmt: skip


def _advice(outcome: Outcome, instead: Acting | None) -> dict:
    """The page of an outcome; what is said `instead` of its own steps stands in their place."""
    own = {"owner": outcome.owner, "remedy": list(outcome.remedy), "next_step": outcome.next_step}
    if instead:
        own |= {"owner": instead.who or outcome.owner, "remedy": [], "next_step": instead.what}
    return {"title": outcome.title, "meaning": outcome.meaning, "cause": outcome.cause, **own,
            "references": list(outcome.references)}  # fmt: skip


def _walk(walk: Walk) -> dict:
    """What a person answered: marked, and apart from what the trace says."""
    return {
        "tree": walk.tree_name,
        "stands_at": walk.node,
        "strength": walk.strength,
        "answers": [
            {"node": a.step.node, "trace": a.step.answer, "answer": a.answer, "by": a.by,
             "reason": a.reason, "who": a.who}
            for a in walk.trail
        ],
        "changes": [[c.question, c.sentence] for c in walk.changes],
    }  # fmt: skip
