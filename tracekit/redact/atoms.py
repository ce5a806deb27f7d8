"""Pseudonyms of single things: a word, a number, an id; and the list of what was given."""

from __future__ import annotations

import re
import unicodedata

from tracekit.redact.keyed import Key

_NO_GUID = "0" * 32


class Atoms:
    """Give each single thing its pseudonym and remember which is whose.

    >>> atoms = Atoms(Key("an example, at least this long"))
    >>> atoms.word("ANNA") == atoms.word("anna").upper()
    True
    """

    def __init__(self, key: Key):
        self.key = key
        self.given: dict[str, str] = {}
        self._words: dict[tuple[str, str], str] = {}

    def note(self, pseudonym: str, original: str) -> str:
        """Remember a pseudonym for the key holder's map and return it."""
        self.given.setdefault(pseudonym, original)
        return pseudonym

    def word(self, text: str, kind: str = "w") -> str:
        """Return the pseudonym of a word; words that differ only in case stay such words."""
        known = self._words.get((kind, text))
        if known is None:
            plain = normal(text)
            drawn = kind + self.key.letters(kind, plain)
            known = self.note(self._cased(drawn, text, plain), text)
            self._words[kind, text] = known
        return known

    def _cased(self, drawn: str, text: str, plain: str) -> str:
        if text == plain:
            return drawn
        if text.isascii() and text == text.upper():
            return drawn.upper()
        if text.isascii() and text == text.capitalize():
            return drawn.capitalize()
        # Which letters are large is drawn from the text as it is written, so that two spellings
        # of one word stay two spellings.
        turns = self.key.digest("case", text)
        mixed = "".join(c.upper() if turns[i] & 1 else c for i, c in enumerate(drawn))
        return drawn[0].lower() + mixed[1:]

    def number(self, text: str) -> str:
        """Return a number of as many digits."""
        drawn = self.key.digits("number", text, len(text))
        return self.note(drawn, text)

    def hexadecimal(self, text: str) -> str:
        """Return as many hexadecimal digits in the same case."""
        drawn = self.key.hexadecimal("hex", text.casefold(), len(text))
        return self.note(drawn.upper() if text == text.upper() else drawn, text)

    def guid(self, text: str) -> str:
        """Return a GUID (version 8) in the same writing; the one of zeros only stays."""
        plain = text.replace("-", "").casefold()
        if plain == _NO_GUID:
            return text
        drawn = self.key.hexadecimal("guid", plain, 32)
        # Behind "f" no time of the service can stand (see decode.network_id).
        drawn = drawn[:12] + "8" + drawn[13:16] + "9" + drawn[17:20] + "f" + drawn[21:]
        if "-" in text:
            drawn = "-".join((drawn[:8], drawn[8:12], drawn[12:16], drawn[16:20], drawn[20:]))
        return self.note(drawn.upper() if text == text.upper() else drawn, text)


def normal(text: str) -> str:
    """Return a text as it is compared: compatibility forms and case folded.

    >>> normal("ＡＮＮＡ")
    'anna'
    """
    return unicodedata.normalize("NFKC", text).casefold()


GUID = re.compile(r"[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}")
