"""Load gateway profiles, bundled or one's own, and try their patterns on their samples."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_network
from pathlib import Path

from tracekit.errors import KnowledgeError, UnknownNameError
from tracekit.knowledge.files import bundled_names, bundled_text, convert, line_of, parse_toml
from tracekit.knowledge.gateway import LONGEST, Gateway, Pattern
from tracekit.knowledge.loader import load_references

# Three loops over 500 characters stay far below a second, whatever the text.
MOST_LOOPS = 3
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


@cache
def load_gateway(name: str | Path) -> Gateway:
    """Load a gateway profile by its name, or from a TOML file of one's own.

    >>> load_gateway("inky").rule_role("IPW Processed SPAM")
    'verdict-spam'
    """
    if isinstance(name, Path) or str(name).endswith(".toml"):
        return parse_gateway(_own_text(Path(name)), Path(name).name)
    if name not in list_gateways():
        raise UnknownNameError("gateway", str(name), list_gateways())
    file = f"gateways/{name}.toml"
    gateway = parse_gateway(bundled_text(file), file)
    _check_sources(gateway, file)
    return gateway


def parse_gateway(text: str, file: str) -> Gateway:
    """Parse a profile and check it: patterns are safe, samples fit, addresses can be read."""
    gateway = convert(parse_toml(text, file), Gateway, file, text)
    for table, patterns in gateway.patterns.items():
        for pattern in patterns:
            _check_pattern(pattern, f"{table} {pattern.match!r}", file, text)
            _check_samples(pattern, f"{table} {pattern.match!r}", file, text)
    for rule in gateway.rules:
        for sample in rule.samples:
            if gateway.rule(sample) is not rule:
                found = f"an earlier rule takes its sample {sample!r}"
                raise KnowledgeError(file, f"rules {rule.match!r}{_line(text, rule.match)}", found)
    for address in gateway.addresses:
        _check_network(address.network, file, text)
    return gateway


def _own_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), "the file", f"cannot be read ({error})") from None


def _check_pattern(pattern: Pattern, place: str, file: str, text: str) -> None:
    """Refuse what could run for ever: loops inside loops, look-around, many loops."""
    bare = _ESCAPED.sub("x", pattern.match)
    reason = (
        "repeats a group" if _NESTED.search(bare)
        else "uses a special group" if _SPECIAL.search(bare)
        else "uses a back reference" if re.search(r"\\[1-9]", pattern.match)
        else f"has more than {MOST_LOOPS} loops" if len(_LOOP.findall(bare)) > MOST_LOOPS
        else f"is longer than {LONGEST} characters" if len(pattern.match) > LONGEST
        else ""
    )  # fmt: skip
    if not reason:
        try:
            re.compile(pattern.match)
        except re.error as error:
            reason = f"is no regular expression ({error})"
    if reason:
        line = _line(text, pattern.match)
        raise KnowledgeError(file, f"{place}, field match{line}", f"the pattern {reason}")


def _check_samples(pattern: Pattern, place: str, file: str, text: str) -> None:
    line = _line(text, pattern.match)
    for field, wanted in (("samples", True), ("not_samples", False)):
        if not getattr(pattern, field):
            raise KnowledgeError(file, f"{place}, field {field}{line}", "give at least one")
        for sample in getattr(pattern, field):
            if pattern.matches(sample) is not wanted:
                said = f"the pattern {'does not match' if wanted else 'matches'} {sample!r}"
                raise KnowledgeError(file, f"{place}, field {field}{line}", said)


def _check_network(network: str, file: str, text: str) -> None:
    try:
        ip_network(network)
    except ValueError as error:
        place = f"addresses {network!r}, field network{_line(text, network)}"
        raise KnowledgeError(file, place, str(error)) from None


def _line(text: str, value: str) -> str:
    """Say where a value stands; between double quotes TOML writes a backslash twice."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    written = (f"'{value}'", f'"{escaped}"', value)
    return next((line for w in written if (line := line_of(text, w))), "")


def _check_sources(gateway: Gateway, file: str) -> None:
    facts = (gateway.loop_guard, gateway.stops_rules, gateway.hold_hours, gateway.turn_round,
             gateway.post_delivery, gateway.silent)  # fmt: skip
    tables = (*gateway.patterns.values(), gateway.addresses, gateway.headers, gateway.groups,
              gateway.regions, tuple(f for f in facts if f))  # fmt: skip
    for entry in (e for table in tables for e in table):
        if entry.source not in load_references():
            raise KnowledgeError(file, f"source of {entry.meaning!r}", f"unknown {entry.source!r}")
