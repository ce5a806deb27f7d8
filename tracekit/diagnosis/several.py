"""Two gateways in one trace: each with mail of its own, or one behind the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracekit.decode.hand_over import hand_over_rows, hand_over_status
from tracekit.journeys import message_numbers
from tracekit.knowledge import Gateway, load_gateway
from tracekit.model import MessageTrace

_TABLES = ("connectors", "inbound_connectors", "smart_hosts", "hosts", "addresses",
           "journal_addresses", "rules", "headers", "groups", "regions")  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """The gateway that was chosen, and why in a sentence."""

    gateway: Gateway
    because: str


def handed_to(trace: MessageTrace, names: Iterable[str]) -> dict[str, set[int]]:
    """Return which messages were handed to each inline gateway, by its name.

    A journey that two profiles claim is one hand-over with two names, so it shows neither alone.
    """
    inline = [g for g in map(load_gateway, names) if g.kind == "inline"]
    claimed = {g.name: _handed(trace, g) for g in inline}
    alone = {name: journeys - set().union(*(other for n, other in claimed.items() if n != name))
             for name, journeys in claimed.items()}  # fmt: skip
    number = message_numbers(trace.journeys)
    return {name: set(number[trace.journeys["journey"].isin(journeys)])
            for name, journeys in alone.items() if journeys}  # fmt: skip


def several(trace: MessageTrace, took: dict[str, set[int]]) -> Choice:
    """Take gateways as one where each took other messages; none where a message passed two."""
    told = " and ".join(f"{load_gateway(name).title} ({len(numbers):,})"
                        for name, numbers in took.items())  # fmt: skip
    say = " or ".join(f'gateway="{name}"' for name in took)
    both = sum(map(len, took.values())) - len(set().union(*took.values()))
    if both:
        return Choice(load_gateway("none"), f"Messages were handed to more than one gateway: {told}"
                      f"; {both:,} of them to one after the other. An answer is about one gateway, "
                      f"so none is taken: say {say}.")  # fmt: skip
    return Choice(_as_one(took), f"Messages were handed to more than one gateway, none of them to "
                  f"two: {told}. Both are taken as the gateway; for one alone say {say}."
                  )  # fmt: skip


def _handed(trace: MessageTrace, gateway: Gateway) -> set[int]:
    rows = trace.events.loc[hand_over_rows(trace, gateway), "journey"]
    said = trace.journeys.loc[hand_over_status(trace, gateway), "journey"]
    return {*rows.dropna(), *said.dropna()}


def _as_one(names: Iterable[str]) -> Gateway:
    """Put the profiles together; of two turn-rounds the longer counts."""
    found = [load_gateway(name) for name in names]
    parts = {table: tuple(e for g in found for e in getattr(g, table)) for table in _TABLES}
    slowest = max(found, key=lambda g: g.turn_round_minutes)
    return Gateway(name="several", title=" and ".join(g.title for g in found), kind="inline",
                   turn_round=slowest.turn_round, **parts)  # fmt: skip
