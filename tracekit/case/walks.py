"""What a person answered: saved walks, taken up on the case and marked as a person's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracekit.diagnosis import Case, Walk
from tracekit.errors import InputError

_ADVICE = "save the walk again, for this message"


@dataclass(frozen=True, eq=False)
class Told:
    """A saved walk: its text as it is kept beside the case, and the walk itself."""

    text: str
    walk: Walk


def read_walks(saved: Sequence[object], case: Case) -> tuple[Told, ...]:
    """Take up saved walks: paths, JSON, values, or walks; each must be of this message.

    Raises InputError for what is no saved walk, or is one of another message.
    """
    return tuple(_told(one, case) for one in saved)


def _told(one: object, case: Case) -> Told:
    text = _text(one)
    walk = Walk.from_dict(text, case.diagnosis)
    if walk.number != case.number:
        raise InputError("walk", "it is of another message than the case", _ADVICE)
    return Told(text, walk)


def _text(one: object) -> str:
    """The JSON of a walk, written the same way whoever saved it, without the sums of its inputs."""
    if isinstance(one, Path):
        try:
            one = one.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError(str(one), "this walk cannot be read", "check the path") from None
    if isinstance(one, Walk):
        one = one.to_dict()
    if isinstance(one, str):
        try:
            one = json.loads(one)
        except (ValueError, RecursionError):
            raise InputError("walk", "this is no saved walk", _ADVICE) from None
    if not isinstance(one, dict):
        raise InputError("walk", "this is no saved walk", _ADVICE)
    # Names of inputs may be places of somebody's machine; what they were stands in the manifest.
    kept = {key: value for key, value in one.items() if key != "inputs"}
    return json.dumps(kept, indent=1, ensure_ascii=True) + "\n"
