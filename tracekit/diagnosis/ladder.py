"""The ladder: who could decide, who did, who was the first and who had the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.diagnosis.proof import propose
from tracekit.diagnosis.step import DOUBTS, Step
from tracekit.diagnosis.telling import doubt
from tracekit.knowledge import load_trees
from tracekit.knowledge.actors import Actor, load_actors

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_COLUMNS = ("actor", "title", "state", "mark", "because", "ask", "rows")
_FILTERS = ("Spam", "Malware", "Phish", "Fail")
_NOT_BY_WHOM = "A row says where it was put, and not by whom."
_END_OPEN = "How it ended is not in this trace, so what is not shown may still have happened."
_LATE = 10**9


def ladder(case: Case) -> pd.DataFrame:
    """Return one row an actor, in the order in which they come to a message.

    Columns: actor, title, state (acted, likely, cannot tell, no sign), mark (first, final, first
    and final, or empty), because, ask, rows (a frame: the rows that show it). Marks are given only
    where the trace shows who decided.

    >>> from tracekit import diagnose, parse
    >>> ladder(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())["mark"].tolist()
    ['', '', '', '', '']
    """
    rungs = [rung for rung in _rungs(case).values() if rung]
    frame = pd.DataFrame(rungs, columns=list(_COLUMNS))
    frame = frame.assign(state=_without_an_end(case, frame))
    frame["because"] = frame["because"].mask(
        frame["state"].eq("cannot tell") & frame["because"].eq(""), _END_OPEN)  # fmt: skip
    return _marked(case, frame)


def verdict(case: Case) -> str:
    """Say in one or two sentences who decided first and who had the last word.

    >>> from tracekit import diagnose, parse
    >>> verdict(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())
    'The trace cannot tell who decided.'
    """
    name, told = case.outcomes["decision"], ladder(case)
    if name == "cannot-tell":
        return "The trace cannot tell who decided."
    first, final = (told[told["mark"].str.contains(mark)] for mark in ("first", "final"))
    if first.empty:
        return f"{case.outcome('decision').title}{doubt(case.strength['decision'])}."
    if first.index[0] == final.index[0]:
        return f"First and last to decide: {_named(first)}."
    return f"First to decide: {_named(first)}. The last word: {_named(final)}."


def _named(rungs: pd.DataFrame) -> str:
    likely = doubt("consistent with") if rungs["state"].iloc[0] == "likely" else ""
    return rungs["title"].iloc[0] + likely


def _rungs(case: Case) -> dict[str, tuple]:
    """One rung an actor. A row shows one actor only: the one whom the tree asks about first."""
    asked = [(actor, step) for actor in load_actors().values() for step in _steps(case, actor)]
    order = list(load_trees()["decision"].nodes)
    claimed, found = {}, {actor.id: [] for actor in load_actors().values()}
    for actor, step in sorted(asked, key=lambda pair: _rank(case, pair, order)):
        keys = [(r.table, r.journey, "" if pd.isna(r.seq) else r.seq) for r in
                step.rows.itertuples()]  # fmt: skip
        free = [claimed.get(key, actor.title) == actor.title for key in keys]
        found[actor.id].append((step, step.rows[free], [*filter(None, map(claimed.get, keys))]))
        if step.answer == "yes" and not _only_where(case, actor, step, step.rows[free]):
            claimed |= {k: actor.title for k, mine in zip(keys, free, strict=True) if mine}
    return {a.id: _rung(case, a, found[a.id]) for a in load_actors().values()}


def _rank(case: Case, pair: tuple[Actor, Step], order: list[str]) -> tuple:
    """Who let it through comes first; then the order of the tree's own questions."""
    actor, step = pair
    lets = {node.id for node in load_trees()["decision"].nodes.values()
            if node.evidence in actor.lets}  # fmt: skip
    return (step.node not in lets, order.index(step.node))


def _rung(case: Case, actor: Actor, found: list[tuple]) -> tuple | None:
    told = [(step, rows) for step, rows, _ in found if step.answer == "yes" and len(rows)]
    yes = [pair for pair in told if not _only_where(case, actor, *pair)]
    if yes:
        named = case.outcomes["decision"] in actor.outcomes
        sure = any(step.strength == "shown" for step, _ in yes)
        sure &= not named or case.strength["decision"] == "shown"
        rows = pd.concat([rows for _, rows in yes], ignore_index=True).drop_duplicates()
        because = " ".join(dict.fromkeys(step.because for step, _ in yes))
        return (actor.id, actor.title, "acted" if sure else "likely", "", because, "", rows)
    if not actor.always and case.outcomes["decision"] not in actor.outcomes:
        return None
    return _silent(actor, found)


def _silent(actor: Actor, found: list[tuple]) -> tuple:
    """A rung without a yes: what was not found, or why it cannot be told."""
    empty = found[0][0].rows[:0]
    dark = [step for step, _, _ in found if step.answer == "cannot tell"]
    where = [(step, rows) for step, rows, _ in found if step.answer == "yes" and len(rows)]
    others = list(dict.fromkeys(title for step, rows, titles in found for title in titles
                                if step.answer == "yes" and not len(rows)))  # fmt: skip
    if where:
        step, rows = where[0]
        return (actor.id, actor.title, "cannot tell", "", _NOT_BY_WHOM, step.ask, rows)
    if dark:
        return (actor.id, actor.title, "cannot tell", "", dark[0].because, dark[0].ask, empty)
    said = [f"The only row that could show it shows another: {title}." for title in others]
    said = said or [step.because for step, _, _ in found if step.because]
    return (actor.id, actor.title, "no sign", "", " ".join(dict.fromkeys(said)), "", empty)


def _steps(case: Case, actor: Actor) -> list[Step]:
    return [_asked(case, name) for name in _questions(case, actor)]


def _questions(case: Case, actor: Actor) -> tuple[str, ...]:
    """What is asked of an actor: who stopped it, and where nobody did, who let it through."""
    lets = case.outcomes["decision"] == "allowed-by-exception"
    return (*actor.lets, *actor.stops) if lets else actor.stops


def _asked(case: Case, evidence: str) -> Step:
    tree = load_trees()["decision"]
    node = next(n.id for n in tree.nodes.values() if n.evidence == evidence)
    return propose(tree, node, case.diagnosis, case.number)


def _only_where(case: Case, actor: Actor, step: Step, rows: pd.DataFrame) -> bool:
    """Do the rows say only where it lies, while the tree found that another one decided?"""
    if actor.id != "microsoft" or case.outcomes["decision"] in actor.outcomes:
        return False
    return step.strength != "shown" and not rows["event"].isin(_FILTERS).any()


def _without_an_end(case: Case, frame: pd.DataFrame) -> pd.Series:
    """Nothing is denied where the end of the message is not in the trace."""
    ambiguous = any(step.because in DOUBTS for step in case.steps)
    end = case.outcomes["disposition"] in ("cannot-tell", "with-the-gateway", "no-record")
    if not (ambiguous or end):
        return frame["state"]
    frame.loc[frame["state"].eq("no sign"), "because"] = ""
    return frame["state"].mask(frame["state"].eq("no sign"), "cannot tell")


def _marked(case: Case, frame: pd.DataFrame) -> pd.DataFrame:
    """Mark who decided first and who last, by the order of their rows."""
    name = case.outcomes["decision"]
    named = [a.id for a in load_actors().values() if name in a.outcomes]
    here = frame["actor"].isin(named) & frame["state"].isin(["acted", "likely"])
    if not here.any() or name == "verdict-not-enforced":
        return frame
    acted = frame[frame["state"].isin(["acted", "likely"])]
    if name == "allowed-by-exception":
        acted = frame[here]
    places = [_places(case, rows) for rows in acted["rows"]]
    first = min(zip(places, acted.index, strict=True), key=lambda p: (p[0][0], p[1]))[1]
    final = max(zip(places, acted.index, strict=True), key=lambda p: (p[0][1], p[1]))[1]
    marks = {first: "first", final: "final"} if first != final else {first: "first and final"}
    return frame.assign(mark=pd.Series(marks).reindex(frame.index).fillna(""))


def _places(case: Case, rows: pd.DataFrame) -> tuple[tuple, tuple]:
    """The place of the first and of the last row: by pass, then by number; a Status comes last."""
    passes = case.pairs.set_index("journey")["pass_number"]
    roles = case.pairs.set_index("journey")["role"].eq("return")
    keys = [
        (int(passes.get(r.journey, 99)), bool(roles.get(r.journey, False)),
         _LATE if pd.isna(r.seq) else int(r.seq))
        for r in rows.itertuples()
    ]  # fmt: skip
    return (min(keys), max(keys)) if keys else ((99, True, _LATE), (0, False, 0))
