"""Event details: Microsoft's sentences to columns, by the table in knowledge/details.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.errors import KnowledgeError

DECODED = ("server", "tls", "cipher", "rule_name", "rule_id", "dlp_policy", "dlp_policy_id",
           "host", "ip", "smtp_code", "enhanced_code", "inner_code", "token", "reason", "folder",
           "scl", "malware", "address", "related_message_id", "action")  # fmt: skip
# A cipher that is printed in full, even where the input ends right behind it.
_WHOLE_CIPHERS = {"AES128", "AES256"}
# How a console ends what did not fit its column (Format-Table).
SHORTENED = ("...", "\N{HORIZONTAL ELLIPSIS}")
# What a word processor or a ticket makes of the straight quotes around a name.
_BENT = re.compile(
    "[\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE LOW-9 QUOTATION MARK}\N{PRIME}`\N{ACUTE ACCENT}]|&(?:#0?39|apos|[lr]squo);"
)
_NO_GUID = "00000000-0000-0000-0000-000000000000"


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence of the Detail column; `event` is the event whose row mostly bears it."""

    name: str
    pattern: str
    samples: list[str]
    source: str
    event: str = ""
    not_samples: list[str] = []
    set: dict[str, str] = {}
    open: bool = False
    ends: bool = False


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    detail: list[Sentence]
    folders: dict[str, list[str]]


@cache
def _table() -> _Table:
    text = files("tracekit.knowledge").joinpath("details.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), _Table)
    except msgspec.ValidationError as error:
        raise KnowledgeError("details.toml", "detail", str(error)) from None


@cache
def sentences() -> tuple[tuple[Sentence, re.Pattern], ...]:
    """Return every known sentence with its compiled pattern, in the order they are tried."""
    return tuple((s, re.compile(s.pattern, re.ASCII | re.IGNORECASE)) for s in _table().detail)


@cache
def _folder_words() -> dict[str, str]:
    return {_folder_key(name): word for word, names in _table().folders.items() for name in names}


def _folder_key(name: str) -> str:
    """Keep the letters and digits of a name, of any script, however they are composed."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def folder_word(name: str) -> str:
    """Return the one word for a folder: inbox, junk, quarantine, deleted, or the name itself.

    >>> folder_word("Junk Email"), folder_word("Boîte de réception"), folder_word("Inbox 2")
    ('junk', 'inbox', 'Inbox 2')
    """
    return _folder_words().get(_folder_key(name), name.strip())


@lru_cache(maxsize=4096)
def is_complete(detail: str) -> bool:
    """Tell whether a detail is one whole known sentence.

    >>> is_complete("The message was submitted."), is_complete("The message was subm")
    (True, False)
    """
    return _match(detail) is not None or _closed_reason(detail)


def _closed_reason(detail: str) -> bool:
    return detail.startswith("Reason: [{") and detail.rstrip(".").endswith(("}]", "}]}"))


def _match(detail: str) -> tuple[Sentence, re.Match] | None:
    for sentence, pattern in sentences():
        match = pattern.fullmatch(detail)
        if match:
            return sentence, match
    straight = _BENT.sub("'", detail)
    return _match(straight) if straight != detail else None


@cache
def _beginnings() -> tuple[tuple[Sentence, re.Pattern], ...]:
    return tuple((s, re.compile(rf"(?:{s.pattern})(?= )", re.ASCII | re.IGNORECASE))
                 for s, _ in sentences() if s.ends)  # fmt: skip


def _begins(detail: str) -> tuple[Sentence, re.Match] | None:
    """Match the known sentence that a detail begins with, where somebody wrote behind it."""
    tries = ((sentence, pattern.match(detail)) for sentence, pattern in _beginnings())
    return next(((sentence, match) for sentence, match in tries if match), None)


def known_end(detail: str) -> int | None:
    """Return where a known sentence ends in a detail that goes on behind it; None where none does.

    >>> known_end("The message was delivered to the Junk Email folder. Why?")
    51
    >>> known_end("The message was delivered to the Junk Email folder.") is None
    True
    """
    found = None if is_complete(detail) else _begins(detail)
    return found[1].end() if found else None


@lru_cache(maxsize=4096)
def _decode(detail: str, cut: bool) -> dict[str, str]:
    shortened = detail.endswith(SHORTENED)
    body = detail.rstrip(".\N{HORIZONTAL ELLIPSIS}") if shortened else detail
    if detail.lower().startswith(("reason:", "[{", "{[{")) or re.match(r"[245][0-9]{2} ", detail):
        return decode_reason(body, cut or shortened)
    found = _match_of_the_rest(body) if shortened else _match(detail) or _begins(detail)
    if found is None:
        return {}
    sentence, match = found
    lost = _may_lack_its_end(match) if cut and sentence.open else set()
    values = {k: v for k, v in match.groupdict().items() if v and k not in lost}
    if "folder" in values:
        values["folder"] = _mended(values["folder"], detail[match.end() :])
    return _tidy({**values, **sentence.set})


def _mended(folder: str, rest: str) -> str:
    """Put a name together that a console broke in two, if it is a known one then."""
    tries = ["".join([folder, *rest.split()[:words]]) for words in range(3)]
    return next((name for name in tries if _folder_key(name) in _folder_words()), folder)


def _match_of_the_rest(detail: str) -> tuple[Sentence, re.Match] | None:
    """Match what is left of a detail that a console shortened: without the word it cut through.

    A sentence may go on behind what is left, so a few more words are given up to find its whole
    part: "Message sent to HOST at 192.0" names its host.
    """
    words = detail.split(" ")
    tries = (" ".join(words[:end]) for end in range(len(words) - 1, max(len(words) - 5, 0), -1))
    return next((found for text in tries if (found := _match(text))), None)


def _may_lack_its_end(match: re.Match) -> set[str]:
    """Name the values that touch the end of an input, unless they are whole words of a list."""
    last = {k for k, v in match.groupdict().items() if v and match.end(k) == match.end()}
    return {k for k in last if not (k == "cipher" and match[k] in _WHOLE_CIPHERS)}


def _tidy(values: dict[str, str]) -> dict[str, str]:
    for name in ("rule_id", "dlp_policy_id"):
        if name in values:
            values[name] = values[name].casefold()
    if values.get("dlp_policy_id") == _NO_GUID:
        del values["dlp_policy_id"]
    if "folder" in values:
        values["folder"] = folder_word(values["folder"])
    return values


def decode_detail(detail: str, cut: bool = False) -> dict[str, str | int]:
    """Decode one detail; keys are columns of the events table, what it does not say is absent.

    `cut` tells that the input ends inside or right after this detail: then values that may have
    lost their end are not taken. Of a detail that a console shortened (it ends in dots), the word
    it cut through is not taken either: "DefaultFolderType:Jun..." names no folder.

    >>> decode_detail("Spam confidence level: 9")
    {'scl': 9}
    >>> decode_detail("Message sent to mx1.example.net at 192.0...")
    {'host': 'mx1.example.net'}
    """
    values = dict(_decode(detail, cut))
    if "scl" in values:
        values["scl"] = int(values["scl"])
    return values


def decode_details(details: pd.Series) -> pd.DataFrame:
    """Decode a column of details at once; return the decoded columns on the same index.

    >>> decode_details(pd.Series(["Spam confidence level: 9"]))["scl"].tolist()
    [9]
    """
    known = {d: decode_detail(d) for d in details.dropna().unique()}
    rows = [known.get(d, {}) for d in details]
    return pd.DataFrame(rows, index=details.index, columns=list(DECODED))
