"""Where the case comes from: inputs and their sums, versions, options; and what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tracekit.case.blocks import Block, Heading, Pairs, Points, Table, Text
from tracekit.case.sections.places import label, places
from tracekit.case.versions import made_with

if TYPE_CHECKING:
    from tracekit.case.story import Story

_FILES = {"number": "No.", "file": "Input", "bytes": "Bytes", "sha256": "SHA-256"}
_RECEIPT = {"number": "No.", "format": "Read as", "journeys": "Journeys", "events": "Events",
            "repairs": "Repaired", "cannot_contain": "What it cannot contain"}  # fmt: skip
_PROBLEMS = {"where": "Where", "text": "Text", "reason": "Reason"}
_MOST_PROBLEMS = 40
_REDACTED = (
    "Names, addresses, hosts and ids of this case are pseudonyms, drawn with the key {}. The "
    "input below is the redacted trace; the sums of what it was read from are drawn too."
)


def doubts(story: Story) -> list[Block]:
    """Contradictions and other notes, what is absent with its reasons, what was not understood."""
    case = story.case
    blocks: list[Block] = [Points(case.notes)] if case.notes else []
    for lacking in case.absences:
        told = [f"{why} What would show it: {tells}." for why, tells in lacking.reasons]
        blocks += [Heading(f"Not in the trace: {lacking.sentence}"),
                   Text("Possible reasons, the likeliest first:"),
                   Points(tuple(told), ordered=True)]  # fmt: skip
    problems = case.diagnosis.trace.problems
    if len(problems):
        rows = problems.head(_MOST_PROBLEMS)
        told = rows.assign(where=places(story, rows))
        blocks.append(Table(told, _PROBLEMS, "What was not understood", words=("reason",),
                            whole=("where",)))  # fmt: skip
    if len(problems) > _MOST_PROBLEMS:
        blocks.append(Text(f"{len(problems) - _MOST_PROBLEMS} more are left out here."))
    return blocks or [Text("None: nothing in the records contradicts another, and nothing that one "
                           "would expect is absent.")]  # fmt: skip


def provenance(story: Story) -> list[Block]:
    """Inputs with their sums, what each was read as, options and versions."""
    files = [{"number": label(story, f.name), "file": f.name, "bytes": f.size, "sha256": f.sha256}
             for f in story.material.files]  # fmt: skip
    others = len(story.case.diagnosis.messages) - 1
    blocks: list[Block] = [
        Table(pd.DataFrame(files), _FILES, "Inputs, byte for byte", whole=("number",)),
        Table(
            _receipt(story), _RECEIPT, "What each was read as", words=("repairs", "cannot_contain")
        ),
    ]
    if story.options.redacted:
        blocks.insert(0, Text(_REDACTED.format(story.options.redacted)))
    if others:
        blocks.append(Text(f"The inputs hold {others} other message{'s' if others > 1 else ''} or "
                           "recipients. Think of that before you hand them on."))  # fmt: skip
    if story.case.diagnosis.because:
        blocks.append(Text(story.case.diagnosis.because, "Gateway"))
    said = {name: str(value) for name, value in story.settled.said().items()}
    said |= {"gateway": story.case.gateway.title}
    return [*blocks, Heading("Options"), Pairs(said), Heading("Versions"), Pairs(made_with())]


def _receipt(story: Story) -> pd.DataFrame:
    told = story.case.diagnosis.trace.receipt()
    return told.assign(number=[label(story, source) for source in told["source"]])
