"""What is known about message traces, as data, and the functions that load it."""

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
    "Node",
    "Outcome",
    "Reference",
    "Tree",
    "load_asks",
    "load_complaints",
    "load_outcomes",
    "load_references",
    "load_tree",
    "load_trees",
]
