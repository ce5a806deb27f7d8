"""The Status sentence and the progress line -> one status word."""

from __future__ import annotations

import re


def status_word(last_step: str | None, sentence: str | None) -> str | None:
    """Return the status word that a report's progress line and Status sentence mean.

    >>> status_word("Not yet delivered", None)
    'Pending'
    """
    words = {"delivered": "Delivered", "sent": "Sent", "not delivered": "Failed", "not yet delivered": "Pending"}
    return words.get((last_step or "").casefold())
