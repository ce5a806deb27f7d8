"""Mini-languages inside fields, each a grammar table."""

from tracekit.decode.custom_data import attributes, items, problems_in
from tracekit.decode.details import decode_detail, decode_details, is_complete, known_end
from tracekit.decode.mep import mep, mep_attributes
from tracekit.decode.message_info import latencies, latency, originated
from tracekit.decode.network_id import id_time, suggest_offset
from tracekit.decode.reason import decode_reason
from tracekit.decode.recipient_status import (
    aligned_statuses,
    summary_status,
    summary_statuses,
)
from tracekit.decode.rule_hits import rule_hits
from tracekit.decode.source_context import smtp_reply, source_context
from tracekit.decode.verdicts import verdicts

__all__ = [
    "aligned_statuses",
    "attributes",
    "decode_detail",
    "decode_details",
    "decode_reason",
    "id_time",
    "is_complete",
    "items",
    "known_end",
    "latencies",
    "latency",
    "mep",
    "mep_attributes",
    "originated",
    "problems_in",
    "rule_hits",
    "smtp_reply",
    "source_context",
    "suggest_offset",
    "summary_status",
    "summary_statuses",
    "verdicts",
]
