"""What a tone looks like: a colour that colour-blind people tell apart, a shape, and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tracekit.knowledge import load_events


@dataclass(frozen=True)
class Look:
    """How the marks of one tone are drawn, and what the legend says."""

    words: str
    colour: str
    shape: str


# Colours after Okabe and Ito, darkened until each stands out from white by 3:1 or more. Every tone
# has a shape of its own, so that a grey print says the same.
LOOKS = {
    "arrived": Look("arrived", "#0072b2", "triangle-down"),
    "rule": Look("rule matched", "#7a4fa3", "square"),
    "filtered": Look("filtered", "#b34700", "diamond"),
    "waiting": Look("on hold", "#a67800", "M-1,-1H1L-1,1H1Z"),
    "sent": Look("sent on", "#0b6e8a", "triangle-right"),
    "delivered": Look("delivered", "#007a55", "circle"),
    "failed": Look("failed", "#b3001b", "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4"
                   "L-.6,1L-1,.6L-.4,0Z"),
    "ended": Look("ended here", "#333333", "M-1,-.35H1V.35H-1Z"),
    "info": Look("noted", "#6b6b6b", "cross"),
}  # fmt: skip


@cache
def _known() -> dict[str, str]:
    entries = load_events().values()
    return {n.casefold(): e.tone for e in entries for n in (e.name, *e.aliases)}


def tone_of(event: object) -> str:
    """Return the tone of an event name; a name that nobody described is only noted.

    >>> tone_of("Deliver"), tone_of("No such event")
    ('delivered', 'info')
    """
    return _known().get(str(event).casefold(), "info")
