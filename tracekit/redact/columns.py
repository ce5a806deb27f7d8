"""Whole columns: each distinct value is redacted once, by the role of its column."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from tracekit.decode.custom_data import fold as folded
from tracekit.decode.custom_data import opaque_keys, read
from tracekit.decode.details import folder_word, sentences
from tracekit.redact.allowed import grammar_words, own_words, time_words
from tracekit.redact.names import (
    file_pseudonym,
    folder_pseudonym,
    name_pseudonym,
    places_pseudonym,
)
from tracekit.redact.texts import Texts

STRICT: frozenset[str] = frozenset()
_SHORT = re.compile(r"[A-Za-z0-9:+.,-]{1,6}", re.ASCII)
_QUOTED = re.compile(r"'[^']*'")
_SAID_BY_STRANGERS = re.compile(r"subject|display|title|file|(?:sender|recipient)_?name|caption",
                                re.IGNORECASE)  # fmt: skip
# Sizes stay, as in the tables themselves.
_SIZES = frozenset({"totalbytes", "size", "sizebytes", "messagesize", "recipientcount"})


class Columns:
    """What each role of knowledge/redaction.toml does to a value."""

    def __init__(self, texts: Texts):
        self.texts = texts
        roles: dict[str, Callable[[str], str]] = {
            "keep": str,
            "strict": lambda t: texts.free(t, STRICT),
            "text": lambda t: texts.free(t, grammar_words()),
            "sentence": self.sentence,
            "status": lambda t: texts.free(t, grammar_words()),
            "name": lambda t: name_pseudonym(t, texts),
            "folder": lambda t: folder_pseudonym(t, texts),
            "file": lambda t: file_pseudonym(t, texts),
            "places": lambda t: places_pseudonym(t, texts),
            "detail": self.detail,
            "shape": lambda t: t if _SHORT.fullmatch(t) else texts.free(t, grammar_words()),
            "time": lambda t: texts.free(t, grammar_words() | time_words()),
            "hash": texts.atoms.hexadecimal,
        }
        # A text stands in many columns: it is drawn once for all that play the same role.
        self.roles = {role: cache(drawn) for role, drawn in roles.items()}

    def column(self, values: pd.Series, role: str) -> pd.Series:
        """Return a column of text redacted; missing values stay missing."""
        return mapped(values, self.roles[role])

    def sentence(self, text: str) -> str:
        """Redact a sentence of tracekit's own: what it quotes is strange text."""
        done, at = [], 0
        for found in _QUOTED.finditer(text):
            done.append(self.texts.free(text[at : found.start()], own_words()))
            done.append(f"'{self.texts.free(found[0][1:-1], STRICT)}'")
            at = found.end()
        return "".join([*done, self.texts.free(text[at:], own_words())])

    def detail(self, text: str) -> str:
        """Redact a detail by the sentence it is, so that it still says the same."""
        for sentence, pattern in sentences():
            found = pattern.fullmatch(text)
            if found and sentence.name.startswith(("rule", "malware", "delivered-to")):
                return self._by_groups(found)
        return self.texts.free(text, grammar_words())

    def _by_groups(self, found: re.Match) -> str:
        spans = sorted((found.span(name), name) for name, value in found.groupdict().items()
                       if value)  # fmt: skip
        done, at = [], 0
        for (start, end), name in spans:
            done.append(self.texts.free(found.string[at:start], grammar_words()))
            done.append(self._group(name, found.string[start:end]))
            at = end
        return "".join([*done, self.texts.free(found.string[at:], grammar_words())])

    def _group(self, name: str, value: str) -> str:
        if name in ("rule_name", "dlp_policy"):
            return name_pseudonym(value, self.texts)
        if name == "folder":
            known = folder_word(value) != value.strip() or value.casefold() in ("inbox", "junk")
            return value if known else folder_pseudonym(value, self.texts)
        return self.texts.free(value, STRICT if name == "reason" else grammar_words())

    def items(self, text: str) -> str:
        """Redact custom_data: the grammar stays, and what strangers write is drawn whole."""
        done, at = [], 0
        for item in read(text)[0]:
            opaque = opaque_keys(folded(item.name), folded(item.head))
            for key, value in item.fields:
                if value and folded(key) in opaque:
                    start = text.find(f"{key}={value}", at)
                    if start >= 0:
                        start += len(key) + 1
                        done.append(self.texts.free(text[at:start], grammar_words()))
                        done.append(self.texts.free(value, STRICT))
                        at = start + len(value)
        return "".join([*done, self.texts.free(text[at:], grammar_words())])

    def unlisted(self, values: pd.Series) -> pd.Series:
        """Redact a column that has no place in the other tables, by its name."""
        name = str(values.name)
        plain = name.translate(str.maketrans("", "", "-_ ")).casefold()
        if plain in ("customdata", "eventdata"):
            return mapped(values, self.items)
        if plain in _SIZES:
            return mapped(values, lambda t: t if t.isdecimal() else self.roles["text"](t))
        role = "strict" if _SAID_BY_STRANGERS.search(name) else "text"
        return self.column(values, role)


def mapped(values: pd.Series, redacted: Callable[[str], str]) -> pd.Series:
    """Redact each distinct text of a column once.

    >>> mapped(pd.Series(["a", None, "a"], dtype="str"), str.upper).tolist()
    ['A', nan, 'A']
    """
    codes, texts = pd.factorize(values)
    drawn = [redacted(text) if isinstance(text, str) else text for text in texts]
    known = pd.array([*drawn, None], dtype=values.dtype)
    return pd.Series(known.take(codes), index=values.index, name=values.name)
