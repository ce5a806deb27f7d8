"""Every exception that tracekit raises on purpose."""

from collections.abc import Sequence


class TracekitError(Exception):
    """Something a person can act on went wrong; the message says what, where and what to do."""


class InputError(TracekitError, ValueError):
    """An input cannot be opened or read.

    >>> raise InputError("case.txt", "there is no such file", "check the path")
    Traceback (most recent call last):
    tracekit.errors.InputError: case.txt: there is no such file. What to do: check the path.
    """

    def __init__(self, name: str, found: str, advice: str):
        self.name, self.found, self.advice = name, found, advice
        super().__init__(f"{name}: {found}. What to do: {advice}.")


class KnowledgeError(TracekitError, ValueError):
    """A knowledge file breaks its own rules; names the file, the place and what was expected."""

    def __init__(self, file: str, place: str, found: str):
        self.file, self.place, self.found = file, place, found
        super().__init__(f"{file}, {place}: {found}.")


class KnowledgeErrors(KnowledgeError):
    """A knowledge file breaks its rules in several places.

    `mistakes` has each of them as a KnowledgeError, `lines` in words, the head line first.

    >>> one = KnowledgeError("own.toml", "kind, line 3", "it can be: mx, inline")
    >>> KnowledgeErrors([one, one]).mistakes == (one, one)
    True
    """

    MOST = 50

    def __init__(self, mistakes: Sequence[KnowledgeError]):
        first = mistakes[0]
        super().__init__(first.file, first.place, first.found)
        self.mistakes = tuple(mistakes)
        lines = [f"{n}. {m.place}: {m.found}." for n, m in enumerate(mistakes[: self.MOST], 1)]
        more = len(mistakes) - self.MOST
        lines += [f"... and {more} more."] if more > 0 else []
        self.lines = [f"{first.file} has {len(mistakes)} mistakes:", *lines]
        self.args = ("\n".join(self.lines),)


class UnknownNameError(TracekitError, LookupError):
    """A name (of a sample, a gateway, an entry of the knowledge) is not known."""

    def __init__(self, kind: str, name: str, known: list[str]):
        self.kind, self.name, self.known = kind, name, known
        near = ", ".join(known) if known else "nothing like it"
        super().__init__(f"No {kind} is called {name!r}. Known: {near}.")
