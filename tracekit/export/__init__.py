"""A trace for other tools: timelines, spans and tables."""

from tracekit.export.chrome import to_chrome_trace
from tracekit.export.otlp import to_otlp
from tracekit.export.tables import to_csv, to_json, to_parquet
from tracekit.export.timesketch import to_timesketch

__all__ = ["to_chrome_trace", "to_csv", "to_json", "to_otlp", "to_parquet", "to_timesketch"]
