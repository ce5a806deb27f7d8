"""Panels for a notebook. Each holds widgets, forwards to the other rooms, and has one `value`."""

from tracekit.widgets.desk import Desk
from tracekit.widgets.paste_box import PasteBox
from tracekit.widgets.practice_desk import PracticeDesk
from tracekit.widgets.session import Session, View
from tracekit.widgets.timeline_explorer import TimelineExplorer
from tracekit.widgets.tree_walker import TreeWalker

__all__ = ["Desk", "PasteBox", "PracticeDesk", "Session", "TimelineExplorer", "TreeWalker", "View"]
