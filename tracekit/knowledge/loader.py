"""Load the bundled knowledge; each file is read once and checked as it is read."""

from __future__ import annotations

from functools import cache

from msgspec import structs

from tracekit.errors import KnowledgeError, UnknownNameError
from tracekit.knowledge.checks import check_dates, check_outcomes, check_sources, check_tree
from tracekit.knowledge.files import bundled_text, by_id, convert, parse_entries, parse_toml
from tracekit.knowledge.schema import (
    Absence,
    Ask,
    AskedFact,
    Complaint,
    Contradiction,
    Entry,
    Node,
    Outcome,
    Reference,
    Tree,
)

TREE_NAMES = ("gateway", "disposition", "decision", "delay", "copies")


class SearchLimit(Entry, frozen=True, kw_only=True):
    """How many days back a search reaches, and what to ask for once that is over.

    `in_quarantine`, `undelivered`, `sent_outside`: the same by where the message is. `tells`: what
    then tells why something is not in the trace.
    """

    id: str
    days: int
    text: str
    tells: str
    in_quarantine: str = ""
    undelivered: str = ""
    sent_outside: str = ""
    source: str


class _TreeFile(Entry, frozen=True, kw_only=True):
    name: str
    title: str
    about: str
    start: str
    node: tuple[Node, ...]


def load_entries(file: str, kind: type, key: str, field: str = "id") -> dict:
    """Load a bundled file that is one array of tables, keyed by a field."""
    return by_id(parse_entries(bundled_text(file), kind, key, file), file, field)


@cache
def load_references() -> dict[str, Reference]:
    """Load where the facts come from, by id.

    >>> load_references()["founding-document"].title
    'Run a Message Trace in Microsoft 365'
    """
    references = load_entries("references.toml", Reference, "reference")
    check_dates(references)
    return references


@cache
def _asks() -> dict[str, Ask]:
    asks = load_entries("asks.toml", Ask, "ask")
    check_sources("asks.toml", {a.id: a.sources for a in asks.values()}, load_references())
    return asks


@cache
def load_asks() -> dict[str, str]:
    """Load what to ask an admin for, by id.

    >>> "Find related" in load_asks()["find-related"]
    True
    """
    return {a.id: a.text for a in _asks().values()}


@cache
def load_asked_otherwise(where: str) -> dict[str, str]:
    """Load what is asked otherwise on premises, by where a message is, or by kind of gateway.

    >>> known = load_asked_otherwise("on_premises")
    >>> "Get-MessageTrackingLog" in known[load_asks()["find-related"]]
    True
    """
    asks = _asks().values()
    return {a.text: getattr(a, where) for a in asks if getattr(a, where, "")}


@cache
def load_limits() -> dict[str, SearchLimit]:
    """Load how far back each kind of search reaches.

    >>> load_limits()["trace"].days
    90
    """
    return load_entries("search_limits.toml", SearchLimit, "limit")


@cache
def load_search_limits() -> dict[str, tuple[SearchLimit, str]]:
    """Load the limit that an ask is under, and what is asked once it is over, by the ask's text.

    >>> limit, still = load_search_limits()[load_asks()["quarantine"]]
    >>> limit.days, still
    (30, '')
    """
    limits, under = load_limits(), {}
    for ask in _asks().values():
        for field in {**ask.limits, **ask.still}:
            name, text = ask.limits.get(field, ""), getattr(ask, field, "")
            if name not in limits or not isinstance(text, str) or not text:
                place = f"ask {ask.id!r}, limits or still"
                raise KnowledgeError("asks.toml", place, f"{field!r} needs its text and a limit")
            under[text] = (limits[name], ask.still.get(field, ""))
    return under


@cache
def load_facts() -> dict[str, AskedFact]:
    """Load the facts that the trees ask for, by the name of the function that answers each.

    >>> load_facts()["came_back"].yes.startswith("After a hand-over")
    True
    """
    return load_entries("facts.toml", AskedFact, "fact", "name")


@cache
def load_outcomes() -> dict[str, Outcome]:
    """Load every outcome of the trees, by id.

    >>> load_outcomes()["in-junk"].owner
    'tenant admin'
    """
    outcomes = load_entries("outcomes.toml", Outcome, "outcome")
    check_outcomes(outcomes, load_references())
    for outcome in outcomes.values():
        if outcome.settle_ask and outcome.settle_ask not in load_asks():
            place = f"outcome {outcome.id!r}, field settle_ask"
            raise KnowledgeError("outcomes.toml", place, f"no entry {outcome.settle_ask!r} in asks")
        for name in filter(None, (outcome.pass_on, outcome.pass_on_unanswered)):
            if name not in load_asks():
                place = f"outcome {outcome.id!r}, field pass_on"
                raise KnowledgeError("outcomes.toml", place, f"no entry {name!r} in asks")
    return outcomes


def outcome_for(name: str, kind: str) -> Outcome:
    """Return an outcome, in the words for a kind of gateway where it has such.

    >>> outcome_for("analysed-inline", "mx").title
    'It came from the gateway, which saw it first'
    """
    outcome = load_outcomes()[name]
    return structs.replace(outcome, **outcome.of_kind.get(kind, {}))


@cache
def load_complaints() -> dict[str, Complaint]:
    """Load what users report and the trees that answer it, by id.

    >>> load_complaints()["late"].trees
    ('delay',)
    """
    file = "complaints.toml"
    complaints = load_entries(file, Complaint, "complaint")
    check_sources(file, {c.id: c.sources for c in complaints.values()}, load_references())
    return complaints


@cache
def load_tree(name: str) -> Tree:
    """Load one tree, checked.

    >>> load_tree("gateway").start
    'g-events'
    """
    if name not in TREE_NAMES:
        raise UnknownNameError("tree", name, list(TREE_NAMES))
    file = f"trees/{name}.toml"
    tree = parse_tree(bundled_text(file), file)
    check_tree(tree, load_outcomes(), load_references(), load_facts())
    return tree


@cache
def load_contradictions() -> dict[str, Contradiction]:
    """Load what may not fit together in one message, by id.

    >>> "two-ends" in load_contradictions()
    True
    """
    return load_entries("contradictions.toml", Contradiction, "contradiction")


@cache
def load_absences() -> dict[str, Absence]:
    """Load what a trace may lack, by id, with the possible reasons.

    >>> load_absences()["no-return"].source
    'founding-document'
    """
    return load_entries("absences.toml", Absence, "absence")


@cache
def load_trees() -> dict[str, Tree]:
    """Load the five trees, by name.

    >>> list(load_trees())
    ['gateway', 'disposition', 'decision', 'delay', 'copies']
    """
    return {name: load_tree(name) for name in TREE_NAMES}


def parse_tree(text: str, file: str) -> Tree:
    """Parse a tree file; an `ask` is looked up in asks.toml."""
    read = convert(parse_toml(text, file), _TreeFile, file, text)
    nodes = by_id(tuple(_with_ask(node, file) for node in read.node), file)
    return convert(
        {"name": read.name, "title": read.title, "about": read.about, "start": read.start,
         "nodes": nodes}, Tree, file, text)  # fmt: skip


def _with_ask(node: Node, file: str) -> Node:
    if not node.ask:
        return node
    if node.ask not in load_asks():
        raise KnowledgeError(file, f"node {node.id!r}, field ask", f"no entry {node.ask!r} in asks")
    return Node(**{f: getattr(node, f) for f in node.__struct_fields__} | {
        "ask": load_asks()[node.ask]})  # fmt: skip
