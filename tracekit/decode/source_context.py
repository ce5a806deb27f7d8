"""source_context: the session, reply, mailbox or agent behind an event row."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from tracekit.knowledge.files import load_bundled

FILE = "source_context.toml"
_CODES = re.compile(r"([245][0-9]{2})(?:[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3}))?(?![0-9.])")
_ACCEPTED = re.compile(r"\[InternalId ?= ?([^],\s]{1,40}), Hostname ?= ?([^],\s]{1,255})\]")
_SPEED = re.compile(r"\] ([0-9]{1,12}) bytes in ([0-9.]{1,12}), ")


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form; its named groups are `keys`."""

    name: str
    pattern: str
    meaning: str
    samples: list[str]
    keys: list[str]
    source: str


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of knowledge/source_context.toml."""

    form: list[Form]


@cache
def load_forms() -> tuple[tuple[Form, re.Pattern], ...]:
    """Load the forms with their compiled patterns, in the order they are tried.

    >>> load_forms()[0][0].name
    'mailbox'
    """
    forms = load_bundled(Book, FILE).form
    return tuple((form, re.compile(form.pattern, re.ASCII | re.DOTALL)) for form in forms)


def source_context(text: str) -> dict[str, str]:
    """Read a source_context; `form` names what it is, the other keys are those of its form.

    Forms: mailbox, session, delivery, reply, shadow copy, directory name, agent; see
    knowledge/source_context.toml. Text of no known form gives nothing. What a key does not say
    is absent. Linear, as every repetition is bounded.

    >>> source_context("08DC9B0C54F70E7D;2026-02-22T17:06:16.284Z;1")["session"]
    '08DC9B0C54F70E7D'
    """
    text = text.strip()
    for form, pattern in load_forms():
        found = pattern.fullmatch(text)
        if found:
            return {"form": form.name, **{k: v for k, v in found.groupdict().items() if v}}
    return {}


def smtp_reply(text: str) -> dict[str, str]:
    """Read what the next server answered: `smtp_code`, `enhanced_code`, `host`.

    Also `internal_id`, `size_bytes` and `seconds` where an Exchange server answered; `host` is
    the name it gave itself. Nothing where the text holds no reply.

    >>> smtp_reply(";250 2.6.0 <1@example.com> [InternalId=4711, Hostname=mx1.example.net] Queued")
    {'smtp_code': '250', 'enhanced_code': '2.6.0', 'internal_id': '4711', 'host': 'mx1.example.net'}
    """
    reply = source_context(text).get("reply", "")
    codes = _CODES.match(reply)
    if not codes:
        return {}
    accepted, speed = _ACCEPTED.search(reply), _SPEED.search(reply)
    found = {
        "smtp_code": codes[1],
        "enhanced_code": codes[2],
        "internal_id": accepted and accepted[1],
        "host": accepted and accepted[2],
        "size_bytes": speed and speed[1],
        "seconds": speed and speed[2],
    }
    return {name: value for name, value in found.items() if value}
