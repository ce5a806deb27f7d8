"""A write-up that is told but not yet written: its sections, as HTML, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import pandas as pd

from tracekit.case.blocks import Block, html_of, markdown_of
from tracekit.case.choosing import chosen, judged, named
from tracekit.case.concealed import conceal
from tracekit.case.material import Material, gather
from tracekit.case.options import Options
from tracekit.case.relevant import relevant
from tracekit.case.sections import SECTIONS
from tracekit.case.template import Section, Template, load_template
from tracekit.case.walks import Told, read_walks
from tracekit.diagnosis import Case
from tracekit.errors import InputError, UnknownNameError
from tracekit.knowledge import list_gateways
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input
from tracekit.render import Html, heading, page, paragraph, prose, stack, visible


@dataclass(frozen=True, eq=False)
class Story:
    """The write-up of one message: what was found, from what, and what people added.

    `story["timeline"]` is one section; a cell that ends in the story shows all of it. Section ids
    are those of the template. `appendix`: the text to show as the input; None for the inputs
    themselves.
    """

    case: Case
    options: Options
    material: Material
    template: Template
    walks: tuple[Told, ...] = ()
    appendix: str | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have something to say, in order."""
        return tuple(section for section in self.template.section if self.blocks(section.id))

    def blocks(self, name: str) -> list[Block]:
        """Return what a section holds. Raises UnknownNameError for another name."""
        if name not in SECTIONS:
            raise UnknownNameError("section", name, list(SECTIONS))
        if name not in self._told:
            self._told[name] = SECTIONS[name](self)
        return self._told[name]

    @cached_property
    def _told(self) -> dict[str, list[Block]]:
        return {}  # pictures are drawn once

    def __getitem__(self, name: str) -> Html:
        """Return one section with its heading."""
        blocks = self.blocks(name)
        told = next((s for s in self.template.section if s.id == name), Section(name, name))
        lead = [paragraph(told.lead)] if told.lead else []
        return stack(heading(told.title, 2), *lead, html_of(blocks))

    @property
    def settled(self) -> Options:
        """The options as they are kept: files of one's own by the names they have beside it."""
        bundled = self.options.gateway in ("auto", *list_gateways())
        own = {} if bundled else {"gateway": "gateway.toml"}
        if self.options.template.endswith(".toml"):
            own["template"] = "template.toml"
        return msgspec.structs.replace(self.options, **own)

    @property
    def title(self) -> str:
        """What a person calls the case."""
        subject = self.case.subject
        named = f"“{subject}”" if isinstance(subject, str) and subject else "a message"
        who = self.case.recipient
        to = f" to {who}" if isinstance(who, str) and who else ""
        return f"Case {self.options.ticket}: {named}{to}" if self.options.ticket else named + to

    def html(self) -> str:
        """Return the page: it stands alone, loads nothing and runs nothing."""
        first = [self[s.id] for s in self.sections if s.first]
        rest = [self[s.id] for s in self.sections if not s.first]
        return page(self.title, stack(heading(self.title, 1), *first), *rest)

    def markdown(self) -> str:
        """Return the same as Markdown; what strangers wrote stands in code spans."""
        parts = [f"# {prose(self.title)}"]
        for section in self.sections:
            told = [f"## {prose(section.title)}", prose(section.lead)]
            parts += [*filter(None, told), markdown_of(self.blocks(section.id))]
        return "\n\n".join(parts) + "\n"

    def whole(self) -> Html:
        """Return all of it in one piece, to stand in a page or a cell."""
        return stack(heading(self.title, 1), *(self[s.id] for s in self.sections))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return self.whole()._repr_mimebundle_()

    def __repr__(self) -> str:
        return f"Story({visible(self.title, 120)!r}, {len(self.sections)} sections)"


def tell(
    source: MessageTrace | Input,
    *,
    walks: Sequence[object] = (),
    appendix: str | Path | None = None,
    key: bytes | str | None = None,
    shift: pd.Timedelta | None = None,
    **options: object,
) -> Story:
    """Read, diagnose and tell one case, without writing anything.

    `source`: as for `tracekit.read`, or a trace. `options` are the fields of `Options`. `walks`:
    saved walks (their JSON, its values, or paths of it) or walks. `appendix`: text to show as the
    input instead of the inputs themselves. With a `key` the case is told from pseudonyms, its times
    moved by `shift`; it takes no walks and no appendix then. Without `message_id` the first message
    is told. Raises UnknownNameError for a message that is not there, InputError for what cannot be
    read.

    >>> tell(b"12/6/2022, 12:31 PM | Receive | x").sections[0].title
    'Finding'
    """
    said = Options(**options)
    if key is not None:
        for name, given in (("walks", walks), ("appendix", appendix)):
            if given:
                raise InputError(name, "what a person wrote may name somebody",
                                 "leave it out of a redacted case")  # fmt: skip
        done = conceal(source, said, key, shift)
        source, said = done.material, done.options
    material = gather(source, said.dayfirst, said.utc_offset)
    return tell_from(material, chosen(judged(material.trace, said), said), said, walks, appendix)


def tell_from(
    material: Material,
    case: Case,
    options: Options,
    walks: Sequence[object] = (),
    appendix: str | Path | None = None,
) -> Story:
    """Tell a case from inputs that are read and diagnosed already."""
    settled = named(options, case)
    if not settled.number:  # two messages that are called the same are told apart by the whole
        material, case = relevant(material, case, lambda t: chosen(judged(t, options), settled))
    if isinstance(appendix, Path):
        appendix = appendix.read_text(encoding="utf-8")
    template = load_template(options.template)
    return Story(case, settled, material, template, read_walks(walks, case), appendix)
