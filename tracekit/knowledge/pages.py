"""One page for every entry of the knowledge, in plain lines under the common headings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tracekit.knowledge.code_pages import code_page
from tracekit.knowledge.filling import fill
from tracekit.knowledge.folders import Folder, load_folders
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway
from tracekit.knowledge.gateway_pages import causes_at_gateways, pages_of_gateway
from tracekit.knowledge.headings import DO, LIKELY, LOOKS, WHAT, WHY
from tracekit.knowledge.loader import load_complaints, load_outcomes, load_trees
from tracekit.knowledge.record_pages import pages_of_records
from tracekit.knowledge.schema import (
    Complaint,
    Node,
    Outcome,
    Tree,
)
from tracekit.knowledge.sign_pages import pages_of_signs
from tracekit.knowledge.term_entries import EventEntry, Status
from tracekit.knowledge.terms import (
    load_events,
    load_sentences,
    load_smtp_codes,
    load_statuses,
    load_verdicts,
)
from tracekit.knowledge.verdict_pages import verdict_page
from tracekit.knowledge.words import Word, load_words, word_of_shape


@cache
def all_pages() -> tuple[dict, ...]:
    """Make a page of every entry; where two entries share a name, the first one is shown."""
    return tuple(_pages())


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
    yield from map(code_page, load_smtp_codes().values())
    yield from map(verdict_page, load_verdicts().values())
    for name in list_gateways():
        gateway = load_gateway(name)
        if gateway.kind == "none":
            continue
        yield from pages_of_gateway(gateway)
    yield from map(_folder, load_folders().values())
    yield from map(_word, load_words().values())
    yield from pages_of_signs()
    yield from pages_of_records()
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
    said = [s.samples[0] for s in load_sentences().values() if s.status == status.name]
    return {
        "name": status.name, "kind": "status", "title": "status of a result",
        "also": (*status.aliases, *status.progress), WHAT: (status.meaning,),
        WHY: ("Events come first, then the progress line, then the Status: they may disagree.",),
        LOOKS: (*status.samples, *said), DO: ("Read the events of the same result.",),
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
        LOOKS: tuple(f"Deliver | {sample}" for sample in folder.samples),
        DO: (folder.to_do, f"It leads to the outcome {folder.outcome}."),
        "references": (folder.source,),
    }  # fmt: skip


def _complaint(complaint: Complaint) -> dict:
    return {
        "name": complaint.id, "kind": "complaint", "title": complaint.title, "also": (),
        WHAT: (f"What a user reports: {complaint.title}.",),
        WHY: ("It decides which question is asked first.",), LOOKS: complaint.words,
        DO: tuple(f"Ask the tree {name!r}: {load_trees()[name].title}"
                  for name in complaint.trees), "references": complaint.sources,
    }  # fmt: skip


def _tree(tree: Tree) -> dict:
    return {
        "name": f"{tree.name} tree", "kind": "tree", "title": tree.title, "also": (tree.name,),
        WHAT: (tree.about,), WHY: ("It ends in exactly one of its outcomes.",),
        LOOKS: (", ".join(tree.outcomes),), DO: (f"It begins with {tree.start}.",),
        "references": ("founding-document",),
    }  # fmt: skip
