"""What is known about message traces, as data, and the functions that load it."""

from tracekit.knowledge.gateway import Gateway, Pattern, Rule
from tracekit.knowledge.gateway_loader import list_gateways, load_gateway, parse_gateway
from tracekit.knowledge.loader import (
    load_asks,
    load_complaints,
    load_outcomes,
    load_references,
    load_tree,
    load_trees,
)
from tracekit.knowledge.schema import Complaint, Node, Outcome, Reference, Tree

__all__ = [
    "Complaint",
    "Gateway",
    "Node",
    "Outcome",
    "Pattern",
    "Reference",
    "Rule",
    "Tree",
    "list_gateways",
    "load_asks",
    "load_complaints",
    "load_gateway",
    "load_outcomes",
    "load_references",
    "load_tree",
    "load_trees",
    "parse_gateway",
]
