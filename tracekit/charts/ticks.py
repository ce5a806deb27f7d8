"""Round places on a scale of time that begins at nought."""

from __future__ import annotations

_STEPS = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    172800, 432000, 864000, 2592000, 7776000, 31104000,
]  # fmt: skip
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def ticks_of(seconds: float, most: int = 8) -> list[tuple[float, str]]:
    """Return round places (in seconds) up to a length, with their words.

    >>> ticks_of(150, most=5)
    [(0, '0'), (30, '30 s'), (60, '1 min'), (90, '90 s'), (120, '2 min'), (150, '150 s')]
    """
    step = next((s for s in _STEPS if seconds / s <= most), None) or seconds / most
    count = int(seconds / step + 1e-9)
    return [(n * step, _word(n * step)) for n in range(count + 1)]


def _word(seconds: float) -> str:
    if not seconds:
        return "0"
    size, unit = next((u for u in _UNITS if seconds >= u[0] and seconds % u[0] == 0), (1, "s"))
    return f"{seconds / size:g} {unit}"
