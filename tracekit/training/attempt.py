"""What a trainee answered so far: plain values that can be written as JSON and read again."""

from __future__ import annotations

import msgspec

from tracekit.errors import InputError
from tracekit.knowledge.schema import Answer as Said
from tracekit.knowledge.schema import Strength


class TreeAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers on the way through one tree, the outcome, how sure, and the rows that prove it.

    `outcome` and `strength` are empty until they are named; rows are named as in `training.rows`.
    """

    trail: tuple[tuple[str, Said], ...] = ()
    outcome: str = ""
    strength: Strength | None = None
    rows: tuple[str, ...] = ()


class Attempt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One case and what was answered. `seconds`: how long it took, once it is committed."""

    scenario: str
    seed: int | None
    trainee: str = ""
    trees: dict[str, TreeAnswer] = {}
    ask: tuple[str, ...] = ()
    tell: int | None = None
    note: str = ""
    confidence: int | None = None
    hints: int = 0
    committed: str = ""
    seconds: float = 0.0

    def to_json(self) -> str:
        """Write it as JSON.

        >>> Attempt.from_json(Attempt("textbook-pair", 3).to_json()).seed
        3
        """
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Attempt:
        """Read it from JSON; raises InputError where it is none."""
        try:
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise InputError("answers", f"they cannot be read ({error})",
                             "take them as they were saved") from None  # fmt: skip
