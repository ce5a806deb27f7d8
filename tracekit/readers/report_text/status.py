"""The middle of a report: the progress line, the Status with its values, the help text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from tracekit.readers.report_text.labels import bare, heading, label, progress
from tracekit.text import html_to_text, one_line, strip_stray_marks

FIELDS = ("connector", "external_address", "destination_ip", "smart_host", "mail_flow_rule")
# The pane of 2020 prints this as Status and the sentence that matters under More information.
_SEE_BELOW = re.compile(r"We found (?:your message|an issue)", re.IGNORECASE)
# Where an input ends inside a tag.
_CUT_TAG = re.compile(r"</?[a-z]{0,8} {0,2}/?$", re.IGNORECASE)


@dataclass(frozen=True)
class Middle:
    """What stands between the addresses and the event table, and where the parts lie."""

    progress: str | None
    status_text: str | None
    fields: dict[str, str]
    last_step: str | None
    header: tuple[tuple[int, int], ...]
    help: tuple[int, int] | None


def read_middle(text: str, start: int, end: int) -> Middle:
    """Read the part of a report between `start` and `end`.

    >>> read_middle("Received -> Processed -> Sent Status: Gone.", 0, 43).status_text
    'Gone.'
    """
    line = progress().search(text, start, end)
    after = line.end() if line else start
    end = _before_title(text, after, end)
    status = heading("status").search(text, after, end)
    lost_colon = None if status or not line else bare("status").match(text, after, end)
    status = status or lost_colon
    body = status.end() if status else after
    help_label = (bare if lost_colon else heading)("help").search(text, body, end)
    body_end = help_label.start() if help_label else end
    # A bar at the end is the edge of the table that follows.
    markup = text[body:body_end].rstrip("|\n\t ") if status or line else ""
    plain = html_to_text(markup)
    helped = html_to_text(text[help_label.end() : end]) if help_label else ""
    fields, said = _fields(plain, body_end == len(text))
    said = one_line(f"{said} {helped}") if _SEE_BELOW.match(plain) else said
    header = [(line.start(), line.end())] if line else []
    if status or (line and plain):
        header.append((status.start() if status else body, body_end))
    return Middle(
        progress=" -> ".join(re.split(r"\s*(?:->|→|\n|\t)\s*", line[0])) if line else None,
        status_text=said or None,
        fields=fields,
        last_step=one_line(line["last"]) if line else None,
        header=tuple(header),
        help=(help_label.start(), end) if help_label else None,
    )


def _before_title(text: str, start: int, end: int) -> int:
    """Leave out the table's title, `Message events`, that older panes print."""
    titles = [m.start() for m in bare("heading").finditer(text, max(start, end - 60), end)]
    return titles[-1] if titles else end


def _fields(plain: str, cut: bool) -> tuple[dict[str, str], str]:
    """Read `Connector name: IPW` and the like; a value ends with its line or at the next label.

    Also returns the text without the marks that some program mangled. `cut` tells that the input
    ends here: then the last value may lack its end.
    """
    if cut:
        plain = _CUT_TAG.sub("", plain)
    found = sorted(
        (m.start(), m.end(), name) for name in FIELDS if (m := label(name).search(plain))
    )
    values, said, at = {}, [], 0
    for (_, start, name), after in zip_longest(found, found[1:]):
        start, stop = _value(plain, start, after[0] if after else len(plain))
        values[name] = strip_stray_marks(plain[start:stop])
        said += [plain[at:start], " ", values[name]]
        at = stop
        if cut and at == len(plain):
            del values[name]
    said.append(plain[at:])
    return {name: value for name, value in values.items() if value}, one_line("".join(said))


def _value(plain: str, start: int, limit: int) -> tuple[int, int]:
    """Find the value behind a label: the rest of its line, or the next line if that is empty."""
    for _ in range(2):
        line_end = plain.find("\n", start)
        stop = min(limit, line_end if line_end >= 0 else len(plain))
        if plain[start:stop].strip() or stop == limit:
            break
        start = stop + 1
    return start, max(start, stop)
