"""Free text: every piece gets a pseudonym that is not a word of a known grammar."""

from __future__ import annotations

import re

import pandas as pd

from tracekit.redact.allowed import load_allowed
from tracekit.redact.atoms import GUID, Atoms, normal
from tracekit.redact.encoded import (
    ENCODED_WORD,
    base64_text,
    encoded_word,
    hide_pairs,
    percent,
    plain_references,
)
from tracekit.redact.hosts import host_pseudonym
from tracekit.redact.ips import ip_pseudonym
from tracekit.redact.mailboxes import address_pseudonym
from tracekit.redact.times import TIME, moved

# Between these signs lies a chunk; inside it an address, a URL, a time or a code is looked for.
_CHUNK = re.compile(r"[^\s<>()\[\]{}\"'`,;|\\\u2018\u2019\u201c\u201d\u2026]+")
# All that is no ASCII may hide letters; arrows, dashes and marks of reports are signs.
_LETTER = r"[A-Za-z0-9]|[^\x00-\x7f\u2010-\u2026\u2190-\u21ff\u00a0\u200e\u200f\s]"
_WORDS = re.compile(rf"(?:{_LETTER})+")
_RUN = rf"(?:{_LETTER}|[_.-])+"
_DOMAIN = re.compile(_RUN)
_APART = r"(?<![A-Za-z0-9])(?:{})(?![A-Za-z0-9])"
_V6 = r"(?<![.:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\.[0-9]{1,3}){0,3}(?!:)"
_V4 = r"(?<!\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.[0-9])"
_PIECE = re.compile("|".join((
    f"(?P<time>{_APART.format(TIME.pattern)})", f"(?P<guid>{_APART.format(GUID.pattern)})",
    f"(?P<ip>{_APART.format(_V6)}|{_APART.format(_V4)})", f"(?P<run>{_RUN})",
)))  # fmt: skip
_HEX = re.compile(r"(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]{12,64}", re.ASCII)
_CODE = re.compile(r"v?[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}\.?", re.ASCII)
_SIZED = re.compile(r"[0-9]{5,12}(?= (?:bytes|KB|MB))", re.ASCII)


class Texts:
    """Redact text with an allow-list of words; the same piece becomes the same everywhere.

    >>> from tracekit.redact.keyed import Key
    >>> texts = Texts(Atoms(Key("an example, at least this long")))
    >>> texts.free("not found by SMTP address lookup", frozenset(["not", "found", "by", "smtp"]))
    ... # doctest: +ELLIPSIS
    'not found by SMTP w... w...'
    """

    def __init__(self, atoms: Atoms, shift: pd.Timedelta | None = None):
        self.atoms, self.shift = atoms, shift
        self._heads = frozenset(load_allowed().token_heads)
        self._endings = frozenset(load_allowed().file_endings)
        self._memo: dict[tuple[int, str], str] = {}

    def free(self, text: str, words: frozenset[str], depth: int = 0) -> str:
        """Return the text with every piece drawn that is not one of the words."""
        if "=?" not in text:
            return self._plain(text, words, depth)
        pieces, at = [], 0
        for found in ENCODED_WORD.finditer(text):
            pieces.append(self._plain(text[at : found.start()], words, depth))
            pieces.append(encoded_word(found, lambda told: self._plain(told, words, depth + 1)))
            at = found.end()
        return "".join([*pieces, self._plain(text[at:], words, depth)])

    def _plain(self, text: str, words: frozenset[str], depth: int) -> str:
        text = plain_references(text)
        text = hide_pairs(text, lambda run: self.atoms.hexadecimal(run.replace(run[2], "")))
        text = text if self.shift is None else moved(text, self.shift)
        sizes = {found.start() for found in _SIZED.finditer(text)}
        return _CHUNK.sub(
            lambda m: m[0] if m.start() in sizes and m[0].isdecimal()
            else self._chunk(m[0], words, depth), text)  # fmt: skip

    def _chunk(self, chunk: str, words: frozenset[str], depth: int) -> str:
        key = (hash(words), chunk)
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = self._drawn(chunk, words, depth)
        return known

    def _drawn(self, chunk: str, words: frozenset[str], depth: int) -> str:
        if depth > 6:
            return self.atoms.word(chunk)
        if "%" in chunk:
            parts = re.split(r"([?&=/:]+)", chunk)
            inside = [percent(p, lambda t: self.free(t, words, depth + 1)) for p in parts]
            if any(p is not None for p in inside):
                return "".join(p if p is not None else self._drawn(part, words, depth + 1)
                               for p, part in zip(inside, parts, strict=True))  # fmt: skip
        coded = self._base64(chunk, words, depth)
        if coded is not None:
            return coded
        if "@" in chunk:
            return self._address(chunk, words, depth)
        return self._pieces(chunk, words)

    def _base64(self, chunk: str, words: frozenset[str], depth: int) -> str | None:
        def inner(text: str) -> str:
            return self.free(text, words, depth + 1)

        if len(chunk) < 12 or GUID.fullmatch(chunk):
            return None
        whole = base64_text(chunk, inner)
        if whole is not None or "=" not in chunk.rstrip("="):
            return whole
        name, _, rest = chunk.partition("=")
        drawn = base64_text(rest, inner)
        return None if drawn is None else f"{self._pieces(name, words)}={drawn}"

    def _address(self, chunk: str, words: frozenset[str], depth: int) -> str:
        front, _, back = chunk.partition("@")
        start = max(front.rfind(sign) for sign in "/?&:") + 1
        front, local = front[:start], front[start:]
        name, equals, rest = local.partition("=")
        if equals and normal(name) in words:
            front, local = f"{front}{name}=", rest
        domain = _DOMAIN.match(back)
        host = domain[0].rstrip(".-_") if domain else ""
        after = back[len(host) :]
        drawn = address_pseudonym(local, host, self.atoms) if host else self.atoms.word(local) + "@"
        rest = self._drawn(after, words, depth + 1) if after else ""
        return (self._pieces(front, words) if front else "") + drawn + rest

    def _pieces(self, text: str, words: frozenset[str]) -> str:
        """Redact what has no address in it: times, GUIDs, IP addresses, dotted names, words."""
        return _PIECE.sub(lambda m: self._piece(m, words), text)

    def _piece(self, found: re.Match, words: frozenset[str]) -> str:
        if found["time"]:
            return found[0]
        if found["guid"]:
            return self.atoms.guid(found[0])
        drawn = self._ip(found[0]) if found["ip"] else None
        if drawn is not None:
            return drawn
        front = len(found[0]) - len(found[0].lstrip(".-_"))
        body = found[0].strip(".-_")
        if "." not in body:
            return self._words(found[0], words)
        return (found[0][:front] + self._dotted(body, words)
                + found[0][front + len(body) :])  # fmt: skip

    def _ip(self, text: str) -> str | None:
        drawn = ip_pseudonym(text, self.atoms.key)
        return None if drawn is None else self.atoms.note(drawn, text) if drawn != text else text

    def _dotted(self, text: str, words: frozenset[str]) -> str:
        parts = text.split(".")
        last = normal(parts[-1])
        if words and (_CODE.fullmatch(text) or all(self._known(normal(p), words) for p in parts)):
            return text
        if last in self._endings:
            # Whoever named a file chose its words and numbers, be they ever so common.
            return f"{self._words('.'.join(parts[:-1]), frozenset())}.{parts[-1]}"
        if (words and parts[0] in self._heads) or last.isdecimal() or len(last) < 2 or "" in parts:
            return self._words(text, words)
        return host_pseudonym(text, self.atoms)

    def _known(self, part: str, words: frozenset[str]) -> bool:
        return all(w in words or (w.isdecimal() and len(w) < 5) for w in re.split(r"[-_]", part))

    def _words(self, text: str, words: frozenset[str]) -> str:
        return _WORDS.sub(lambda m: self._word(m[0], words), text)

    def _word(self, word: str, words: frozenset[str]) -> str:
        plain = normal(word)
        if plain in words or (words and word.isascii() and word.isdecimal() and len(word) < 5):
            return word
        if words and word.isascii() and word.isdecimal():
            return self.atoms.number(word)
        # One letter is a code of the service, such as dest:J, and names nobody.
        if words and word.isascii() and len(word) == 1:
            return word
        if _HEX.fullmatch(word):
            return self.atoms.hexadecimal(word)
        return self.atoms.word(word)
