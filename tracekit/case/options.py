"""What a person says about a case: which message, how to read and judge it, what was reported."""

from __future__ import annotations

import msgspec


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that, beside the inputs, decides what a write-up says.

    `message_id`, `recipient`: which message; `number`: which of several that are called the same,
    or have no id. `gateway`, `complaint`, `complete`, `taken`,
    `late_after`: as in `diagnose`; `dayfirst`, `utc_offset`: as in `read`. `reported` and
    `expected`: what the user said, in their words. `ticket`, `author`: printed at the top.
    `template`: name of a plan of the sections, or the path of one. `redacted`: eight signs of the
    key that the pseudonyms of the input were drawn with; set by the redaction.

    >>> Options(complaint="late").late_after
    5.0
    """

    message_id: str | None = None
    recipient: str | None = None
    number: int = 0
    gateway: str = "inky"
    complaint: str | None = None
    complete: bool | None = None
    taken: str | None = None
    late_after: float = 5.0
    dayfirst: bool | None = None
    utc_offset: str | None = None
    reported: str = ""
    expected: str = ""
    ticket: str = ""
    author: str = ""
    template: str = "standard"
    redacted: str = ""

    def said(self) -> dict[str, object]:
        """Return what differs from the default, by name."""
        plain = Options()
        names = self.__struct_fields__
        return {n: getattr(self, n) for n in names if getattr(self, n) != getattr(plain, n)}
