"""Lines of a pasted text, and runs of them that are header fields (RFC 5322, section 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracekit.readers.headers.dates import last_date
from tracekit.readers.headers.known import is_header_name

# A text saved twice ends its lines with CR CR LF.
_LINE_END = re.compile("\r{1,2}\n|\r|\n")
_FIRST = re.compile(
    r"(?P<lead>(?:[ \t]{0,8}>){0,20})(?P<pad>[ \t]{0,80})"
    r"(?P<name>[A-Za-z][A-Za-z0-9_.-]{0,99}):(?P<rest>(?!//).*)",
    re.DOTALL,
)
_NAMED = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9_.-]{0,99}):(?P<rest>(?!//).*)", re.DOTALL)
_QUOTE = re.compile(r"[ \t]{0,8}>")
_PARAMETER = re.compile(r"[(<\[]|[A-Za-z][\w.-]{0,40}=")
# Lines without indentation that may belong to the field above, before another field must come.
_MOST_LOST = 30


@dataclass
class Field:
    """One field: order in the header, name, line, value; `cut` if the text ends inside it."""

    order: int
    name: str
    line: int
    pieces: list[str] = field(default_factory=list)
    cut: bool = False

    @property
    def value(self) -> str:
        """The value on one line, as given."""
        return " ".join(filter(None, self.pieces))

    @property
    def key(self) -> str:
        """The name in small letters."""
        return self.name.casefold()


@dataclass
class Run:
    """Fields that follow each other, the index of the line after them, and what was odd.

    `joined` are lines that had lost their indentation; `stopped` is the line, no blank one, at
    which the run ended.
    """

    fields: list[Field]
    end: int = 0
    joined: list[int] = field(default_factory=list)
    stopped: int = 0


def split_lines(text: str) -> list[str]:
    r"""Split a text at CR, LF, CRLF and CRCRLF.

    >>> split_lines("a\r\r\nb\rc")
    ['a', 'b', 'c']
    """
    return _LINE_END.split(text)


def runs(lines: list[str], start: int = 0) -> Iterator[Run]:
    """Yield each run of fields, in order; `send` a line index to go on from there.

    >>> [[f.name for f in run.fields] for run in runs(["Hi,", "> A: 1", ">  2", "> B: 3", "x"])]
    [['A', 'B']]
    """
    index = start
    while index < len(lines):
        match = _FIRST.fullmatch(lines[index])
        if match is None:
            index += 1
            continue
        run = _run(lines, index, match)
        index = (yield run) or run.end


def _run(lines: list[str], index: int, first: re.Match) -> Run:
    depth, pad = first["lead"].count(">"), first["pad"]
    run = Run([Field(1, first["name"], index + 1, [first["rest"].strip()])])
    lost: list[int] = []
    for number in range(index + 1, len(lines)):
        rest = _without_quotes(lines[number], depth)
        if rest is None or not rest.strip():
            return _ended(run, lost, number, stopped=False)
        named = _NAMED.fullmatch(rest, len(pad)) if rest.startswith(pad) else None
        if named:
            _join(run, lines, lost, depth)
            run.fields.append(
                Field(len(run.fields) + 1, named["name"], number + 1, [named["rest"].strip()])
            )
        elif rest.startswith((pad + " ", pad + "\t")) and not lost:
            run.fields[-1].pieces.append(rest.strip())
        elif len(lost) < _MOST_LOST and _may_go_on(run.fields[-1], rest.strip(), bool(lost)):
            lost.append(number)
        else:
            return _ended(run, lost, number, stopped=True)
    run.end = len(lines)
    if lost:
        return _ended(run, lost, len(lines), stopped=True)
    run.fields[-1].cut = bool(lines[-1])
    return run


def _ended(run: Run, lost: list[int], number: int, stopped: bool) -> Run:
    run.end = lost[0] if lost else number
    run.stopped = run.end + 1 if stopped or lost else 0
    return run


def _join(run: Run, lines: list[str], lost: list[int], depth: int) -> None:
    for number in lost:
        run.fields[-1].pieces.append((_without_quotes(lines[number], depth) or "").strip())
        run.joined.append(number + 1)
    lost.clear()


def _without_quotes(line: str, depth: int) -> str | None:
    """Take `depth` quote marks off; None for a line that has fewer."""
    place = 0
    for _ in range(depth):
        match = _QUOTE.match(line, place)
        if match is None:
            return None
        place = match.end()
    return line[place:]


def _may_go_on(last: Field, line: str, already: bool) -> bool:
    """A line that lost its indentation goes on with a value that cannot be complete."""
    if already:
        return True
    value = last.pieces[-1]
    if not is_header_name(last.name):
        return False
    if last.key == "received":
        return last_date(last.value[-400:]) is None
    return not last.value or value.endswith((";", ",", "=")) or _PARAMETER.match(line) is not None
