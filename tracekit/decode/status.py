"""The progress line and the Status sentence -> one word of the closed list of statuses."""

from __future__ import annotations

from tracekit.knowledge import find_sentence, find_status


def status_word(last_step: str | None, sentence: str | None) -> str | None:
    """Return the status that a report means: its progress line comes first, then its sentence.

    Words and sentences are in knowledge/statuses.toml. None where neither is known.

    >>> status_word("Not yet delivered", None)
    'Pending'
    >>> status_word(None, "This message was sent to the recipient's Junk Email folder.")
    'Delivered'
    """
    told = find_status(last_step) if last_step else None
    if told or not sentence:
        return told
    known = find_sentence(sentence)
    return (known.status or None) if known else None
