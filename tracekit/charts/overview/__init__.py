"""Many messages at a glance: counted before they are drawn, every mark a filter."""

from tracekit.charts.overview.bars import outcome_counts
from tracekit.charts.overview.heat import heat_map
from tracekit.charts.overview.lengths import delays
from tracekit.charts.overview.times import volume
from tracekit.charts.overview.ways import flow

__all__ = ["delays", "flow", "heat_map", "outcome_counts", "volume"]
