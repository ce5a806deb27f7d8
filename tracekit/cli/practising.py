"""One case on the terminal: the trace, the questions of the trees, the answers, the feedback."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable

from tracekit.cli.streams import show
from tracekit.cli.talking import Talk
from tracekit.knowledge import load_outcomes, load_tree
from tracekit.training.dealing import Dealt
from tracekit.training.exercise import Exercise
from tracekit.training.feedback import journey_texts, row_texts, title

_WIDTH = 96
_ANSWERS = {"y": "yes", "n": "no", "c": "cannot tell"}
_SURE = {"s": "shown", "f": "consistent with", "c": "cannot tell"}
_HOW = ("y yes, n no, c cannot tell; b back, w why is this asked, p the paste as it came, "
        "{hint}o OUTCOME to name an outcome at once, l to list them")  # fmt: skip


def work_on(exercise: Exercise, talk: Talk) -> Exercise:
    """Show a case, ask everything, and hand the answers in."""
    began = time.monotonic()
    show(case_text(exercise))
    for tree in exercise.trees:
        exercise = _tree(exercise, tree, talk)
    exercise = _ask_for(exercise, talk)
    exercise = _tell(exercise, talk)
    exercise = talk.ask("How sure are you of your first outcome, in percent (0 to 100)?",
                        lambda line: exercise.confident(_number(line.rstrip("% "))))  # fmt: skip
    return exercise.commit(seconds=round(time.monotonic() - began, 1))


def case_text(exercise: Exercise) -> str:
    """The complaint, what is known beside the trace, and the rows by their names."""
    dealt = exercise.dealt
    kinds = [name for name, _ in dealt.rendered.pages]
    parts = [f"Case {dealt.scenario.id}, level {dealt.scenario.level}",
             _wrapped(f'The user writes: "{exercise.words}"'), *map(_wrapped, exercise.known),
             f"The trace (from {', '.join(kinds)}), each row with its name:",
             *_journeys(dealt)]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _journeys(dealt: Dealt) -> list[str]:
    """Each journey with its heading and its rows."""
    rows = row_texts(dealt)
    return [
        "\n".join([_wrapped(head, "  "), *(_wrapped(line, "      ") for name, line in rows.items()
                                           if name.startswith(f"{number}."))])
        for number, head in journey_texts(dealt).items()
    ]  # fmt: skip


def lessons_text(exercise: Exercise) -> str:
    """The points and what to learn, after the answers were handed in."""
    found = exercise.grade
    parts = (f"outcome {found.outcome:g}, rows {found.rows:g}, asking {found.ask:g}, telling "
             f"{found.tell:g}")  # fmt: skip
    less = f", less {found.less:g} for hints and false confidence" if found.less else ""
    lines = [f"{found.points:g} of 100 points: {parts}{less}"]
    for lesson in exercise.lessons():
        lines += ["", lesson.title, *(_wrapped(f"- {line}", "  ") for line in lesson.lines)]
    return "\n".join(lines) + "\n"


def _tree(exercise: Exercise, tree: str, talk: Talk) -> Exercise:
    hint = "h a hint (costs points), " if exercise.hints_allowed else ""
    show(f"\n{load_tree(tree).title}\n({_wrapped(_HOW.format(hint=hint))})\n")
    while not exercise.told(tree).outcome:
        exercise = talk.ask(_wrapped(exercise.question(tree)), _step(exercise, tree))
    show(f"You come to: {title(exercise.told(tree).outcome)} [{exercise.told(tree).outcome}]\n")
    if not exercise.told(tree).strength:
        exercise = talk.ask(
            "How far is that proved? s shown by rows, f fits the trace, c cannot tell",
            lambda line: exercise.claim(tree, _choice(line, _SURE)),
        )
    return talk.ask(
        "Which rows prove it? Their names, such as 1.2 2.0; nothing if no row does",
        lambda line: exercise.cite(tree, line.replace(",", " ").split()),
    )


def _step(exercise: Exercise, tree: str) -> Callable[[str], Exercise]:
    """Read one answer on the way through a tree."""

    def read(line: str) -> Exercise:
        word, _, rest = line.partition(" ")
        if word == "b":
            return exercise.back(tree)
        if word == "o":
            return exercise.name(tree, rest.strip())
        if word == "h":
            after, words = exercise.hint(tree)
            show(_wrapped(f"Hint: {words}"))
            return after
        if word == "p":
            show(exercise.text)
            return exercise
        if word in ("w", "l"):
            show(_wrapped(exercise.why(tree) if word == "w" else _outcomes(tree)))
            return exercise
        return exercise.answer(tree, _choice(line, _ANSWERS))

    return read


def _outcomes(tree: str) -> str:
    known = load_outcomes()
    return "\n".join(f"{name}: {known[name].title}" for name in load_tree(tree).outcomes)


def _ask_for(exercise: Exercise, talk: Talk) -> Exercise:
    asks = exercise.asks
    show("\nWhat do you ask for, so that what is open can be settled?")
    for number, text in enumerate(asks.values(), 1):
        show(_wrapped(f"{number}. {text}", "   "))
    names = list(asks)

    def read(line: str) -> Exercise:
        numbers = map(_number, line.replace(",", " ").split())
        return exercise.ask([_of(names, number) for number in numbers])

    return talk.ask("Numbers; nothing if nothing has to be asked", read)


def _tell(exercise: Exercise, talk: Talk) -> Exercise:
    show("\nWhat do you tell the customer?")
    for number, text in enumerate(exercise.options, 1):
        show(_wrapped(f"{number}. {text}", "   "))

    def read(line: str) -> Exercise:
        number, _, note = line.partition(" ")
        return exercise.tell(_number(number) - 1, note)

    return talk.ask("A number, and behind it your own words if you like", read)


def _choice(line: str, known: dict[str, str]) -> str:
    word = line.strip().casefold()
    if word in known.values():
        return word
    if word not in known:
        words = ", ".join(f"{key} ({word})" for key, word in known.items())
        raise ValueError(f"{word[:40]!r} is none of: {words}")
    return known[word]


def _number(line: str) -> int:
    if not line.isascii() or not line.isdecimal() or len(line) > 4:
        raise ValueError(f"{line[:40]!r} is no number")
    return int(line)


def _of(names: list[str], number: int) -> str:
    if not 1 <= number <= len(names):
        raise ValueError(f"Choose from 1 to {len(names)}")
    return names[number - 1]


def _wrapped(text: str, more: str = "") -> str:
    lines = text.split("\n")
    return "\n".join(textwrap.fill(line, _WIDTH, subsequent_indent=more) for line in lines)
