"""Safe HTML: an `Html` is built here from cleaned text, and nowhere else."""

from __future__ import annotations

import html as _html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracekit.render.clean import visible

# MathJax typesets $...$ and \(...\) in escaped text too; JupyterLab obeys the first class,
# older pages the second.
SHIELD = "mathjax_ignore tex2jax_ignore"

# A dollar or backslash alone in its element can begin no formula, whatever the page loads.
_ALONE = {ord("$"): "<span>$</span>", ord("\\"): "<span>\\</span>"}


def escape(text: object, limit: int | None = 2000, lines: bool = False) -> str:
    """Return foreign text as HTML that shows exactly the text and does nothing.

    >>> escape("<b>5$</b>")
    '<bdi>&lt;b&gt;5<span>$</span>&lt;/b&gt;</bdi>'
    """
    shown = _html.escape(visible(text, limit, lines), quote=True).translate(_ALONE)
    return f"<bdi>{shown.replace(chr(10), '<br>')}</bdi>" if shown else ""


def attribute(text: object) -> str:
    """Return foreign text for an attribute: escaped, without elements around single characters.

    >>> attribute('5$ "off"')
    '5$ &quot;off&quot;'
    """
    return re.sub(r"<[^<>]*>", "", escape(text, limit=None))


@dataclass(frozen=True)
class Html:
    """HTML that is safe to show, with the same content as plain text.

    Only the functions of `tracekit.render` make one. Parts are joined with `stack`.

    >>> paragraph("Tom & Jerry").text
    'Tom & Jerry'
    """

    html: str
    text: str = ""

    def __post_init__(self) -> None:
        # Jupyter writes the text as UTF-8: one lone surrogate would lose the whole cell.
        object.__setattr__(self, "text", visible(self.text, limit=None, lines=True))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.wrapped(), "text/plain": self.text}

    def wrapped(self) -> str:
        """Return the HTML in a container that keeps formula renderers out."""
        return f'<div class="tracekit {SHIELD}" dir="ltr" style="line-height:1.4">{self.html}</div>'

    def __repr__(self) -> str:
        return self.text


EMPTY = Html("", "")


def heading(text: object, level: int = 3) -> Html:
    """Return a heading.

    >>> heading("Who decided?").html
    '<h3 style="margin:.4em 0 .3em;color:inherit"><bdi>Who decided?</bdi></h3>'
    """
    tag = f"h{min(max(int(level), 1), 6)}"
    body = f'<{tag} style="margin:.4em 0 .3em;color:inherit">{escape(text)}</{tag}>'
    return Html(body, visible(text))


def paragraph(text: object, label: str = "", strong: bool = False) -> Html:
    """Return a paragraph, with a bold label in front where one is given.

    >>> paragraph("12:31", label="Time").text
    'Time: 12:31'
    """
    body = f"<strong>{escape(text, lines=True)}</strong>" if strong else escape(text, lines=True)
    lead = f"<strong>{escape(label)}:</strong> " if label else ""
    style = "margin:.3em 0;line-height:1.45;max-width:50em"
    said = f"{visible(label)}: " if label else ""
    return Html(f'<p style="{style}">{lead}{body}</p>', said + visible(text, lines=True))


def bullets(items: Iterable[object], ordered: bool = False) -> Html:
    """Return a list, numbered where the order matters.

    >>> bullets(["open", "read"], ordered=True).text
    '1. open\\n2. read'
    """
    items, tag = list(items), "ol" if ordered else "ul"
    body = "".join(f'<li style="margin:.15em 0">{escape(item, lines=True)}</li>' for item in items)
    signs = (f"{n}." if ordered else "-" for n in range(1, len(items) + 1))
    text = "\n".join(
        f"{sign} {visible(item, lines=True)}" for sign, item in zip(signs, items, strict=True)
    )
    style = "margin:.3em 0;padding-left:1.6em;line-height:1.45;max-width:50em"
    return Html(f'<{tag} style="{style}">{body}</{tag}>', text)


def definitions(pairs: Mapping[str, object]) -> Html:
    """Return names with their values, one pair a line.

    >>> definitions({"Event": "Defer"}).text
    'Event: Defer'
    """
    body = "".join(
        f'<dt style="font-weight:600;float:none;width:auto">{escape(name)}</dt>'
        f'<dd style="margin:0;overflow-wrap:anywhere">{escape(value, lines=True)}</dd>'
        for name, value in pairs.items()
    )
    style = "display:grid;grid-template-columns:fit-content(40%) 1fr;gap:.15em 1em;margin:.3em 0"
    text = "\n".join(f"{visible(k)}: {visible(v, lines=True)}" for k, v in pairs.items())
    return Html(f'<dl style="{style}">{body}</dl>', text)


def note(text: object, label: str = "Note") -> Html:
    """Return a paragraph set off by a bar, for what a reader must not miss.

    >>> note("Two journeys are missing.", label="Attention").text
    'Attention: Two journeys are missing.'
    """
    return _barred(text, label, "note", "#b8860b")


def alert(text: object, label: str) -> Html:
    """Return what went wrong; a screen reader says it at once.

    >>> alert("There is no such file.", "That did not work").text
    'That did not work: There is no such file.'
    """
    return _barred(text, label, "alert", "#c0392b")


def _barred(text: object, label: str, role: str, colour: str) -> Html:
    inner = paragraph(text, label)
    style = f"border-left:4px solid {colour};padding:.1em .8em;margin:.5em 0"
    return Html(f'<div role="{role}" style="{style}">{inner.html}</div>', inner.text)


def status(text: object) -> Html:
    """Return what goes on; a screen reader says it when it is quiet.

    >>> status("Reading ...").text
    'Reading ...'
    """
    inner = paragraph(text)
    return Html(f'<div role="status">{inner.html}</div>', inner.text)


def progress(text: object, share: float | None = None) -> Html:
    """Return what goes on with a bar; `share` is the part that is done, 0 to 1, if it is known.

    >>> progress("Reading case.csv ...", 0.5).text
    'Reading case.csv ... 50 % done'
    """
    known = None if share is None else min(max(float(share), 0.0), 1.0)
    said = visible(text) + ("" if known is None else f" {known:.0%} done".replace("%", " %"))
    at = "" if known is None else f' value="{known:.3f}"'
    bar = f'<progress max="1"{at} aria-label="{attribute(text)}" style="width:100%"></progress>'
    body = f'<div role="status" style="max-width:50em">{paragraph(said).html}{bar}</div>'
    return Html(body, said)


def verbatim(text: object, limit: int | None = None) -> Html:
    """Return text as it was given, line by line, in letters of one width.

    >>> verbatim("a  b").text
    'a  b'
    """
    shown = escape(text, limit, lines=True)
    style = (
        "white-space:pre-wrap;overflow-wrap:anywhere;margin:.4em 0;padding:.5em .7em;"
        "border:1px solid rgba(128,128,128,.4);font-family:monospace;font-size:.85em"
    )
    return Html(f'<div style="{style}">{shown}</div>', visible(text, limit, lines=True))


def folded(title: object, inside: Html) -> Html:
    """Return a part that is folded away below its title until it is opened.

    >>> folded("Why", paragraph("so")).text
    'Why\\nso'
    """
    summary = f'<summary style="cursor:pointer">{escape(title)}</summary>'
    body = f'<details style="margin:.4em 0">{summary}{inside.html}</details>'
    return Html(body, f"{visible(title)}\n{inside.text}")


def stack(*parts: Html) -> Html:
    """Join parts, one below the other.

    >>> stack(paragraph("a"), paragraph("b")).text
    'a\\nb'
    """
    if not all(isinstance(part, Html) for part in parts):
        raise TypeError("stack() joins Html objects only; make one with paragraph(text).")
    shown = [part for part in parts if part.html]
    return Html("".join(p.html for p in shown), "\n".join(p.text for p in shown))
