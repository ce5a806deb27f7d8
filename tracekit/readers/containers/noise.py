"""Lines of a console that say nothing about a message: prompts, warnings, banners, fences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from tracekit.knowledge.files import load_bundled

_LINE_END = re.compile("\r\n|\r|\n")


class Noise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of line, a sample of it, and where it is described."""

    name: str
    pattern: str
    sample: str
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/console.toml."""

    noise: list[Noise]


@cache
def load_noise() -> Book:
    """Load the forms of noise.

    >>> load_noise().noise[0].name
    'prompt'
    """
    return load_bundled(Book, "console.toml")


@cache
def _pattern() -> re.Pattern:
    return re.compile("|".join(f"(?:{n.pattern})" for n in load_noise().noise), re.IGNORECASE)


def is_noise(line: str) -> bool:
    r"""Tell whether a line is empty or noise.

    >>> is_noise("PS C:\\> Get-MessageTrace"), is_noise("Dear all")
    (True, False)
    """
    line = line.strip(" \t\r\ufeff\x1e\xa0")
    return not line or _pattern().fullmatch(line) is not None


@cache
def _prompt() -> re.Pattern:
    (form,) = (noise.pattern for noise in load_noise().noise if noise.name == "prompt")
    return re.compile(form, re.IGNORECASE)


def is_prompt(line: str) -> bool:
    """Tell whether a line is a prompt with what was typed behind it.

    >>> is_prompt("PS> Get-MessageTrace"), is_prompt("WARNING: slow")
    (True, False)
    """
    return _prompt().fullmatch(line.strip()) is not None


def rest_of(text: str, line: int) -> Iterator[tuple[int, str]]:
    r"""Give each run of lines that are no noise, with its line; `line` is that of the text.

    >>> list(rest_of("\nDear all,\nsee below\n```\n", 7))
    [(8, 'Dear all,\nsee below')]
    """
    run: list[str] = []
    for number, piece in enumerate([*_LINE_END.split(text), ""], line):
        if not is_noise(piece):
            run.append(piece)
        elif run:
            yield number - len(run), "\n".join(run)
            run = []
