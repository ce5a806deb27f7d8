"""Load gateway profiles, bundled or one's own, and try their patterns on their samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from ipaddress import ip_network
from pathlib import Path

import msgspec

from tracekit.errors import KnowledgeError, UnknownNameError
from tracekit.knowledge.files import bundled_names, bundled_text, parse_toml
from tracekit.knowledge.gateway import PATTERN_TABLES, Gateway
from tracekit.knowledge.gateway_entries import LONGEST, Address, Pattern
from tracekit.knowledge.loader import (
    load_absences,
    load_contradictions,
    load_outcomes,
    load_references,
)
from tracekit.knowledge.mistakes import find_mistakes, told
from tracekit.knowledge.patterns import load_patterns

# Three loops over 500 characters stay far below a second, whatever the text.
MOST_LOOPS = 3
# A profile is a few kilobytes; what is far larger is another file.
LARGEST = 1_000_000
_SAVE = "a profile is read as UTF-8: save it in that encoding"
_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NESTED = re.compile(r"\)(?:[*+]|\{)")
_SPECIAL = re.compile(r"\(\?(?!:)")
_LOOP = re.compile(r"[*+]|\{\d*,\d*\}")


def list_gateways() -> list[str]:
    """Return the names of the gateways that tracekit knows.

    >>> {"inky", "mimecast", "none"} <= set(list_gateways())
    True
    """
    return bundled_names("gateways")


def load_gateway(name: str | Path) -> Gateway:
    """Load a gateway profile by its name, or from a TOML file of one's own, as it is now.

    >>> load_gateway("inky").rule_role("IPW Processed SPAM")
    'verdict-spam'
    """
    if isinstance(name, Path) or str(name).endswith(".toml"):
        return _own(_own_text(Path(name)), Path(name).name)
    return _bundled(str(name))


@lru_cache(maxsize=8)
def _own(text: str, file: str) -> Gateway:
    return parse_gateway(text, file)


@cache
def _bundled(name: str) -> Gateway:
    if name not in list_gateways():
        raise UnknownNameError("gateway", name, list_gateways())
    file = f"gateways/{name}.toml"
    gateway = parse_gateway(bundled_text(file), file)
    _check_sources(gateway, file)
    return gateway


def parse_gateway(text: str, file: str) -> Gateway:
    """Parse a profile and check it: patterns are safe, samples fit, addresses can be read.

    Raises `KnowledgeError` for one mistake, `KnowledgeErrors` with all of them for several.
    """
    data = parse_toml(text, file)
    found = dict.fromkeys([*find_mistakes(data, Gateway), *_in_entries(data)])
    if not found:
        gateway = msgspec.convert(data, Gateway)
        found = dict.fromkeys(_in_whole(gateway))
    if found:
        raise told(found, data, file, text)
    return gateway


def _own_text(path: Path) -> str:
    """Read a profile that somebody wrote; say in plain words what keeps it from being read."""
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise KnowledgeError(str(path), "the file", "there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KnowledgeError(str(path), "the file", f"it cannot be opened ({reason})") from None
    if len(raw) > LARGEST:
        raise KnowledgeError(path.name, "the file", "it is larger than a megabyte")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:200]:
        raise KnowledgeError(path.name, "the file", f"it is written in UTF-16; {_SAVE}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = f"line {len(raw[: error.start].splitlines()) or 1}"
        what = f"it is not written in UTF-8 (the byte 0x{raw[error.start]:02x}); {_SAVE}"
        raise KnowledgeError(path.name, line, what) from None


def _in_entries(data: dict) -> Iterator[tuple[str, str]]:
    """What is wrong in an entry that has all its fields, whatever the others have."""
    for table, kind in PATTERN_TABLES.items():
        for number, entry in _entries(data.get(table), kind):
            path = f".{table}[{number}]"
            wrong = _pattern_fault(entry)
            if wrong:
                yield f"{path}.match", f"the pattern {wrong}"
            else:
                yield from _sample_faults(entry, path)
    for number, address in _entries(data.get("addresses"), Address):
        try:
            ip_network(address.network)
        except ValueError as error:
            yield f".addresses[{number}].network", str(error)


def _entries(found: object, kind: type) -> Iterator[tuple[int, Pattern | Address]]:
    for number, entry in enumerate(found if isinstance(found, list) else ()):
        try:
            yield number, msgspec.convert(entry, kind)
        except msgspec.ValidationError:
            continue


def _pattern_fault(pattern: Pattern) -> str:
    """Refuse what could run for ever: loops inside loops, look-around, many loops."""
    bare = _ESCAPED.sub("x", pattern.match)
    reason = (
        f"is longer than {LONGEST} characters" if len(pattern.match) > LONGEST
        else "repeats a group" if _NESTED.search(bare)
        else "uses a special group" if _SPECIAL.search(bare)
        else "uses a back reference" if re.search(r"\\[1-9]", pattern.match)
        else f"has more than {MOST_LOOPS} loops" if len(_LOOP.findall(bare)) > MOST_LOOPS
        else ""
    )  # fmt: skip
    if not reason:
        try:
            re.compile(pattern.match)
        except (re.error, OverflowError, RecursionError) as error:
            reason = f"is no regular expression ({error})"
    return reason


def _sample_faults(pattern: Pattern, path: str) -> Iterator[tuple[str, str]]:
    for field, wanted in (("samples", True), ("not_samples", False)):
        if not getattr(pattern, field):
            yield f"{path}.{field}", "give at least one"
        for sample in getattr(pattern, field):
            if pattern.matches(sample) is not wanted:
                said = f"the pattern {'does not match' if wanted else 'matches'} {sample[:200]!r}"
                yield f"{path}.{field}", said


def _in_whole(gateway: Gateway) -> Iterator[tuple[str, str]]:
    """What is wrong between the entries of a profile that are right, each by itself."""
    for field in ("name", "title"):
        if not getattr(gateway, field).strip():
            yield f".{field}", "it is empty"
    for number, rule in enumerate(gateway.rules):
        for sample in rule.samples:
            if gateway.rule(sample) is not rule:
                yield f".rules[{number}]", f"an earlier rule takes its sample {sample[:200]!r}"
    for number, region in enumerate(gateway.regions):
        for field, known in (("smart_hosts", gateway.is_smart_host),
                             ("sends_from", gateway.is_sender)):  # fmt: skip
            for name in getattr(region, field):
                if not known(name):
                    what = f"no pattern or address of the profile knows {name[:200]!r}"
                    yield f".regions[{number}].{field}", what
    for table in ("modes", "misconfigurations", "incidents"):
        for number, entry in enumerate(getattr(gateway, table)):
            for name in entry.shows:
                if name not in _what_traces_lead_to():
                    near = get_close_matches(name, _what_traces_lead_to(), n=1)
                    what = f"there is no outcome, absence, contradiction or pattern {name[:60]!r}"
                    meant = f"; perhaps {near[0]!r} is meant" if near else ""
                    yield f".{table}[{number}].shows", what + meant


@cache
def _what_traces_lead_to() -> frozenset[str]:
    return frozenset([*load_outcomes(), *load_absences(), *load_contradictions(),
                      *load_patterns()])  # fmt: skip


def _check_sources(gateway: Gateway, file: str) -> None:
    """A bundled profile takes its facts from references that are listed."""
    fields = (getattr(gateway, field) for field in gateway.__struct_fields__)
    tables = [field for field in fields if isinstance(field, tuple)]
    for entry in (*gateway.facts, *(e for table in tables for e in table)):
        if entry.source not in load_references():
            raise KnowledgeError(file, f"source of {entry!r:.100}", f"unknown {entry.source!r}")
