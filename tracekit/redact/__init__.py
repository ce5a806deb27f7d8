"""Keyed pseudonyms for a trace, the way back for the key holder, and a search for leaks."""

from tracekit.redact.leaks import find_leaks
from tracekit.redact.mapping import read_map, reveal, write_map
from tracekit.redact.redact import Redaction, redact, redaction

__all__ = ["Redaction", "find_leaks", "read_map", "redact", "redaction", "reveal", "write_map"]
