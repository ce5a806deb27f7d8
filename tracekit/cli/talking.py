"""Ask a person at the terminal, or a file of answers, one line at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from tracekit.cli.streams import show
from tracekit.errors import InputError, TracekitError

T = TypeVar("T")
# A file of answers that is wrong in the same place again and again must come to an end.
_MOST_WRONG = 20


class Talk:
    """Questions and their answers; `source` is a file of answers, one a line, or None: the person.

    With a file, each answer is shown behind its question, so that the output reads like a talk.
    """

    def __init__(self, source: str | None = None):
        self._echo = source is not None or not sys.stdin.isatty()
        self._lines: Iterator[str] = _lines(source) if source else iter(sys.stdin.readline, "")

    def ask(self, question: str, read: Callable[[str], T]) -> T:
        """Ask until `read` takes the answer; what it raises is shown. Raises InputError at the end.

        `read` raises a TracekitError, or ValueError with words for a person, for what is no answer.
        """
        for _ in range(_MOST_WRONG):
            show(f"{question} >")
            line = next(self._lines, None)
            if line is None:
                raise InputError("answers", "they end before the case does",
                                 "answer every question, or take the case up again")  # fmt: skip
            line = line.strip()
            if self._echo:
                show(f"> {line}")
            try:
                return read(line)
            except (TracekitError, ValueError) as error:
                show(f"  {error}")
        raise InputError("answers", f"{_MOST_WRONG} in a row are no answers to: {question}",
                         "read the question once more")  # fmt: skip


def _lines(name: str) -> Iterator[str]:
    try:
        return iter(Path(name).read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        raise InputError(name, "it cannot be read as text", "check the path") from None
