"""Who could decide, who did, and who had the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracekit.case.blocks import Block, Drawing, Table, Text
from tracekit.charts import picture, who_decided
from tracekit.diagnosis.ladder import ladder, verdict

if TYPE_CHECKING:
    from tracekit.case.story import Story

_RUNGS = {"title": "Who", "state": "Did they decide?", "mark": "First or last word",
          "because": "Why"}  # fmt: skip


def deciders(story: Story) -> list[Block]:
    """The verdict in words, the ladder as a picture and as a table."""
    case = story.case
    return [
        Text(verdict(case), strong=True),
        Drawing(picture(who_decided(case))),
        Table(
            ladder(case),
            _RUNGS,
            "In the order in which they come to a message",
            words=("title", "state", "mark", "because"),
        ),
    ]
