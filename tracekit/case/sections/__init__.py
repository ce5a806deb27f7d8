"""The sections of a write-up by id: each makes its blocks from a story, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracekit.case.blocks import Block
from tracekit.case.sections.appendix import appendix
from tracekit.case.sections.deciders import deciders
from tracekit.case.sections.evidence import evidence
from tracekit.case.sections.finding import finding, summary
from tracekit.case.sections.message import identity, reported
from tracekit.case.sections.next_steps import open_questions, remedy
from tracekit.case.sections.person import person
from tracekit.case.sections.provenance import doubts, provenance
from tracekit.case.sections.timeline import timeline, waits, way

if TYPE_CHECKING:
    from tracekit.case.story import Story

SECTIONS: dict[str, Callable[[Story], list[Block]]] = {
    "finding": finding,
    "summary": summary,
    "reported": reported,
    "identity": identity,
    "way": way,
    "timeline": timeline,
    "waits": waits,
    "evidence": evidence,
    "person": person,
    "deciders": deciders,
    "remedy": remedy,
    "open": open_questions,
    "doubts": doubts,
    "provenance": provenance,
    "appendix": appendix,
}
