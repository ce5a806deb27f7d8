"""Markup to plain text, in linear time."""

import html
import re

from tracekit.text.places import one_line

_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,15})\b[^<>]{0,2000}>|<!--|-->")
_BREAKS = {"br", "p", "div", "li", "ol", "ul", "tr", "table", "/p", "/div", "/li", "/tr"}


def html_to_text(markup: str) -> str:
    """Turn a Status field's HTML into plain text: tags away, entities resolved.

    Linear on any input. Line breaks of the markup become line breaks.

    >>> html_to_text("<div>A &amp; B<br />in <b>one</b> line</div>")
    'A & B\\nin one line'
    """
    def sign(match: re.Match) -> str:
        return "\n" if (match[1] or "").casefold() in _BREAKS else ""

    plain = html.unescape(_TAG.sub(sign, markup))
    lines = (one_line(line) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)
