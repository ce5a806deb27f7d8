"""Pseudonyms of rules, connectors, folders and inputs."""

from __future__ import annotations

import re

from tracekit.redact.allowed import rule_words
from tracekit.redact.known import name_parts, name_patterns
from tracekit.redact.texts import Texts

_STRICT: frozenset[str] = frozenset()
_PLACE = re.compile(r"(.*):([0-9]{1,9})", re.DOTALL)
_OPEN = re.compile(r"[*+]")
# Names that tracekit gives to what has none.
_OURS = frozenset({"text", "bytes", "open file", "pasted text", "standard input", "pasted-text.txt",
                   "trace.json"})  # fmt: skip
_WORD = re.compile(r"[A-Za-z0-9]+")
# A name that speaks of passing by keeps the words that say so (see evidence.scope).
_EXEMPT = ("bypass", "exempt", "skip", "exclu", "whitelist", "allow", "do not send")


def name_pseudonym(text: str, texts: Texts) -> str:
    """Return the pseudonym of a rule, policy or connector; a known gateway's name stays.

    What a tenant added to a gateway's name is drawn, and the name plays the same part as before.

    >>> from tracekit.redact.atoms import Atoms
    >>> from tracekit.redact.keyed import Key
    >>> texts = Texts(Atoms(Key("an example, at least this long")))
    >>> name_pseudonym("IPW Relay Key", texts), name_pseudonym("Bypass INKY - Contoso", texts)
    ... # doctest: +ELLIPSIS
    ('IPW Relay Key', 'Bypass INKY - W...')
    """
    role = name_parts(text)
    if role and _is_closed(text):
        return text
    words = rule_words() if role or _speaks_of_exemption(text) else _STRICT
    drawn = texts.free(text, words)
    return drawn if name_parts(drawn) == role else _sample(text) or drawn


def _is_closed(text: str) -> bool:
    """Tell whether a pattern without a gap fits: then nothing of a tenant is in the name."""
    return any(not _OPEN.search(p.match) for p in name_patterns(text))


def _sample(text: str) -> str | None:
    return next((p.samples[0] for p in name_patterns(text)), None)


def _speaks_of_exemption(text: str) -> bool:
    plain = text.casefold()
    return any(word in plain for word in _EXEMPT)


def folder_pseudonym(text: str, texts: Texts) -> str:
    """Return the pseudonym of a folder; inbox, junk, quarantine and deleted stay."""
    if text in ("inbox", "junk", "quarantine", "deleted"):
        return text
    return texts.free(text, _STRICT)


def file_pseudonym(text: str, texts: Texts) -> str:
    """Return the pseudonym of an input's name; its ending stays."""
    return text if text in _OURS else texts.free(text, _STRICT)


def places_pseudonym(text: str, texts: Texts) -> str:
    """Return the pseudonym of `name:line; name:line`; the lines stay."""
    return "; ".join(_place(part, texts) for part in text.split("; "))


def _place(text: str, texts: Texts) -> str:
    found = _PLACE.fullmatch(text)
    return f"{file_pseudonym(found[1], texts)}:{found[2]}" if found else file_pseudonym(text, texts)
