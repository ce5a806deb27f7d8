"""What a case is made from: the inputs byte for byte, under safe names, and the trace they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tracekit.case.names import safe_name, unique
from tracekit.case.packed import pack
from tracekit.errors import InputError
from tracekit.model import MessageTrace
from tracekit.readers import READERS
from tracekit.readers.front import read_all
from tracekit.readers.given import Given, Unread
from tracekit.readers.inputs import Input, inputs

# What an input without a name of its own is called.
_UNNAMED = {"text": "pasted-text.txt", "bytes": "pasted-text.txt", "open file": "pasted-text.txt",
            "standard input": "pasted-text.txt"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Material:
    """Inputs with safe names, sorted by name and sum, and the trace that they give together.

    `missed`: what was named or found and could not be opened, a sentence each.
    """

    files: tuple[Given, ...]
    trace: MessageTrace
    missed: tuple[str, ...] = ()

    def only(self, names: Iterable[str]) -> Material:
        """Return the material with some of its files, read anew."""
        kept = set(names)
        return material_of([file for file in self.files if file.name in kept])

    def file_of(self, source: str) -> str:
        """Return the file that a source of the trace stood in; a member names its archive too."""
        fits = [f.name for f in self.files if source == f.name or source.startswith(f.name + "/")]
        return max(fits, key=len, default=source)


def gather(
    source: MessageTrace | Input | Material,
    dayfirst: bool | None = None,
    utc_offset: str | None = None,
    progress: Callable[[str, int, int], object] | None = None,
) -> Material:
    """Collect and read the inputs that `source` names or holds, as `read` takes them.

    A trace becomes one input that holds its tables. The order in which inputs are named or listed
    changes nothing. Raises InputError where nothing can be read.

    >>> [file.name for file in gather(b"12/6/2022, 12:31 PM | Receive | x").files]
    ['pasted-text.txt']
    """
    if isinstance(source, Material):
        return source
    if isinstance(source, MessageTrace):
        return material_of([pack(source)])
    found = list(inputs(source, _is_trace, dayfirst=dayfirst, utc_offset=utc_offset))
    missed = tuple(f"{one.name}: {one.reason}" for one in found if isinstance(one, Unread))
    given = [one for one in found if isinstance(one, Given)]
    if not given:
        raise InputError("inputs", missed[0] if missed else "there is none",
                         "name a file that can be read")  # fmt: skip
    return replace(material_of(_named(given), progress), missed=missed)


def material_of(
    files: list[Given], progress: Callable[[str, int, int], object] | None = None
) -> Material:
    """Read inputs whose names are settled."""
    return Material(tuple(files), read_all(list(files), progress))


def _named(given: list[Given]) -> list[Given]:
    """Give every input a name that says what it is and no place of this machine."""
    called = {id(one): safe_name(_UNNAMED.get(one.name, one.name)) for one in given}
    ordered = sorted(given, key=lambda one: (called[id(one)].casefold(), one.sha256))
    ordered = list({(called[id(o)].casefold(), o.sha256): o for o in ordered}.values())
    names = unique(called[id(one)] for one in ordered)
    done = [_renamed(one, name) for one, name in zip(ordered, names, strict=True)]
    return sorted(done, key=lambda one: one.name.casefold())


def _renamed(one: Given, name: str) -> Given:
    """The same input under another name; a sum that was computed is kept."""
    renamed = replace(one, name=name)
    renamed.__dict__["sha256"] = one.sha256
    return renamed


def _is_trace(text: str) -> bool:
    return any(not reader.sniff(text) for reader in READERS)


def joined(parts: list[Material]) -> Material:
    """Return the inputs of several as one, read together; names are settled anew."""
    if len(parts) == 1:
        return parts[0]
    files = [file for part in parts for file in part.files]
    missed = tuple(reason for part in parts for reason in part.missed)
    return replace(material_of(_named(files)), missed=missed)
