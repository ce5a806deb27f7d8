"""Explain any name of the trade: always under the same headings, always with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from textwrap import fill, indent

from tracekit.errors import UnknownNameError
from tracekit.knowledge.code_pages import page_of_code
from tracekit.knowledge.gateway import Gateway
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway
from tracekit.knowledge.gateway_pages import page_of_connector, page_of_host, page_of_rule
from tracekit.knowledge.headings import HEADINGS
from tracekit.knowledge.journal_pages import pages_of_journal_address
from tracekit.knowledge.loader import load_references
from tracekit.knowledge.pages import all_pages, page_of_shape
from tracekit.knowledge.verdict_pages import page_of_verdict, pages_of_value
from tracekit.knowledge.words import load_see

_WIDTH = 88
_CODE = re.compile(
    r"(?:[245]\d\d[ -]+)?([245]\.\d{1,3}\.\d{1,3})(?!\w|\.\d)[\s:;,.-]*(.*)", re.DOTALL
)
# A code whose dots were typed as blanks, dashes or commas: 4-7-721, 5 1 10.
_LOOSE = re.compile(r"([245])[ _,-](\d{1,3})[ _,-](\d{1,3})", re.ASCII)
_VERDICT = re.compile(r"([A-Za-z]{2,8})\s?(?:[:=\s]\s?|(?=-?\d))([\w.-]{1,40})")
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,10}|[0-9a-f:.]{4,45}", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Explanation:
    """What one name means. `sections` maps each heading to its lines, in the order of `HEADINGS`.

    `references` are the ids of the sources in references.toml. It prints as a page of text, and
    shows in a notebook as a page.

    >>> print(explain("Send external"))  # doctest: +ELLIPSIS
    Send external: Handed to a server outside (event)
    =================================================
    <BLANKLINE>
    What it is
    ...
    """

    name: str
    kind: str
    title: str
    sections: dict[str, tuple[str, ...]] = field(hash=False)
    references: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{self.name}: {self.title}" if self.title else self.name
        parts = [f"{head} ({self.kind})", "=" * min(len(head) + len(self.kind) + 3, _WIDTH)]
        for heading in HEADINGS:
            parts += ["", heading, *(_paragraph(line) for line in self.sections[heading])]
        return "\n".join(parts)

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from tracekit.render.legend import explained_page

        return explained_page(self)._repr_mimebundle_()


def explain(name: str) -> Explanation:
    """Explain an event, status, code, token, verdict, rule, question, outcome, gateway or its part.

    Case and separators do not matter. A code that is not listed is explained by its class. A name
    that nobody knows raises `UnknownNameError` with the nearest names.

    >>> explain("send_external").kind
    'event'
    >>> explain("550 5.1.10").title
    'The address is not in the directory'
    >>> explain("SFV:SKS").kind, explain("IPW Mail for Inky").kind
    ('verdict', 'gateway rule')
    """
    page = _find(" ".join(str(name).split())[:500])
    if page is None:
        raise UnknownNameError("entry of the knowledge", name, _nearest(name))
    return _explanation(page)


def list_explained() -> list[str]:
    """Return every name that has an entry of its own, sorted.

    >>> "in-junk" in list_explained()
    True
    """
    return sorted({page["name"] for page in all_pages()}, key=lambda name: (name.casefold(), name))


def _find(name: str) -> dict | None:
    """Exact names first; then what only the shape of a name tells: codes, verdicts, rules."""
    pages = _by_key().get(_key(name), ())
    exact = (page for page in pages if page["name"] == name)
    return next(exact, None) or next(iter(pages), None) or next(_by_shape(name), None)


def _by_shape(name: str) -> Iterator[dict]:
    if loose := _LOOSE.fullmatch(name):
        name = ".".join(loose.groups())
    code, verdict = _CODE.fullmatch(name), _VERDICT.fullmatch(name)
    if code and (page := page_of_code(code[1], code[2])):
        yield page
    if verdict and (page := page_of_verdict(verdict[1], verdict[2])):
        yield page
    yield from pages_of_value(name)
    gateways = [load_gateway(vendor) for vendor in list_gateways()]
    if _HOST.fullmatch(name):
        yield from (page_of_host(name, g) for g in gateways if _is_host_of(g, name))
    yield from (page_of_connector(name, g) for g in gateways if g.connector(name))
    for gateway in gateways:
        yield from pages_of_journal_address(name, gateway)
        if rule := gateway.rule(name):
            near = _near_rule(name, gateway) if rule.role == "unknown" else ""
            yield page_of_rule(name, rule, gateway.title, near)
    if shaped := page_of_shape(name):
        yield shaped


def _is_host_of(gateway: Gateway, name: str) -> bool:
    return (gateway.is_smart_host(name) or gateway.is_gateway_host(name)
            or gateway.is_address(name))  # fmt: skip


def _near_rule(name: str, gateway: Gateway) -> str:
    """The known rule of a gateway whose name is nearly this one."""
    samples = [s for rule in gateway.rules if rule.role != "unknown" for s in rule.samples]
    known = {_key(sample): sample for sample in reversed(samples)}
    return next((known[k] for k in get_close_matches(_key(name), known, n=1, cutoff=0.8)), "")


@cache
def _by_key() -> dict[str, tuple[dict, ...]]:
    """Pages by folded name; those that bear it as their own name come before mere aliases."""
    keyed: dict[str, tuple[dict, ...]] = {}
    named = [(page["name"], page) for page in all_pages()]
    aliases = [(alias, page) for page in all_pages() for alias in page["also"]]
    by_name = dict(named[::-1])
    aliases += [(word, by_name[name]) for word, name in load_see().items()]
    for spelled, page in named + aliases:
        known = keyed.get(_key(spelled), ())
        if page not in known:
            keyed[_key(spelled)] = (*known, page)
    return keyed


def _key(name: str) -> str:
    """Fold a name so that only letters, digits and dots count, and the sign of SCL -1."""
    return re.sub(r"[^\w.]|_", "", re.sub(r"(?<!\w)-(?=\d)", "minus", name.casefold()))


def _nearest(name: str) -> list[str]:
    """The nearest names, by their own spelling or another one.

    A question only for an id of one, a header of a gateway only for what begins like one.
    """
    asked = _key(str(name))[:100]
    keys = {}
    for key, pages in _by_key().items():
        apart = pages[0]["kind"] in ("question", "gateway header")
        if not apart or re.match(r"[a-zA-Z]-", str(name)):
            keys[key] = pages[0]["name"]
    inside = [keys[k] for k in keys if len(asked) > 3 and len(k) < 60 and k.startswith(asked)]
    near = [keys[k] for k in get_close_matches(asked, keys, n=8, cutoff=0.6)]
    return list(dict.fromkeys([*near, *inside]))[:5]


def _explanation(page: dict) -> Explanation:
    sources = tuple(dict.fromkeys(page["references"]))
    sections = {heading: tuple(line for line in page.get(heading, ()) if line) or ("-",)
                for heading in HEADINGS[:-1]}  # fmt: skip
    sections["What it is"] += _namesakes(page)
    sections["References"] = tuple(_cited(source) for source in sources)
    return Explanation(page["name"], page["kind"], page["title"], sections, sources)


def _namesakes(page: dict) -> tuple[str, ...]:
    others = (p for p in _by_key().get(_key(page["name"]), ()) if p["kind"] != page["kind"])
    return tuple(f"There is also: {p['name']} ({p['kind']}), {p['title']}." for p in others)


def _cited(source: str) -> str:
    reference = load_references()[source]
    where = reference.url or reference.citation
    looked_up = f"looked up {reference.checked}" if reference.checked else (
        "not looked up: " + reference.undated)  # fmt: skip
    return f"{reference.title}. {where} ({looked_up})"


def _paragraph(line: str) -> str:
    wrapped = fill(line, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return indent(wrapped, "  ")
