"""The allow-list: words of the known grammars, and what each column may keep."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import msgspec

from tracekit.knowledge import list_gateways, load_gateway
from tracekit.knowledge.files import bundled_text, load_bundled

FILE = "redaction.toml"
# Fields of the knowledge files whose words the service prints itself. Samples, meanings and notes
# are left out: they hold names of people and of sample companies.
_PRINTED = {
    "events.toml": {"name", "aliases"}, "statuses.toml": {"name", "aliases", "progress", "pattern"},
    "smtp_codes.toml": {"token", "phrase"}, "custom_data.toml": {"name", "head", "code", "opaque"},
    "mep.toml": {"name"}, "details.toml": {"pattern", "inbox", "junk", "quarantine", "deleted"},
    "recipient_status.toml": {"word"}, "verdicts.toml": {"field", "value"},
    "source_context.toml": {"pattern"}, "latency.toml": {"name"},
    "formats.toml": {"columns", "names"},
    "records.toml": {*"12345678", "rules", "after", "words", "status", "event", "folder", "spam"},
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SYNTAX = re.compile(r"\(\?P<\w+>|\\[A-Za-z]|\(\?[a-z:]")
# Words of those files that are also names of people or of sample companies.
_NAMES = frozenset(("mark", "will", "may", "grant", "bill", "bob", "anna", "max", "art", "example",
                    "contoso", "sam", "pat", "april", "june", "august"))  # fmt: skip


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/redaction.toml."""

    words: str
    token_heads: list[str]
    rule_words: str
    host_labels: list[str]
    shared_domains: list[str]
    second_labels: list[str]
    file_endings: list[str]
    own_words: str
    columns: dict[str, dict[str, str]]


@cache
def load_allowed() -> Book:
    """Load what redaction keeps.

    >>> load_allowed().columns["journeys"]["subject"]
    'strict'
    """
    return load_bundled(Book, FILE)


@cache
def grammar_words() -> frozenset[str]:
    """Return the words, in small letters, that the service prints itself.

    >>> "expanded" in grammar_words(), "contoso" in grammar_words()
    (True, False)
    """
    found = set(load_allowed().words.split()) | _gateway_words()
    for file, fields in _PRINTED.items():
        found |= _words_in(tomllib.loads(bundled_text(file)), fields)
    return frozenset(found - _NAMES)


@cache
def month_names() -> frozenset[str]:
    """Return the names of months, in small letters."""
    listed = tomllib.loads(bundled_text("dates.toml"))["months"].values()
    return frozenset(name.casefold() for names in listed for name in names)


@cache
def time_words() -> frozenset[str]:
    """Return the names of months and halves of the day, in small letters."""
    months = tomllib.loads(bundled_text("dates.toml"))
    listed = [w for table in months.values() if isinstance(table, dict) for w in table.values()]
    return frozenset(word for entry in listed for text in entry for word in words_of(text))


@cache
def own_words() -> frozenset[str]:
    """Return those words together with the ones of tracekit's own sentences."""
    return grammar_words() | frozenset(load_allowed().own_words.split())


@cache
def rule_words() -> frozenset[str]:
    """Return the words that make a rule's name the rule of a gateway, in small letters."""
    return frozenset(load_allowed().rule_words.split()) | _gateway_words()


def _words_in(node: object, fields: set[str], inside: bool = False) -> set[str]:
    """Collect the words that stand in some fields of a parsed file."""
    if isinstance(node, dict):
        return set().union(*(_words_in(below, fields, name in fields)
                             for name, below in node.items()))  # fmt: skip
    if isinstance(node, list):
        return set().union(*(_words_in(below, fields, inside) for below in node))
    return words_of(node) if inside and isinstance(node, str) else set()


def words_of(text: str) -> set[str]:
    """Return the words of a text or of a pattern, in small letters.

    >>> sorted(words_of(r"Message sent to (?P<host>\\S{1,255})"))
    ['message', 'sent', 'to']
    """
    plain = _SYNTAX.sub(" ", text)
    return {word.casefold() for word in _WORD.findall(plain) if not word.isdecimal()}


@cache
def _gateway_words() -> frozenset[str]:
    found: set[str] = set()
    for gateway in map(load_gateway, list_gateways()):
        found |= words_of(gateway.name) | words_of(gateway.title)
        for named in (*gateway.headers, *gateway.groups):
            found |= words_of(named.name)
        for pattern in (*gateway.rules, *gateway.connectors, *gateway.hosts, *gateway.smart_hosts):
            found |= words_of(pattern.match)
    return frozenset(found)
