"""What is known about message traces, as data, and the functions that load it."""

from tracekit.knowledge.complaints import find_complaint
from tracekit.knowledge.explain import Explanation, explain, list_explained
from tracekit.knowledge.gateway import Gateway, Pattern, Rule
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway, parse_gateway
from tracekit.knowledge.loader import (
    load_asks,
    load_complaints,
    load_facts,
    load_outcomes,
    load_references,
    load_tree,
    load_trees,
)
from tracekit.knowledge.schema import (
    Complaint,
    Node,
    Outcome,
    Reference,
    Tree,
)
from tracekit.knowledge.term_entries import Code, EventEntry, Sentence, Status, Verdict
from tracekit.knowledge.terms import (
    find_code,
    find_sentence,
    find_status,
    load_events,
    load_sentences,
    load_smtp_codes,
    load_statuses,
    load_verdicts,
)

__all__ = [
    "Code",
    "Complaint",
    "EventEntry",
    "Explanation",
    "Gateway",
    "Node",
    "Outcome",
    "Pattern",
    "Reference",
    "Rule",
    "Sentence",
    "Status",
    "Tree",
    "Verdict",
    "explain",
    "find_code",
    "find_complaint",
    "find_sentence",
    "find_status",
    "list_explained",
    "list_gateways",
    "load_asks",
    "load_complaints",
    "load_events",
    "load_facts",
    "load_gateway",
    "load_outcomes",
    "load_references",
    "load_sentences",
    "load_smtp_codes",
    "load_statuses",
    "load_tree",
    "load_trees",
    "load_verdicts",
    "parse_gateway",
]
