"""Markup to plain text, in linear time."""

import html
import re

from tracekit.text.places import Text, one_line

# A name in angle brackets that is none of these is no tag: a Message-ID stands in such brackets,
# and a rule may be named so.
_BLOCK = "br|p|div|tr|table|thead|tbody|tfoot|li|ul|ol|h[1-6]|pre|body|html|blockquote|hr"
_INLINE = "b|strong|i|em|u|span|font|a|code|small|td|th|col|colgroup|img|o:p"
_TAG = re.compile(
    rf"(?P<cell></t[dh]>\s{{0,20}}<t[dh]\b[^<>]{{0,500}}>)"
    rf"|</?(?:(?P<block>{_BLOCK})|{_INLINE})(?=[\s/>])[^<>]{{0,2000}}>|<!--|-->",
    re.IGNORECASE,
)
_CELL = re.compile(r"<t[dh]\b[^<>]{0,500}>([^<>]{1,20000})", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)

Edit = tuple[int, int, str]


def html_to_text(markup: str) -> str:
    r"""Turn a Status field's HTML into plain text: tags away, entities resolved.

    Linear on any input. Line breaks of the markup become line breaks; where there are some, those
    of the text around them are blanks, as in a browser.

    >>> html_to_text("<div>A &amp; B<br />in <b>one</b> line</div>")
    'A & B\nin one line'
    """
    if _LINE_BREAK.search(markup):
        markup = markup.replace("\n", " ")
    plain = html.unescape(_TAG.sub(_sign, markup))
    lines = (one_line(line) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _sign(tag: re.Match) -> str:
    if tag["cell"]:
        return " | "
    return "\n" if tag["block"] else ""


def document_markup(text: Text, signs: re.Pattern) -> Text:
    """Turn a real HTML document into plain text: table cells between bars, blocks in lines.

    `signs` are places that only such a document has; without one the text stays as it is.

    >>> table = "<tr><td>a</td><td>b &amp; c</td></tr>"
    >>> document_markup(Text.of(table), re.compile("<td>a</td>")).value.strip()
    'a | b & c'
    """
    if "<" not in text.value or not signs.search(text.value):
        return text
    tags = [(m.start(), m.end(), _sign(m)) for m in _TAG.finditer(text.value)]
    inside = (e for m in _CELL.finditer(text.value) for e in entities(text.value, *m.span(1)))
    return text.replace(sorted([*tags, *inside]))


def entities(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits that resolve the HTML entities between two places.

    >>> entities("a &lt; b", 0, 8)
    [(2, 6, '<')]
    """
    found = _ENTITY.finditer(text, start, end)
    return [(m.start(), m.end(), html.unescape(m[0])) for m in found]
