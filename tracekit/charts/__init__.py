"""A trace as pictures. A chart function returns an altair chart and does nothing else."""

from tracekit.charts.base import TraceChart, picture
from tracekit.charts.describe import describe
from tracekit.charts.journey_map import journey_map
from tracekit.charts.overview import outcome_counts, volume
from tracekit.charts.timeline import clickable, timeline

__all__ = [
    "TraceChart",
    "clickable",
    "describe",
    "journey_map",
    "outcome_counts",
    "picture",
    "timeline",
    "volume",
]
