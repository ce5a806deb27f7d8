"""Words of a scenario with the names and clocks of its trace filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tracekit.training.passes import Pass

_BRACES = re.compile(r"\{([^{}]{1,60})\}")


def fill_words(text: str, values: Mapping[str, str]) -> str:
    """Fill braces in; what nobody knows stays as it is.

    >>> fill_words("{sender} wrote at {at:sent}", {"sender": "pat", "at:sent": "12:31"})
    'pat wrote at 12:31'
    """
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_words(text: str, values: Mapping[str, str]) -> list[str]:
    """List what stands in braces and is not known.

    >>> unknown_words("{when}", {"day": "3 March"})
    ['when']
    """
    return [name for name in _BRACES.findall(text) if name not in values]


def values_of(made: Sequence[Pass]) -> dict[str, str]:
    """Give what can stand in braces: the names of the first journey, and the clock of each label.

    A real trace has no journeys of the notation, so nothing can be filled in.
    """
    if not made:
        return {}
    first = made[0]
    named = {"sender": first.sender, "recipient": first.recipient, "subject": first.subject,
             "zone": first.zone, "day": f"{first.day:%d %B %Y}".lstrip("0")}  # fmt: skip
    clocks = {
        f"at:{row.label}": f"{row.hour}:{row.minute:02}"
        for one in made for row in reversed(one.rows) if row.label
    }  # fmt: skip
    return named | clocks
