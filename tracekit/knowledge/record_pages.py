"""Pages of what Extended reports and details hold: agents and keys of custom_data, MEP data."""

from __future__ import annotations

from collections.abc import Iterator

from tracekit.knowledge.agents import Agent, load_agents
from tracekit.knowledge.headings import DO, LOOKS, WHAT, WHY
from tracekit.knowledge.properties import load_properties
from tracekit.knowledge.terms import load_verdicts
from tracekit.knowledge.words import load_words

_EXTENDED = "Only an Extended report has it: Message trace > Start a trace > Report type: Extended."
_DETAIL = "Get-MessageTraceDetailV2 | Format-List Data shows it; the copied report does not."


def pages_of_records() -> Iterator[dict]:
    """Make the pages of agents, their keys, properties of custom_data and of MEP data."""
    book = load_agents()
    explained = {entry.field.casefold() for entry in load_verdicts().values()} | _words()
    for agent in book.agent:
        yield _agent(agent)
        yield from _keys(agent, explained)
    for entry in book.property:
        if entry.name.casefold() not in explained:
            yield _page(entry.name, "a property in custom_data", (entry.meaning,), (entry.sample,),
                        _EXTENDED, (entry.source,))  # fmt: skip
    for entry in load_properties().property:
        if entry.name.casefold() not in explained:
            sample = f'<MEP Name="{entry.name}" {entry.kind}="{entry.sample}"/>'
            yield _page(entry.name, "a property in the Data of details (MEP)", (entry.meaning,),
                        (sample,), _DETAIL, (entry.source,))  # fmt: skip


def _agent(agent: Agent) -> dict:
    groups = [f"{agent.name}={g.head}: {g.meaning}" if g.head else g.meaning for g in agent.group]
    heads = tuple(f"S:{agent.name}={g.head}" for g in agent.group if g.head)
    page = _page(f"S:{agent.name}", "an agent that writes custom_data",
                 (agent.meaning, *groups), tuple(g.samples[0] for g in agent.group), _EXTENDED,
                 tuple(g.source for g in agent.group))  # fmt: skip
    return page | {"also": (agent.name, f"{agent.name} agent", *heads)}


def _keys(agent: Agent, explained: set[str]) -> Iterator[dict]:
    """One page a key; one in capitals by its bare name, as headers print it, if that is free."""
    taken = _words()
    keys: dict[str, list] = {}
    for group in agent.group:
        for key in group.keys:
            if key.name.casefold() not in explained - taken or not key.name.isupper():
                keys.setdefault(key.name, []).append((group, key))
    for name, found in keys.items():
        told = [f"{agent.name}={g.head}: {key.meaning}" for g, key in found]
        codes = [f"{c.code}: {c.meaning}" for c in load_agents().code
                 if (c.agent, c.key) == (agent.name, name)]  # fmt: skip
        bare = name.isupper() and len(name) > 2 and name.casefold() not in taken
        page = _page(name if bare else f"S:{agent.name} {name}", f"a key of S:{agent.name}",
                     (*dict.fromkeys(told), *codes), (found[0][0].samples[0],), _EXTENDED,
                     tuple(dict.fromkeys(g.source for g, _ in found)))  # fmt: skip
        yield page | {"also": (f"S:{agent.name} {name}",) if bare else ()}


def _words() -> set[str]:
    """Names that have a page of their own as words."""
    return {n.casefold() for word in load_words().values() for n in (word.name, *word.also)}


def _page(name: str, title: str, what: tuple[str, ...], looks: tuple[str, ...], ask: str,
          sources: tuple[str, ...]) -> dict:  # fmt: skip
    return {
        "name": name, "kind": "record", "title": title, "also": (), WHAT: what,
        WHY: ("It is what the service wrote down itself, beside the sentence of the event.",),
        LOOKS: looks, DO: (ask,), "references": tuple(dict.fromkeys(sources)),
    }  # fmt: skip
