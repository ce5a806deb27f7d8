"""Check the trees: every exit leads somewhere, nothing is unreachable, nothing goes round."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from tracekit.errors import KnowledgeError
from tracekit.knowledge.schema import Node, Outcome, Reference, Tree

_FACT = re.compile(r"[a-z][a-z0-9_]{2,60}")


def check_tree(
    tree: Tree,
    outcomes: Mapping[str, Outcome],
    references: Iterable[str],
    facts: Iterable[str] | None = None,
) -> None:
    """Raise `KnowledgeError` for the first thing in a tree that is not right."""
    file, known = f"trees/{tree.name}.toml", frozenset(references)
    if tree.start not in tree.nodes:
        raise KnowledgeError(file, "start", f"there is no node {tree.start!r}")
    for node in tree.nodes.values():
        _check_exits(file, tree, node, outcomes)
        _check_words(file, node)
        if facts is not None and node.evidence not in facts:
            raise KnowledgeError(
                file, f"node {node.id!r}, field evidence", f"no {node.evidence!r} in facts.toml"
            )
        _check_references(file, f"node {node.id!r}", node.references, known)
    _check_reach(file, tree)
    _check_outcomes(file, tree, outcomes)


def check_outcomes(outcomes: Mapping[str, Outcome], references: Iterable[str]) -> None:
    """Raise `KnowledgeError` for the first outcome that is not complete."""
    known = frozenset(references)
    for outcome in outcomes.values():
        place = f"outcome {outcome.id!r}"
        _check_references("outcomes.toml", place, outcome.references, known)
        if outcome.strength != "shown" and not outcome.settle:
            raise KnowledgeError(
                "outcomes.toml", f"{place}, field settle",
                f"a trace makes it only {outcome.strength!r}: say what would settle it",
            )  # fmt: skip
        if len(outcome.remedy) < 2:
            raise KnowledgeError(
                "outcomes.toml", f"{place}, field remedy",
                "it needs at least one step and, last, how to verify it",
            )  # fmt: skip


def check_sources(file: str, used: Mapping[str, tuple[str, ...]], known: Iterable[str]) -> None:
    """Raise `KnowledgeError` for the first entry without a source, or with one nobody knows."""
    known = frozenset(known)
    for name, sources in used.items():
        _check_references(file, repr(name), sources, known, "sources")


def check_samples(
    file: str, samples: Mapping[str, tuple[str, ...]], read: Callable[[str], str | None]
) -> None:
    """Raise `KnowledgeError` for the first entry without a sample, or with one read as another.

    `read` gives the name of the entry that a sample leads to.
    """
    for name, lines in samples.items():
        place = f"{name!r}, field samples"
        if not lines:
            raise KnowledgeError(file, place, "give at least one line that shows it")
        for line in lines:
            if (found := read(line)) != name:
                raise KnowledgeError(file, place, f"{line!r} is read as {found!r}")


def check_dates(references: Mapping[str, Reference]) -> None:
    """Raise `KnowledgeError` for the first source with neither a day nor a reason, or with both."""
    for reference in references.values():
        if bool(reference.checked) == bool(reference.undated):
            raise KnowledgeError(
                "references.toml", f"reference {reference.id!r}, fields checked and undated",
                "give the day on which it was looked up, or else say why there is none",
            )  # fmt: skip


def _check_exits(file: str, tree: Tree, node: Node, outcomes: Mapping[str, Outcome]) -> None:
    for answer, target in node.exits.items():
        if target not in tree.nodes and target not in outcomes:
            raise KnowledgeError(
                file, f"node {node.id!r}, field {answer.replace(' ', '_')}",
                f"there is no node or outcome {target!r}",
            )  # fmt: skip


def _check_words(file: str, node: Node) -> None:
    if not node.question.endswith("?"):
        raise KnowledgeError(file, f"node {node.id!r}, field question", "it must end with '?'")
    if not _FACT.fullmatch(node.evidence):
        raise KnowledgeError(
            file, f"node {node.id!r}, field evidence", f"{node.evidence!r} is not a function name"
        )
    if not node.ask:
        raise KnowledgeError(
            file, f"node {node.id!r}, field ask", "say what to ask for when the trace cannot tell"
        )


def _check_references(
    file: str, place: str, used: tuple[str, ...], known: frozenset, field: str = "references"
) -> None:
    if not used:
        raise KnowledgeError(file, f"{place}, field {field}", "a fact needs a source")
    for reference in used:
        if reference not in known:
            raise KnowledgeError(
                file, f"{place}, field {field}", f"there is no reference {reference!r}"
            )


def _check_reach(file: str, tree: Tree) -> None:
    reached: set[str] = set()
    _walk(file, tree, tree.start, (), reached)
    for name in tree.nodes:
        if name not in reached:
            raise KnowledgeError(file, f"node {name!r}", f"no way leads here from {tree.start!r}")


def _walk(file: str, tree: Tree, name: str, path: tuple[str, ...], reached: set[str]) -> None:
    if name in path:
        circle = " -> ".join((*path[path.index(name) :], name))
        raise KnowledgeError(file, f"node {name!r}", f"the way goes round: {circle}")
    if name in reached or name not in tree.nodes:
        return
    for target in tree.nodes[name].exits.values():
        _walk(file, tree, target, (*path, name), reached)
    reached.add(name)


def _check_outcomes(file: str, tree: Tree, outcomes: Mapping[str, Outcome]) -> None:
    reached = set(tree.outcomes)
    for outcome in outcomes.values():
        if (tree.name in outcome.trees) != (outcome.id in reached):
            where = "but no answer leads to it" if tree.name in outcome.trees else (
                "an answer leads to it, but outcomes.toml does not list this tree")  # fmt: skip
            raise KnowledgeError(file, f"outcome {outcome.id!r}", where)
