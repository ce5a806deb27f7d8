"""A trace as pictures. A chart function returns an altair chart and does nothing else."""

from tracekit.charts.base import TraceChart, picture
from tracekit.charts.describe import describe
from tracekit.charts.journey_map import journey_map
from tracekit.charts.ladder import who_decided
from tracekit.charts.overview import delays, flow, heat_map, outcome_counts, volume
from tracekit.charts.timeline import timeline
from tracekit.charts.tree_map import tree_map
from tracekit.charts.waterfall import waterfall

__all__ = [
    "TraceChart",
    "delays",
    "describe",
    "flow",
    "heat_map",
    "journey_map",
    "outcome_counts",
    "picture",
    "timeline",
    "tree_map",
    "volume",
    "waterfall",
    "who_decided",
]
