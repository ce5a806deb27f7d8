"""What a section is made of; each piece can say itself as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from tracekit.render import (
    Html,
    Picture,
    bullets,
    definitions,
    heading,
    html_table,
    markdown_block,
    markdown_table,
    note,
    paragraph,
    prose,
    stack,
    verbatim,
)


@dataclass(frozen=True)
class Text:
    """A paragraph, with a label in front where one is given."""

    text: str
    label: str = ""
    strong: bool = False

    def html(self) -> Html:
        """As HTML."""
        return paragraph(self.text, self.label, self.strong)

    def markdown(self) -> str:
        """As Markdown."""
        lines = [prose(line) for line in self.text.split("\n") if line.strip()]
        if self.strong:
            lines = [f"**{line}**" for line in lines]
        lead = f"**{prose(self.label)}:** " if self.label else ""
        return lead + "  \n".join(lines)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str

    def html(self) -> Html:
        """As HTML."""
        return heading(self.text, 3)

    def markdown(self) -> str:
        """As Markdown."""
        return f"### {prose(self.text)}"


@dataclass(frozen=True)
class Points:
    """A list, numbered where the order matters."""

    items: tuple[str, ...]
    ordered: bool = False

    def html(self) -> Html:
        """As HTML."""
        return bullets(self.items, self.ordered)

    def markdown(self) -> str:
        """As Markdown."""
        sign = "1." if self.ordered else "-"
        return "\n".join(f"{sign} {prose(' '.join(item.split()))}" for item in self.items)


@dataclass(frozen=True)
class Pairs:
    """Names with their values."""

    pairs: dict[str, str]

    def html(self) -> Html:
        """As HTML."""
        return definitions(self.pairs)

    def markdown(self) -> str:
        """As Markdown."""
        return "\n".join(f"- **{prose(k)}:** {prose(v)}" for k, v in self.pairs.items())


@dataclass(frozen=True, eq=False)
class Table:
    """Some columns of a frame.

    `words`: columns that hold sentences; `whole`: columns whose cells are read in one piece.
    """

    frame: pd.DataFrame
    columns: dict[str, str]
    caption: str = ""
    words: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    def html(self) -> Html:
        """As HTML."""
        return html_table(
            self.frame, self.columns, self.caption, kinds=dict.fromkeys(self.whole, "time")
        )

    def markdown(self) -> str:
        """As Markdown."""
        lead = f"**{prose(self.caption)}**\n\n" if self.caption else ""
        return lead + markdown_table(self.frame, self.columns, self.words)


@dataclass(frozen=True)
class Drawing:
    """A chart as a picture; what it shows stands beside it as a text."""

    picture: Picture

    def html(self) -> Html:
        """As HTML: the picture, with its text as the alternative."""
        return self.picture.html()

    def markdown(self) -> str:
        """As Markdown: the text alone, for a picture would be a file of its own."""
        return markdown_block(self.picture.alt)


@dataclass(frozen=True)
class Remark:
    """A paragraph that a reader must not miss."""

    text: str
    label: str = "Note"

    def html(self) -> Html:
        """As HTML."""
        return note(self.text, self.label)

    def markdown(self) -> str:
        """As Markdown."""
        return f"> **{prose(self.label)}:** {prose(' '.join(self.text.split()))}"


@dataclass(frozen=True)
class Verbatim:
    """Text as it was given."""

    text: str

    def html(self) -> Html:
        """As HTML."""
        return verbatim(self.text)

    def markdown(self) -> str:
        """As Markdown."""
        return markdown_block(self.text)


Block = Text | Heading | Points | Pairs | Table | Drawing | Remark | Verbatim


def html_of(blocks: Iterable[Block]) -> Html:
    """Return blocks as HTML, one below the other."""
    return stack(*(block.html() for block in blocks))


def markdown_of(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown, with a blank line between them."""
    return "\n\n".join(filter(None, (block.markdown() for block in blocks)))
