"""Reports in the notation of the training scenarios, and what the trees must say of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import tracekit
from tracekit import Diagnosis, MessageTrace, diagnose
from tracekit.training.notation import HOSTS
from tracekit.training.report import ID, report

GW = HOSTS["GW"]


def read(*reports: str) -> MessageTrace:
    """Read reports that were pasted together."""
    return tracekit.parse("\n\n".join(reports), "pasted")


def out(at: str = "12:31", *extra: str, **head: str) -> str:
    """Write the ordinary journey out to the gateway."""
    rows = [
        f"{at} receive",
        f"{at} journal",
        f"{at} route",
        *extra,
        f"{at} send GW",
    ]
    return report(rows, **({"progress": "Sent", "to_ip": "192.0.2.9"} | head))


@dataclass(frozen=True)
class Scenario:
    """One case of the training list: what is pasted and what the trees must say.

    `expected` names outcomes by tree; a tree that is left out is not judged by the source.
    """

    name: str
    reports: tuple[str, ...]
    expected: dict[str, str]
    options: dict[str, object]

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """The diagnosis of what was pasted, made once for all tests."""
        return diagnose(read(*self.reports), **self.options)


def scenario(name: str, *reports: str, given: dict | None = None, **expected: str) -> Scenario:
    """Write a scenario down; `given` is handed to diagnose()."""
    return Scenario(name, reports, expected, given or {})


__all__ = ["GW", "ID", "out", "read", "report", "scenario"]
