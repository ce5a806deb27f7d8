"""One page for every entry of the knowledge, in plain lines under the common headings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tracekit.knowledge.filling import fill
from tracekit.knowledge.folders import Folder, load_folders
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway
from tracekit.knowledge.gateway_pages import causes_at_gateways, pages_of_gateway
from tracekit.knowledge.headings import DO, LIKELY, LOOKS, WHAT, WHY
from tracekit.knowledge.loader import load_complaints, load_outcomes, load_trees
from tracekit.knowledge.schema import (
    Code,
    Complaint,
    EventEntry,
    Node,
    Outcome,
    Status,
    Tree,
    Verdict,
)
from tracekit.knowledge.terms import (
    find_code,
    load_events,
    load_sentences,
    load_smtp_codes,
    load_statuses,
    load_verdicts,
)
from tracekit.knowledge.words import Word, load_words, word_of_shape


@cache
def all_pages() -> tuple[dict, ...]:
    """Make a page of every entry; where two entries share a name, the first one is shown."""
    return tuple(_pages())


def page_of_code(code: str, text: str = "") -> dict | None:
    """Make the page of a status code, read with the token or text behind it."""
    entry = find_code(code, text.split(";")[0].strip(), text)
    if not entry:
        return None
    shown = {} if entry.token or entry.phrase else {LOOKS: (f"{_reply(code)} ...",)}
    return _code(entry) | {"name": code if not text else entry.key} | shown


def page_of_verdict(field: str, value: str) -> dict | None:
    """Make the page of a header's token, also where its value lies in a range (SCL 8, 104)."""
    for entry in load_verdicts().values():
        if entry.field.casefold() == field.casefold() and _covers(entry, value.casefold()):
            spelled = {v.casefold(): v for v in (entry.value, *entry.aliases)}
            known = entry.value if value.casefold() in spelled else value.upper()
            return _verdict(entry, known)
    return None


def pages_of_value(name: str) -> Iterator[dict]:
    """Make the pages of a field that is named alone (SCL), or of a value without one (SKN)."""
    said = name.strip().casefold()
    entries = [e for e in load_verdicts().values() if e.field.casefold() == said]
    if entries:
        yield _field(entries)
    if len(said) > 2 and said.isalpha():
        yield from (_verdict(e) for e in load_verdicts().values() if _covers(e, said))


def page_of_shape(text: str) -> dict | None:
    """Make the page of what its shape alone tells: an id, an address, a number of Microsoft's."""
    word = word_of_shape(text)
    return _word(word) if word else None


def _pages() -> Iterator[dict]:
    yield from map(_event, load_events().values())
    yield from map(_status, load_statuses().values())
    yield from map(_outcome, load_outcomes().values())
    for tree in load_trees().values():
        yield from (_node(node, tree) for node in tree.nodes.values())
    yield from map(_code, load_smtp_codes().values())
    yield from map(_verdict, load_verdicts().values())
    for name in list_gateways():
        gateway = load_gateway(name)
        if gateway.kind == "none":
            continue
        yield from pages_of_gateway(gateway)
    yield from map(_folder, load_folders().values())
    yield from map(_word, load_words().values())
    yield from map(_complaint, load_complaints().values())
    yield from map(_tree, load_trees().values())


def _event(event: EventEntry) -> dict:
    return {
        "name": event.name, "kind": "event", "title": event.meaning_short, "also": event.aliases,
        WHAT: (event.meaning,),
        WHY: (event.before and f"Before it: {event.before}",
              event.after and f"After it: {event.after}"),
        LOOKS: event.looks_like, DO: tuple(f"Mind: {trap}" for trap in event.traps),
        "references": (event.source,),
    }  # fmt: skip


def _status(status: Status) -> dict:
    samples = [s.samples[0] for s in load_sentences().values() if s.status == status.name]
    return {
        "name": status.name, "kind": "status", "title": "status of a result",
        "also": (*status.aliases, *status.progress), WHAT: (status.meaning,),
        WHY: ("Events come first, then the progress line, then the Status: they may disagree.",),
        LOOKS: tuple(samples), DO: ("Read the events of the same result.",),
        "references": (status.source,),
    }  # fmt: skip


def _outcome(outcome: Outcome) -> dict:
    return {
        "name": outcome.id, "kind": "outcome", "title": outcome.title, "also": (),
        WHAT: (outcome.meaning,),
        WHY: (f"Cause: {outcome.cause}", f"Who acts: {outcome.owner}.",
              f"A trace alone can claim it as: {outcome.strength}.",
              outcome.settle and f"What settles it: {outcome.settle}",
              causes_at_gateways(outcome.id)),
        LOOKS: (f"A result of the question: {', '.join(outcome.trees)}.",),
        DO: (f"Next: {outcome.next_step}",
             *(f"{n}. {step}" for n, step in enumerate(outcome.remedy, 1))),
        "references": outcome.references,
    }  # fmt: skip


def _node(node: Node, tree: Tree) -> dict:
    return {
        "name": node.id, "kind": "question", "title": node.question, "also": (node.evidence,),
        WHAT: (f"A question of the tree {tree.name!r}: {tree.title}",), WHY: (node.why,),
        LOOKS: tuple(f"{answer} -> {target}" for answer, target in node.exits.items()),
        DO: (f"If the trace cannot tell: {fill(node.ask)}",), "references": node.references,
    }  # fmt: skip


def _code(code: Code) -> dict:
    said = code.token or code.phrase
    return {
        "name": code.key, "kind": "status code", "title": code.title,
        "also": (code.token.rstrip(".*"),) if code.token else (),
        WHAT: (code.meaning, LIKELY if code.likely and not code.at_gateway else ""),
        WHY: (f"Who acts: {code.who}.",
              code.at_gateway and f"If the host is the gateway's: {code.at_gateway}",
              code.outcome and f"It leads to the outcome {code.outcome}."),
        LOOKS: (f"Reason: [{{LED={_reply(code.code)} {said};..." if said
                else f"{_reply(code.code)} ...",),
        DO: (code.fix,), "references": (code.source,),
    }  # fmt: skip


def _reply(code: str) -> str:
    first = {"2": "250", "4": "450", "5": "550"}[code[0]]
    return f"{first} {code}"


# Where a field stands, where that is not X-Forefront-Antispam-Report: what is printed there.
_STANDS = {
    "BCL": "X-Microsoft-Antispam: BCL:{value};",
    "compauth": "Authentication-Results: ...; compauth=... reason={value}",
    "DI": "custom_data of an Extended report: S:SFA=SUM|...|DI={value}|...",
    "dest": "X-Microsoft-Antispam-Mailbox-Delivery: ...;dest:{value};...",
    "OFR": "X-Microsoft-Antispam-Mailbox-Delivery: ...;OFR:{value};...",
    "spf": "Authentication-Results: spf={value} (sender IP is ...) smtp.mailfrom=...",
    "dkim": "Authentication-Results: ...; dkim={value} ... header.d=...",
    "dmarc": "Authentication-Results: ...; dmarc={value} action=... header.from=...",
    "action": "Authentication-Results: ...; dmarc=fail action={value} header.from=...",
}


def _verdict(verdict: Verdict, value: str = "") -> dict:
    """Make the page of a token; `value`: the one asked for, where the entry is a range."""
    value = value or verdict.value
    usual = f"X-Forefront-Antispam-Report: ...{verdict.field}:{{value}};..."
    ask = "Ask for the headers: the copied report does not show them."
    if verdict.field == "DI":
        ask = "Ask for an Extended report: the copied report does not show it."
    return {
        "name": f"{verdict.field}:{value}", "kind": "verdict",
        "title": f"decided by {verdict.decided}",
        "also": tuple(f"{verdict.field}:{alias}" for alias in verdict.aliases),
        WHAT: (verdict.meaning,), WHY: (f"Who decided: {verdict.decided}.",),
        LOOKS: (_STANDS.get(verdict.field, usual).format(value=value),), DO: (ask,),
        "references": (verdict.source,),
    }  # fmt: skip


def _field(entries: list[Verdict]) -> dict:
    """All values of one field, the first twenty with their meaning."""
    field = entries[0].field
    return {
        "name": field, "kind": "verdict", "title": f"a field with {len(entries)} known values",
        "also": (), WHAT: tuple(f"{e.key}: {e.meaning}" for e in entries[:20]),
        WHY: ("Its value says what was decided, and by whom.",),
        LOOKS: tuple(e.key for e in entries[20:]),
        DO: (f"Explain it with its value, such as {entries[0].key}.",),
        "references": tuple(e.source for e in entries),
    }  # fmt: skip


def _word(word: Word) -> dict:
    return {
        "name": word.name, "kind": "word", "title": word.title, "also": word.also,
        WHAT: (word.meaning,), WHY: (word.why,), LOOKS: word.looks_like, DO: (word.to_do,),
        "references": (word.source,),
    }  # fmt: skip


def _folder(folder: Folder) -> dict:
    spelled = f"DefaultFolderType:{folder.name}"
    return {
        "name": folder.name, "kind": "folder", "title": folder.title,
        "also": (spelled, *folder.also), WHAT: (folder.meaning,),
        WHY: (folder.why, LIKELY if folder.likely else ""),
        LOOKS: (f"Deliver | The message was successfully delivered to the folder: {spelled}",),
        DO: (folder.to_do, f"It leads to the outcome {folder.outcome}."),
        "references": (folder.source,),
    }  # fmt: skip


def _covers(verdict: Verdict, value: str) -> bool:
    known = verdict.value.casefold()
    low, dash, high = known.partition("-")
    if known == value or value in (a.casefold() for a in verdict.aliases):
        return True
    if known.endswith("xx"):
        return len(value) == 3 and value.isdecimal() and value[0] == known[0]
    return bool(low and dash) and value.isdecimal() and len(value) < 4 and (
        int(low) <= int(value) <= int(high))  # fmt: skip


def _complaint(complaint: Complaint) -> dict:
    return {
        "name": complaint.id, "kind": "complaint", "title": complaint.title, "also": (),
        WHAT: (f"What a user reports: {complaint.title}.",),
        WHY: ("It decides which question is asked first.",), LOOKS: complaint.words,
        DO: tuple(f"Ask the tree {name!r}: {load_trees()[name].title}"
                  for name in complaint.trees), "references": ("founding-document",),
    }  # fmt: skip


def _tree(tree: Tree) -> dict:
    return {
        "name": f"{tree.name} tree", "kind": "tree", "title": tree.title, "also": (tree.name,),
        WHAT: (tree.about,), WHY: ("It ends in exactly one of its outcomes.",),
        LOOKS: (", ".join(tree.outcomes),), DO: (f"It begins with {tree.start}.",),
        "references": ("founding-document",),
    }  # fmt: skip
