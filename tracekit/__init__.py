"""tracekit: Microsoft 365 message traces, read, drawn and diagnosed."""

from tracekit.model import MessageTrace
from tracekit.readers import list_formats
from tracekit.readers.front import parse, read

__version__ = "0.1.0"
__all__ = ["MessageTrace", "__version__", "list_formats", "parse", "read"]
