"""tracekit: Microsoft 365 message traces, read, drawn and diagnosed."""

from tracekit.decode.explaining import explain
from tracekit.diagnosis import (
    Comparison,
    Diagnosis,
    Routes,
    Triage,
    Walk,
    compare,
    diagnose,
    triage,
)
from tracekit.model import MessageTrace
from tracekit.readers import list_formats
from tracekit.readers.front import parse, read
from tracekit.samples import list_samples, load_sample

__version__ = "0.1.0"
__all__ = [
    "Comparison",
    "Diagnosis",
    "MessageTrace",
    "Routes",
    "Triage",
    "Walk",
    "__version__",
    "compare",
    "diagnose",
    "explain",
    "list_formats",
    "list_samples",
    "load_sample",
    "parse",
    "read",
    "triage",
]
