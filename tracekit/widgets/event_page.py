"""All that is known about one event."""

from __future__ import annotations

from tracekit.errors import UnknownNameError
from tracekit.knowledge import explain
from tracekit.model import MessageTrace
from tracekit.render import Html, definitions, heading, paragraph, stack
from tracekit.render.cells import heading_of, readable

_PLACE = ("journey", "offset", "length", "local_time", "derived")  # of no use to a reader


def about_event(trace: MessageTrace, journey: int, seq: int) -> Html:
    """Return all that is known about one event: its columns, and what such an event means."""
    events = trace.events
    found = events[(events["journey"] == journey) & (events["seq"] == seq)].iloc[:1]
    cells = {name: readable(found[name])[0] for name in found.columns if name not in _PLACE}
    known = {heading_of(name): text for name, text in cells.items() if text}
    name = cells["event"]
    return stack(heading(f"{name or 'No name'}", 4), *_meaning(name), definitions(known))


def in_a_line(trace: MessageTrace, journey: int, seq: int) -> str:
    """Return one event as it is spoken: its number, name, clock and detail."""
    events = trace.events
    found = events[(events["journey"] == journey) & (events["seq"] == seq)].iloc[:1]
    cells = [readable(found[name])[0] for name in ("event", "time_text", "detail")]
    return ", ".join([f"Event {seq}", *filter(None, cells)])


def _meaning(name: str) -> list[Html]:
    try:
        lines = explain(name).sections["What it is"] if name else ()
    except UnknownNameError:
        return [paragraph("Nothing is known about an event of this name.")]
    return [paragraph(line) for line in lines]
