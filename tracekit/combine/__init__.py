"""Join traces: inputs that describe the same journey become one journey, and nothing is lost."""

from tracekit.combine.join import combine

__all__ = ["combine"]
