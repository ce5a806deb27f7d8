"""Neighbouring outcomes are told apart by samples that hardly differ."""

from collections import Counter
from itertools import product

import pytest
from bounces import BOUNCES
from samples import OTHERS, SCENARIOS, diagnosed, found_in_bounces

from tracekit.diagnosis.diagnose import ORDER
from tracekit.knowledge import load_trees

# Rows, or things told beside the trace, that may differ between the two samples of a pair.
MOST = 2


def neighbours(tree):
    """Pairs of outcomes that one answer at one node separates: its exits, or the next node's."""
    nodes = load_trees()[tree].nodes
    for node in nodes.values():
        ends = dict.fromkeys(e for e in node.exits.values() if e not in nodes)
        onward = [nodes[e] for e in dict.fromkeys(node.exits.values()) if e in nodes]
        after = [n.yes for n in onward if n.yes not in nodes]
        for pair in {frozenset(p) for p in [*product(ends, ends), *product(ends, after)]}:
            if len(pair) == 2:
                yield tuple(sorted(pair))


# That there is no record is not reached by what was read: see test_everything_is_reached.
PAIRS = sorted(pair for pair in {(tree, *pair) for tree in ORDER for pair in neighbours(tree)}
               if "no-record" not in pair)  # fmt: skip


@pytest.fixture(scope="module")
def ended():
    """Lines and options of the samples that end in an outcome, by tree and outcome."""
    texts = [(s.reports, s.options) for s in SCENARIOS] + list(OTHERS.values())
    texts += [(texts, {}) for texts in BOUNCES.values()]
    found = {}
    every = [*diagnosed(), *found_in_bounces()]
    for (reports, options), messages in zip(texts, every, strict=True):
        parts = Counter("\n".join(reports).splitlines()) + Counter(map(repr, options.items()))
        for message in messages:
            for pair in message.outcomes.items():
                found.setdefault(pair, []).append(parts)
    return found


def difference(one, other):
    """Count what is in one and not in the other, on the side where it is more."""
    return max((one - other).total(), (other - one).total())


@pytest.mark.parametrize(("tree", "one", "other"), PAIRS)
def test_neighbours_are_told_apart_by_little(ended, tree, one, other):
    """Two outcomes that one question separates have a pair of samples that differ in little."""
    found = product(ended.get((tree, one), []), ended.get((tree, other), []))

    assert min((difference(a, b) for a, b in found), default=99) <= MOST
