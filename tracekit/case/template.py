"""The plan of a write-up: its sections, their headings and their order, from a TOML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from tracekit.errors import InputError, KnowledgeError, UnknownNameError
from tracekit.knowledge.files import bundled_names, bundled_text, by_id, convert, parse_toml

_FOLDER = "write-ups"


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One section: which one, its heading, the sentence under it, whether it is on page one."""

    id: str
    title: str
    lead: str = ""
    first: bool = False


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sections of a write-up in order."""

    name: str
    section: tuple[Section, ...]


def load_template(name: str = "standard") -> Template:
    """Return a bundled template by its name, or one of your own by its path (ends in .toml).

    Raises UnknownNameError for another name, InputError where the file is not there, and
    KnowledgeError with the place of a mistake.

    >>> load_template().section[0].title
    'Finding'
    """
    return parse_template(template_text(name), name)


def template_text(name: str) -> str:
    """Return the text of a template."""
    if name.endswith(".toml"):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError(name, "this template cannot be read", "check the path") from None
    if name not in bundled_names(_FOLDER):
        raise UnknownNameError("template", name, bundled_names(_FOLDER))
    return bundled_text(f"{_FOLDER}/{name}.toml")


@cache
def parse_template(text: str, file: str) -> Template:
    """Check the text of a template; `file` names it in errors."""
    from tracekit.case.sections import SECTIONS  # the sections there are

    template = convert(parse_toml(text, file), Template, file, text)
    for name in by_id(template.section, file):
        if name not in SECTIONS:
            raise KnowledgeError(file, f"section {name!r}", f"there is none; the sections are "
                                 f"{', '.join(SECTIONS)}")  # fmt: skip
    return template
