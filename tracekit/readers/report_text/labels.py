"""The words around a report's values, as patterns built from knowledge/report_labels.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_LEFT = r"(?<![^\s*|>])(?=[\w*])\*{0,2}"
_COLON = r"\*{0,2}\s?[::]\*{0,2}"
# An address as Sender and Recipient print it: bare, in angle brackets, quoted, X.500, or empty.
ADDRESS = (r"(?:<?(?:\"[^\"\n]{1,80}\"@[^\s<>|;]{1,255}|[^\s<>|\":]{1,254}@[^\s<>|*;]{1,255}"
           r"|/o=[^\s|:]{1,200}(?: [^\s|:]{1,100}(?![^\s|])){0,8})>?|<>)")  # fmt: skip


@cache
def words(field: str) -> tuple[str, ...]:
    """Return every spelling of a label, longest first.

    >>> "Betreff" in words("subject")
    True
    """
    text = files("tracekit.knowledge").joinpath("report_labels.toml").read_text("utf-8")
    found = {word for language in tomllib.loads(text).values() for word in language.get(field, [])}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _any(field: str) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s?") for w in words(field)) + ")"


@cache
def label(field: str) -> re.Pattern:
    """Return the pattern of a label with its colon, as in `Subject:` or `**Subject**:`."""
    return re.compile(_LEFT + _any(field) + _COLON, re.IGNORECASE)


@cache
def heading(field: str) -> re.Pattern:
    """Return the pattern of a label with its colon, or alone on a line as older panes print it."""
    alone = rf"^[ \t]{{0,8}}{_any(field)}[ \t]{{0,8}}$"
    return re.compile(f"{_LEFT}{_any(field)}{_COLON}|{alone}", re.IGNORECASE | re.MULTILINE)


@cache
def bare(field: str) -> re.Pattern:
    """Return the pattern of a label without a colon, as in a pane that lost its line breaks."""
    return re.compile(rf"\s{{0,3}}\b{_any(field)}(?=\s)", re.IGNORECASE)


@cache
def addresses() -> re.Pattern:
    """Return the pattern of `Sender: … Recipient: …`, the surest sign of a report."""
    sender, recipient = _any("sender"), _any("recipient")
    gap = r"[\s|]{0,6}"
    colons = (f"{_LEFT}{sender}{_COLON}{gap}(?P<sender>{ADDRESS})?{gap}"
              rf"\*{{0,2}}{recipient}{_COLON}[ \t|]{{0,4}}\n{{0,2}}(?P<recipient>{ADDRESS})?"
    )  # fmt: skip
    lines = (rf"^{sender}\n{{1,3}}(?P<sender2>{ADDRESS})\n{{1,3}}"
             rf"{recipient}\n{{1,3}}(?P<recipient2>{ADDRESS})")  # fmt: skip
    return re.compile(f"{colons}|{lines}", re.IGNORECASE | re.MULTILINE)


@cache
def document_signs() -> re.Pattern:
    """Return the pattern of what only an HTML document has: tags between the report's words."""
    tag = r"<(?:br ?/?|/?(?:p|div|t[rdh]|li|span|b|strong|font)\b[^<>]{0,300})>"
    cells = rf"{_any('event')}\s{{0,20}}</t[dh]>\s{{0,20}}<t[dh]\b[^<>]{{0,300}}>\s{{0,20}}"
    return re.compile(
        rf"{tag}\s{{0,20}}{_any('recipient')}\s?[:<]|{cells}{_any('detail')}\s{{0,20}}</t[dh]>",
        re.IGNORECASE,
    )


@cache
def table_head() -> re.Pattern:
    """Return the pattern of `Date (UTC-05:00) | Event | Detail |` and the rule under it."""
    gap = r"[\s|*]{1,8}"
    known = (
        rf"{_any('date')}(?P<zone>\s?\([^\n|]{{1,80}}?)?\*{{0,2}}"
        rf"{gap}{_any('event')}\*{{0,2}}{gap}{_any('detail')}\b\*{{0,2}}"
        r"(?:[ \t]?\|)?(?:[\s|]{0,4}[:|\-=─━ ]{3,400})?"
    )
    # Other languages, by shape: a word with a zone, two more words between bars, a rule.
    cell = r"\s{0,3}\|\s{0,3}[^\s|]{1,30}"
    shaped = (
        r"[^\s|()]{1,30}\s?(?P<zone2>\((?:UTC|GMT)[^\n|()]{0,12}\))"
        rf"{cell}{cell}\s{{0,3}}\|?[\s|]{{0,4}}[:|\-=─━ ]{{3,400}}"
    )
    left = r"(?<![^\s|])(?=[\w*])\*{0,2}"
    return re.compile(f"{left}(?:{known}|{shaped})", re.IGNORECASE)


@cache
def message_id() -> re.Pattern:
    """Return the pattern of `Message ID:<…>`, but not of a journal report's id."""
    value = r"(?P<id><[^<>\n]{0,500}(?:\n[^<>\n]{0,500}){0,2}>|[^\s<>|]{1,500}@[^\s<>|]{1,500})"
    heading = rf"(?:{_any('help')}[\s|:*]{{1,6}}|ADDITIONAL\s?PROPERTIES\s{{1,4}})?"
    return re.compile(
        rf"(?<![^\s|*.])(?=[\w*]){heading}\*{{0,2}}{_any('message_id')}\*{{0,2}}\s?[::]?\*{{0,2}}[\s|]{{0,4}}"
        rf"{value}",
        re.IGNORECASE,
    )


_NUMBER = r"[^\x20-\x7e]{0,3}\?{0,3}(?P<number>[0-9][0-9.,' ]{0,15})\?{0,3}[^\x20-\x7e]{0,3}"
_UNIT = r"(?P<unit>bytes?|[KMGТ]i?B|[KMG]o|B|КБ|МБ|Б)(?![A-Za-z])"
# Four parts or two colons; some parts may be blacked out, as in 192.0.x.x or 192.0.2.***.
_IPS = r"(?:[0-9A-Fa-f*x]{1,3}\.){3}[0-9*x]{1,3}(?:[:/][0-9]{1,5})?(?![0-9.])" \
       r"|\[?(?=[0-9A-Fa-f:]{0,40}:[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.*x/%]{2,60}\]?"  # fmt: skip
_IPS = rf"(?:{_IPS})"
_IP_LIST = rf"(?:null|N/A|{_IPS}(?:[,;] ?{_IPS}){{0,20}})"


@cache
def sizes() -> re.Pattern:
    """Return the pattern of the foot: `Message size | From IP | To IP` and the row under it."""
    size, start, end = _any("size"), _any("from_ip"), _any("to_ip")
    bar = r"(?:\s{0,2}\|\s{0,2}|\t|\s{1,3})"
    value = rf"{_NUMBER}\s?{_UNIT}"
    row = (rf"{size}\*{{0,2}}{bar}\*{{0,2}}{start}\*{{0,2}}{bar}\*{{0,2}}{end}\*{{0,2}}"
           r"(?:[ \t]?\|)?"
           r"[\s|]{0,4}(?:[:\-=| ]{3,200}[\s|]{1,4})?"
           rf"(?:{value})?(?:{bar}(?P<from_ip>{_IP_LIST})?)?(?:{bar}(?P<to_ip>{_IP_LIST})?)?"
    )  # fmt: skip
    return re.compile(rf"(?<![^\s|*])(?=[\w*])\*{{0,2}}{row}(?![^\s|*])", re.IGNORECASE)


@cache
def size_head() -> re.Pattern:
    """Return the pattern of the size heading alone, with or without values."""
    return re.compile(rf"(?<![^\s|*])(?=[\w*])\*{{0,2}}{_any('size')}(?=[\s:|*])", re.IGNORECASE)


@cache
def single_sizes() -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    """Return the patterns of `Message size: 15 KB`, `From IP: x`, `To IP: y`, one a line."""
    gap = r"\*{0,2}\s?[::]?\*{0,2}[\s|]{0,4}"
    size = rf"(?<![^\s|*]){_any('size')}{gap}{_NUMBER}\s?{_UNIT}"
    names = (_any("from_ip"), _any("to_ip"))
    ips = [rf"(?<![^\s|*]){name}{gap}(?P<ip>{_IP_LIST})(?![^\s|*])" for name in names]
    return tuple(re.compile(p, re.IGNORECASE) for p in (size, *ips))


@cache
def progress() -> re.Pattern:
    """Return the pattern of the progress line, `Received -> Processed -> Delivered`."""
    step = r"\s{0,3}(?:->|→|>|\n|\t| {1,3})\s{0,3}"
    return re.compile(
        rf"(?:Not )?Received{step}(?:Not )?Processed{step}"
        r"(?P<last>(?:Not (?:yet )?)?(?:Delivered|Sent|Failed|Pending|Expanded|Quarantined|Resolved"
        r"|Filtered as spam|Getting status|[A-Z][a-z]{3,14}(?=\s))(?![\w:]))",
        re.IGNORECASE,
    )
