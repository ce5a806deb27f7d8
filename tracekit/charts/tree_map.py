"""A whole tree as a map: every question, where each answer leads, and the walked path lit."""

from __future__ import annotations

import pandas as pd

from tracekit.charts.base import FAINT, GREY, INK, Canvas, TraceChart
from tracekit.charts.fitting import fit
from tracekit.charts.loading import alt
from tracekit.diagnosis import Walk
from tracekit.diagnosis.diagnose import question_order
from tracekit.knowledge import load_outcomes, load_tree

WIDTH = 820
_TOP, _ROW, _TRACK, _ASK, _EXITS = 84, 30, 24, 44, (404, 545, 686)
_CELL = 132
_LIT, _TINT = "#0b5394", "#eaf1f8"
_ANSWERS = ("yes", "no", "cannot tell")
_RULE = ("Read it from top to bottom: a number is the question that an answer leads to, other "
         "words are where the walk ends.")  # fmt: skip


def tree_map(tree: str, walk: Walk | None = None) -> TraceChart:
    """Draw every question of a tree with its answers; light the way that a walk took.

    Raises UnknownNameError for an unknown tree.

    >>> tree_map("decision").description.splitlines()[0]
    'Map of the tree “Who decided?”: 19 questions. Nothing is walked yet.'
    """
    rows = _rows(tree, walk)
    canvas = Canvas(WIDTH, int(_TOP + len(rows) * _ROW + 8))
    cells = _cells(rows)
    layers = [*_titles(canvas, tree), *_path(canvas, rows), *_lit(canvas, rows, cells)]
    layers += [*_questions(canvas, rows), *_answers(canvas, cells), _spoken(canvas, rows)]
    return canvas.finish(layers, _told(tree, rows, walk))


def _rows(tree: str, walk: Walk | None) -> pd.DataFrame:
    """One row a question: its number, its words, its exits, and what was answered."""
    nodes = load_tree(tree).nodes
    order = list(question_order(tree))
    given = {a.step.node: a for a in walk.trail} if walk else {}
    at = walk.node if walk else ""
    rows = [
        {"node": name, "number": n, "question": nodes[name].question,
         "answer": given[name].answer if name in given else "",
         "by": given[name].by if name in given else "", "here": name == at,
         "exits": [_leads(nodes[name].exits[a], order) for a in _ANSWERS]}
        for n, name in enumerate(order, 1)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    top = _TOP + frame.index * _ROW
    return frame.assign(
        top=top, bottom=top + _ROW - 4, middle=top + (_ROW - 4) / 2, lit=frame["answer"] != "",
        words=[fit(f"{r['number']}  {r['question']}", _EXITS[0] - _ASK - 14, 12) for r in rows],
        spoken=[_said(r) for r in rows],
    )  # fmt: skip


def _leads(name: str, order: list[str]) -> str:
    return f"→ {order.index(name) + 1}" if name in order else load_outcomes()[name].title


def _said(row: dict) -> str:
    """A question with where its answers lead, and what was answered."""
    ways = "; ".join(f"{a} leads to {_aloud(e)}" for a, e in zip(_ANSWERS, row["exits"],
                                                               strict=True))  # fmt: skip
    by = {"trace": ", as the trace says", "person": ", as a person says"}.get(row["by"], "")
    given = f" Answered: {row['answer']}{by}." if row["answer"] else ""
    return f"{row['number']}. {row['question']} {ways}.{given}{' You are here.' * row['here']}"


def _aloud(exit_words: str) -> str:
    return exit_words.replace("→ ", "question ")


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One row an answer of a question, placed in its column."""
    return pd.DataFrame([
        {"x": x, "x2": x + _CELL, "inner": x + 6, "top": r.top + 2, "bottom": r.bottom - 2,
         "middle": r.middle, "words": fit(exit_, _CELL - 10, 11), "lit": r.answer == answer}
        for r in rows.itertuples()
        for x, answer, exit_ in zip(_EXITS, _ANSWERS, r.exits, strict=True)
    ])  # fmt: skip


def _titles(canvas: Canvas, tree: str) -> list[alt.Chart]:
    words = pd.DataFrame([{"title": load_tree(tree).title, "rule": _RULE, "first": 8,
                           "second": 30}])  # fmt: skip
    heads = pd.DataFrame([{"text": text, "x": x, "y": 66} for text, x in zip(
        ("Question", "Yes", "No", "Cannot tell"), (_ASK, *(e + 6 for e in _EXITS)),
        strict=True)])  # fmt: skip
    return [canvas.text(words, "title", 0, "first", fontSize=17, fontWeight="bold"),
            canvas.text(words, "rule", 0, "second", color=GREY, fontSize=11),
            canvas.text(heads, "text", "x", "y", fontWeight="bold")]  # fmt: skip


def _path(canvas: Canvas, rows: pd.DataFrame) -> list[alt.Chart]:
    """The track of the tree, and over it the way that was walked."""
    walked = rows[rows["lit"] | rows["here"]]
    track = pd.DataFrame([{"y": rows["middle"].min(), "y2": rows["middle"].max()}])
    way = pd.DataFrame([{"y": walked["middle"].min(), "y2": walked["middle"].max()}])
    lines = [(track, {"color": FAINT, "strokeWidth": 2})]
    lines += [(way, {"color": _LIT, "strokeWidth": 4})] if len(walked) > 1 else []
    return [
        alt.Chart(frame).mark_rule(aria=False, **look).encode(
            x=alt.value(_TRACK), y=canvas.down("y"), y2="y2:Q")
        for frame, look in lines
    ]  # fmt: skip


def _lit(canvas: Canvas, rows: pd.DataFrame, cells: pd.DataFrame) -> list[alt.Chart]:
    """Frames: around a walked question, a dashed one where the walk stands, around an answer."""
    down = {"y": canvas.down("top"), "y2": "bottom:Q"}
    asked = alt.Chart(rows[rows["lit"]]).mark_rect(fill=_TINT, stroke=_LIT, aria=False)
    here = alt.Chart(rows[rows["here"]]).mark_rect(fill="#ffffff", stroke=INK, strokeWidth=2,
                                                   strokeDash=[5, 3], aria=False)  # fmt: skip
    wide = {"x": alt.value(_ASK - 8), "x2": alt.value(_EXITS[0] - 8)}
    taken = alt.Chart(cells[cells["lit"]]).mark_rect(fill=_TINT, stroke=_LIT, strokeWidth=2,
                                                     aria=False)  # fmt: skip
    dots = rows.assign(tone=rows["lit"].map({True: _LIT, False: "#ffffff"}))
    dot = alt.Chart(dots).mark_point(size=90, opacity=1, stroke=_LIT, aria=False, filled=False)
    return [
        asked.encode(**wide, **down), here.encode(**wide, **down),
        taken.encode(x=canvas.across("x"), x2="x2:Q", **down),
        dot.encode(x=alt.value(_TRACK), y=canvas.down("middle"),
                   fill=alt.Fill("tone:N", scale=None)),
    ]  # fmt: skip


def _questions(canvas: Canvas, rows: pd.DataFrame) -> list[alt.Chart]:
    plain = rows.drop(columns="exits")
    on = plain["lit"] | plain["here"]
    return [canvas.text(plain[on], "words", _ASK, "middle", fontWeight="bold"),
            canvas.text(plain[~on], "words", _ASK, "middle", color=GREY)]  # fmt: skip


def _answers(canvas: Canvas, cells: pd.DataFrame) -> list[alt.Chart]:
    look = {"fontSize": 11}
    return [canvas.text(cells[cells["lit"]], "words", "inner", "middle", fontWeight="bold", **look),
            canvas.text(cells[~cells["lit"]], "words", "inner", "middle", color=GREY,
                        **look)]  # fmt: skip


def _spoken(canvas: Canvas, rows: pd.DataFrame) -> alt.Chart:
    band = alt.Chart(rows.drop(columns="exits")).mark_rect(opacity=0)
    return band.encode(
        x=alt.value(0), x2=alt.value(WIDTH), y=canvas.down("top"), y2="bottom:Q",
        description="spoken:N", tooltip=alt.Tooltip("spoken:N", title="Question"),
    )  # fmt: skip


def _told(tree: str, rows: pd.DataFrame, walk: Walk | None) -> str:
    title, count = load_tree(tree).title, len(rows)
    walked = int(rows["lit"].sum())
    state = f"{walked} of them walked." if walked else "Nothing is walked yet."
    end = f" The walk ended at: {walk.outcome.title}." if walk and walk.finished else ""
    return "\n".join([f"Map of the tree “{title}”: {count} questions. {state}{end}",
                      *rows["spoken"]])  # fmt: skip
