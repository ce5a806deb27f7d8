"""Pseudonyms of host names and domains; those of Microsoft and of known gateways stay."""

from __future__ import annotations

import re
from functools import cache

from tracekit.knowledge import Pattern
from tracekit.knowledge.files import bundled_text, parse_toml
from tracekit.redact.allowed import load_allowed, words_of
from tracekit.redact.atoms import Atoms, normal
from tracekit.redact.known import host_flags, host_patterns

# A server or a forest of the service: IA0PR02MB9220, BN8NAM11FT040, namprd02, eop-nam11.
_SERVER = re.compile(r"[a-z]{2,3}[0-9]{1,2}[a-z]{2,4}[0-9]{2,3}[a-z]{2}[0-9]{3,5}|"
                     r"[a-z]{2,3}[0-9]{1,2}pepf[0-9a-f]{8}|[a-z]{3}pr[a-z][0-9]{2}|"
                     r"[a-z]{3}p[0-9]{3}|(?:eop-)?[a-z]{3}[0-9]{2}", re.ASCII)  # fmt: skip
_CLUSTER = re.compile(r"[0-9a-f]{12,40}|[0-9]{1,4}|[a-z]{1,2}[0-9]{1,3}[a-z]?", re.ASCII)


@cache
def _microsoft_suffixes() -> tuple[str, ...]:
    listed = parse_toml(bundled_text("microsoft_hosts.toml"), "microsoft_hosts.toml")["suffixes"]
    return tuple(sorted((f".{suffix}" for suffix in listed), key=len, reverse=True))


@cache
def _labels() -> frozenset[str]:
    return frozenset(load_allowed().host_labels)


def host_pseudonym(text: str, atoms: Atoms) -> str:
    """Return the pseudonym of a host name or domain; same domain, same `.example` domain.

    >>> from tracekit.redact.keyed import Key
    >>> atoms = Atoms(Key("an example, at least this long"))
    >>> host_pseudonym("ipw-outbound.inkyphishfence.com", atoms)
    'ipw-outbound.inkyphishfence.com'
    >>> one, two = (host_pseudonym(h, atoms) for h in ("mail.contoso.com", "CONTOSO.COM"))
    >>> one.removeprefix("mail.") == two.lower(), one.endswith(".example")
    (True, True)
    """
    bare = text.rstrip(".")
    drawn = _drawn(bare, atoms)
    return drawn + text[len(bare) :]


def _drawn(text: str, atoms: Atoms) -> str:
    plain = normal(text)
    if plain in load_allowed().shared_domains:
        return text
    if any(host_flags(text)):
        return _of_gateway(text, atoms)
    for suffix in _microsoft_suffixes():
        if plain.endswith(suffix) and len(plain) == len(text):
            return _of_microsoft(text, suffix, atoms)
    return _of_tenant(text, atoms) if plain.endswith("onmicrosoft.com") else _domain(text, atoms)


def _of_gateway(text: str, atoms: Atoms) -> str:
    """Keep the labels of the vendor; one that may name a customer is drawn."""
    patterns = host_patterns(text)
    known = _literals(patterns)
    labels = [".".join(_vendor_label(label, known, atoms) for label in text.split("."))]
    if host_flags(labels[0]) == host_flags(text):
        return labels[0]
    return atoms.note(patterns[0].samples[0], text)


def _literals(patterns: list[Pattern]) -> frozenset[str]:
    return frozenset(word for p in patterns for word in words_of(p.match)) | _labels()


def _vendor_label(label: str, known: frozenset[str], atoms: Atoms) -> str:
    parts = label.split("-")
    return "-".join(p if normal(p) in known or _CLUSTER.fullmatch(normal(p)) or not p
                    else atoms.word(p, "l") for p in parts)  # fmt: skip


def _of_microsoft(text: str, suffix: str, atoms: Atoms) -> str:
    front, end = text[: -len(suffix)], text[-len(suffix) :]
    labels = front.split(".")
    return ".".join(_service_label(label, atoms) for label in labels) + end


def _service_label(label: str, atoms: Atoms) -> str:
    """Keep servers and forests; `contoso-com` is a tenant's domain with dashes for its dots."""
    plain = normal(label)
    if plain in _labels() or _SERVER.fullmatch(plain) or plain in ("in", "out", "mta", ""):
        return label
    dotted = label.replace("-", ".")
    parts = dotted.split(".")
    if len(parts) < 2:
        return atoms.word(label, "l")
    at = -2 if len(parts) < 3 or normal(parts[-2]) not in load_allowed().second_labels else -3
    name = "-".join(parts[: at + 1]) + "." + ".".join(parts[at + 1 :])
    return _domain(name, atoms).replace(".", "-")


def _of_tenant(text: str, atoms: Atoms) -> str:
    labels = text.split(".")
    fixed = 3 if len(labels) > 2 and normal(labels[-3]) == "mail" else 2
    front, end = labels[:-fixed], labels[-fixed:]
    return ".".join([*(atoms.word(label, "t") for label in front if label), *end])


def _domain(text: str, atoms: Atoms) -> str:
    labels = text.split(".")
    seconds = load_allowed().second_labels
    of_country = len(labels) > 2 and len(labels[-1]) == 2 and normal(labels[-2]) in seconds
    at = max(0, len(labels) - (3 if of_country else 2))
    front = [label if normal(label) in _labels() else atoms.word(unicode_label(label), "l")
             for label in labels[:at] if label]  # fmt: skip
    name = ".".join(unicode_label(label) for label in labels[at:])
    drawn = atoms.word(name, "d")
    return ".".join([*front, drawn, "EXAMPLE" if drawn.isupper() else "example"])


def unicode_label(label: str) -> str:
    """Write a label of a host name in its own letters.

    >>> unicode_label("xn--mnchen-3ya")
    'münchen'
    """
    if label[:4].casefold() != "xn--":
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
