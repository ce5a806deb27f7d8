"""Microsoft's own words: events, statuses, status codes and verdicts."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.checks import check_samples
from tracekit.knowledge.files import bundled_text, by_id, convert, parse_toml
from tracekit.knowledge.loader import load_entries, load_outcomes, load_references
from tracekit.knowledge.schema import Entry
from tracekit.knowledge.term_entries import Code, EventEntry, Sentence, Status, Verdict

_CUT_TOKEN = re.compile(r"(?:[A-Z]{4,30}|[A-Z][A-Za-z]{3,30}\.)[A-Za-z.]{0,200}")


class _StatusFile(Entry, frozen=True):
    status: tuple[Status, ...]
    sentence: tuple[Sentence, ...]


@cache
def load_events() -> dict[str, EventEntry]:
    """Load every known kind of event, by its name.

    >>> load_events()["Send external"].tone
    'sent'
    """
    events = _sourced("events.toml", load_entries("events.toml", EventEntry, "event", "name"))
    _check_spellings(events)
    return events


@cache
def load_statuses() -> dict[str, Status]:
    """Load the status words, by name.

    >>> load_statuses()["Pending"].progress
    ('Not yet delivered', 'Pending')
    """
    statuses = by_id(_status_file().status, "statuses.toml", "name")
    samples = {s.name: s.samples for s in statuses.values()}
    check_samples("statuses.toml", samples, lambda line: _words(statuses).get(_value(line)))
    return _sourced("statuses.toml", statuses)


@cache
def load_sentences() -> dict[str, Sentence]:
    """Load the sentences of the Status field, by name, each tried on its samples.

    >>> load_sentences()["junk"].folder
    'junk'
    """
    sentences = by_id(_status_file().sentence, "statuses.toml", "name")
    for sentence in sentences.values():
        for sample in sentence.samples:
            if not _starts(sentence, sample):
                raise KnowledgeError("statuses.toml", f"sentence {sentence.name!r}, field samples",
                                     f"the pattern does not match {sample!r}")  # fmt: skip
        if sentence.status and sentence.status not in load_statuses():
            raise KnowledgeError("statuses.toml", f"sentence {sentence.name!r}, field status",
                                 f"there is no status {sentence.status!r}")  # fmt: skip
    return _sourced("statuses.toml", sentences)


@cache
def load_smtp_codes() -> dict[str, Code]:
    """Load the status codes, by code and token.

    >>> load_smtp_codes()["5.1.10"].owner
    'sender'
    """
    codes = load_entries("smtp_codes.toml", Code, "code", "key")
    for code in codes.values():
        if code.outcome and code.outcome not in load_outcomes():
            raise KnowledgeError("smtp_codes.toml", f"code {code.key!r}, field outcome",
                                 f"there is no outcome {code.outcome!r}")  # fmt: skip
    return _sourced("smtp_codes.toml", codes)


@cache
def load_verdicts() -> dict[str, Verdict]:
    """Load the tokens of Microsoft's headers, by field and value.

    >>> load_verdicts()["SFV:SKS"].decided
    'a mail flow rule'
    """
    return _sourced("verdicts.toml", load_entries("verdicts.toml", Verdict, "verdict", "key"))


def find_status(word: str) -> str | None:
    """Return the status that a word of the list or of the progress line stands for.

    >>> find_status("filteredAsSpam"), find_status("Not yet delivered"), find_status("Gone")
    ('Filtered as spam', 'Pending', None)
    """
    return _status_words().get(" ".join(word.split()).casefold())


def find_sentence(text: str) -> Sentence | None:
    """Return the known sentence that a Status text begins with, if any.

    >>> find_sentence("This message was sent to the recipient's Junk Email folder.").status
    'Delivered'
    """
    return next((s for s in load_sentences().values() if _starts(s, text)), None)


def find_code(code: str, token: str = "", reason: str = "") -> Code | None:
    """Return the entry that fits a code best: by token, by a phrase of the reason, else alone.

    >>> find_code("2.1.5", "RESOLVER.GRP.Expanded").outcome
    'expanded'
    >>> find_code("5.7.620").code
    '5.7.606-649'
    >>> find_code("5.7.1", reason="RESOLVER.RST.NotAuth").decided_by
    'recipient'
    """
    fits = _of_code(code)
    if not token and (begun := cut_token(reason)):
        named = [e for e in fits if e.token.casefold().startswith(begun.casefold())]
        if len({(e.decided_by, e.outcome) for e in named}) == 1:
            return named[0]
    named = [e for e in fits if e.token and fnmatchcase(token.casefold(), e.token.casefold())]
    said = [e for e in fits if e.phrase and e.phrase.casefold() in reason.casefold()]
    plain = [e for e in fits if not e.token and not e.phrase]
    for group in (named, said, plain):
        if group:
            return max(group, key=lambda e: (e.code == code, len(e.token + e.phrase)))
    return None


def cut_token(reason: str) -> str:
    """Return what is left of Microsoft's token where a reason is cut off in it, else nothing.

    >>> cut_token("RESOLVER.RST.NotAuth"), cut_token("Unable to relay")
    ('RESOLVER.RST.NotAuth', '')
    """
    return reason if _CUT_TOKEN.fullmatch(reason) else ""


@lru_cache(maxsize=4096)
def _of_code(code: str) -> tuple[Code, ...]:
    return tuple(e for e in load_smtp_codes().values() if _in_range(code, e.code))


def _in_range(code: str, known: str) -> bool:
    if code == known:
        return True
    found = re.fullmatch(r"(\d\.\d{1,3}\.)(\d{1,3})-(\d{1,3})", known)
    last = code.rsplit(".", 1)[-1]
    return bool(found) and code.startswith(found[1]) and last.isdecimal() and (
        len(last) < 4 and int(found[2]) <= int(last) <= int(found[3]))  # fmt: skip


@cache
def _status_file() -> _StatusFile:
    text = bundled_text("statuses.toml")
    return convert(parse_toml(text, "statuses.toml"), _StatusFile, "statuses.toml", text)


@cache
def _status_words() -> dict[str, str]:
    return _words(load_statuses())


def _words(statuses: dict[str, Status]) -> dict[str, str]:
    return {
        word.casefold(): status.name
        for status in statuses.values()
        for word in (status.name, *status.aliases, *status.progress)
    }


def _value(line: str) -> str:
    """What stands behind the colon of a line of PowerShell's, folded."""
    return line.partition(":")[2].strip().casefold()


def _starts(sentence: Sentence, text: str) -> bool:
    return re.match(sentence.pattern, " ".join(text[:1000].split()), re.IGNORECASE) is not None


def _check_spellings(events: dict[str, EventEntry]) -> None:
    taken: dict[str, str] = {}
    for event in events.values():
        for spelled in (event.name, *event.aliases):
            other = taken.setdefault(spelled.casefold(), event.name)
            if other != event.name:
                raise KnowledgeError("events.toml", f"event {event.name!r}, field aliases",
                                     f"{spelled!r} is {other!r} already")  # fmt: skip


def _sourced(file: str, entries: dict) -> dict:
    """Pass entries on whose source is a known reference; a fact needs a source."""
    for name, entry in entries.items():
        if entry.source not in load_references():
            raise KnowledgeError(file, f"{name!r}, field source", f"unknown {entry.source!r}")
    return entries
