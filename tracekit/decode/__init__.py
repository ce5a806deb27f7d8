"""Mini-languages inside fields, each a grammar table."""

from tracekit.decode.details import decode_detail, decode_details, is_complete
from tracekit.decode.reason import decode_reason

__all__ = ["decode_detail", "decode_details", "decode_reason", "is_complete"]
