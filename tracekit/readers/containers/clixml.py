"""Export-Clixml of any cmdlet, as grids: types and lists survive in it, in UTF-16 or UTF-8.

Facts: [MS-PSRP] 2.2.5, the serialization of PowerShell objects (Obj, Props, MS, LST, IE, DCT, Nil,
Ref, ToString, the escapes _xHHHH_). Read without entities, document types and references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from tracekit.readers.containers.clixml_objects import Objects
from tracekit.readers.containers.noise import rest_of
from tracekit.readers.containers.sorting import Sorter, why_not
from tracekit.readers.grid import Grid

NAME = "clixml"
_BEGIN, _END = re.compile(r"<Objs(?=[\s/>])"), "</Objs>"
_UNSAFE = ("This XML holds entities or a document type, which Export-Clixml never writes: for "
           "safety, they are not used.")  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")


def sniff(head_text: str) -> str:
    """Return "" for Export-Clixml with records of a known kind, else why not.

    >>> sniff('<Objs><Obj RefId="0"><MS><S N="Status">Failed</S></MS></Obj></Objs>')
    'Its columns (Status) are those of no message trace that is known.'
    """
    if not _BEGIN.search(head_text):
        return "there is no <Objs> as Export-Clixml writes it"
    reading = _Reading(head_text)
    if reading.sorter.found:
        return ""
    if reading.sorter.loose:
        return why_not(reading.sorter.loose[0].record)
    return "" if reading.sorter.problems else "it is XML of PowerShell without a record"


def grids(text: str) -> list[Grid]:
    """Return a grid for each kind of record in the text; never fails on content.

    >>> [grid] = grids('<Objs><Obj><MS><DT N="Date">2026-03-01T08:00:00Z</DT>'
    ...                '<S N="Event">Fail</S><Nil N="Detail" /></MS></Obj></Objs>')
    >>> grid.text("event").tolist(), grid.lines.tolist()
    (['Fail'], [1])
    """
    return _Reading(text).sorter.grids()


class _Reading:
    """Reads every document of a text; what stands between them is a problem."""

    def __init__(self, text: str) -> None:
        self.sorter = Sorter()
        line, done = 1, 0
        for start, end in _documents(text):
            self._between(text[done:start], line)
            line += _lines(text, done, start)
            self._document(text[start:end], line)
            line, done = line + _lines(text, start, end), end
        self._between(text[done:], line)

    def _between(self, text: str, line: int) -> None:
        for number, rest in rest_of(text, line):
            if "<!DOCTYPE" in rest:
                self.sorter.problem(number, rest, _UNSAFE)
            else:
                reason = "This text stands outside the XML."
                self.sorter.problem(number, rest, reason, "unknown-text")

    def _document(self, text: str, line: int) -> None:
        objects = Objects(self.sorter, line)
        parser = XMLParser(target=objects, forbid_dtd=True)
        objects.line_now = lambda: parser.parser.CurrentLineNumber
        try:
            parser.feed(_SURROGATES.sub("\ufffd", text))
            parser.close()
        except ParseError as error:
            self._broken(objects, text, line, error.position[0])
        except DefusedXmlException:
            self.sorter.problem(line, text, _UNSAFE)

    def _broken(self, objects: Objects, text: str, line: int, at: int) -> None:
        cut = objects.open_line or line + at - 1
        start = _place(text, cut - line)
        self.sorter.problem(
            cut, text[start : start + 2000],
            f"The XML is cut off or damaged at line {line + at - 1}: whole records before it were "
            "read, the rest was not. Export it again, whole.")  # fmt: skip


def _documents(text: str) -> Iterator[tuple[int, int]]:
    """Give the places at which each document begins and ends, the last one perhaps cut off."""
    starts = [match.start() for match in _BEGIN.finditer(text)]
    for start, following in zip(starts, [*starts, len(text)][1:], strict=True):
        end = text.find(_END, start, following)
        yield start, following if end < 0 else end + len(_END)


_LINE_END = re.compile("\r\n|\r|\n")


def _lines(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(text, start, end))


def _place(text: str, lines: int) -> int:
    """Return the place behind so many line ends."""
    ends = [match.end() for match in _LINE_END.finditer(text)]
    return ends[lines - 1] if 0 < lines <= len(ends) else 0
