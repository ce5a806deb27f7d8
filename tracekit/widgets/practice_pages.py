"""The pages of practice: the case, what to choose from, and what there is to learn."""

from __future__ import annotations

from tracekit.render import (
    EMPTY,
    Html,
    bullets,
    heading,
    html_table,
    note,
    paragraph,
    stack,
    visible,
)
from tracekit.training import Exercise
from tracekit.training.feedback import journey_texts, title

# Of one choice; the longest request with the ids of a case in it has about 500 characters.
LONGEST = 800
_ROWS = {"row": "Row", "time_text": "Time as printed", "event": "Event", "detail": "Detail"}


def case_page(exercise: Exercise) -> Html:
    """Return the complaint, what is known, and the trace with the name of each row."""
    scenario = exercise.dealt.scenario
    rows, parts = exercise.rows, []
    for number, told in journey_texts(exercise.dealt).items():
        mine = rows[rows["row"].str.startswith(f"{number}.")]
        parts += [paragraph(told, strong=True), html_table(mine, _ROWS)]
    return stack(
        heading(f"A case of level {scenario.level}", 3),
        note(exercise.words, "The user writes"),
        *(paragraph(line) for line in exercise.known),
        *parts,
    )


def question_page(exercise: Exercise, tree: str, words: str, hint: str = "") -> Html:
    """Return where the trainee stands in a tree: the question and why it is asked, or the outcome.

    `words` is the question of the tree itself.
    """
    told = exercise.told(tree)
    number = f"{exercise.trees.index(tree) + 1}. " if len(exercise.trees) > 1 else ""
    parts = [heading(number + words, 3)]
    parts += [bullets([f"{exercise.question_of(tree, node)} {said.capitalize()}."
                       for node, said in told.trail])] if told.trail else []  # fmt: skip
    if exercise.question(tree) and not told.outcome:
        parts += [paragraph(exercise.question(tree), strong=True),
                  paragraph(exercise.why(tree), "Why it is asked")]  # fmt: skip
    if told.outcome:
        parts.append(paragraph(title(told.outcome), "The outcome that you name"))
    return stack(*parts, note(hint, "Hint") if hint else EMPTY)


def lessons_page(exercise: Exercise) -> Html:
    """Return the points and what there is to learn; only after the answers were handed in."""
    found = exercise.grade
    parts = (f"outcome {found.outcome:g}, rows {found.rows:g}, asking {found.ask:g}, telling "
             f"{found.tell:g}")  # fmt: skip
    less = f", less {found.less:g} for hints and false confidence" if found.less else ""
    lessons = [x for one in exercise.lessons() for x in (heading(one.title, 4), bullets(one.lines))]
    return stack(heading(f"{found.points:g} of 100 points", 3), paragraph(parts + less), *lessons)


def row_choices(exercise: Exercise) -> list[tuple[str, str]]:
    """Return the rows as choices: what is shown, and the name of the row."""
    return [(visible(f"{row.row}  {row.event}: {_text(row.detail).removeprefix(row.event + ': ')}",
                     LONGEST), row.row) for row in exercise.rows.itertuples()]  # fmt: skip


def ask_choices(exercise: Exercise) -> list[tuple[str, str]]:
    """Return what one could ask for as choices: its words, and the id."""
    return [(visible(text, LONGEST), name) for name, text in exercise.asks.items()]


def tell_choices(exercise: Exercise) -> list[tuple[str, str]]:
    """Return what one could tell the customer as choices: the words, and their number."""
    return [(visible(text, LONGEST), str(n)) for n, text in enumerate(exercise.options)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
