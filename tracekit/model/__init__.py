"""The tables of a message trace and the one dictionary of their columns."""

from tracekit.model.columns import FLAG, INTEGER, LOCAL_TIME, SHARE, TEXT, UTC_TIME, Column
from tracekit.model.header_columns import HEADERS, HOPS
from tracekit.model.tables import TABLES, table
from tracekit.model.trace import MessageTrace

__all__ = [
    "FLAG",
    "HEADERS",
    "HOPS",
    "INTEGER",
    "LOCAL_TIME",
    "SHARE",
    "TABLES",
    "TEXT",
    "UTC_TIME",
    "Column",
    "MessageTrace",
    "table",
]
