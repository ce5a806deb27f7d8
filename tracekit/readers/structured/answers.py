"""What other servers answered, and which server took a message, from the columns of a record."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import decode_detail
from tracekit.readers.structured.cells import STRING, Cells, one_piece
from tracekit.readers.structured.copies import Copies

_SPOKEN = ("smtp_code", "enhanced_code", "inner_code", "token", "reason", "host", "ip")
_SENDING = pa.array(["Send", "Send external"], STRING)
_ENDING = pa.array(["Fail", "Defer", "Drop", "DELIVERFAIL", "SUBMITFAIL", "SUBMITDEFER"], STRING)
# Where a server of Microsoft's stands between: who connected to that one.
_PROXIED = {
    "client_hostname": r"(?:\A|;)'?S:ProxiedClientHostname=(?P<it>[^;|']{1,255})",
    "client_ip": r"(?:\A|;)'?S:ProxiedClientIPAddress=(?P<it>[^;|']{1,60})",
}
_REPLY = r"(?:\A|;)(?P<smtp>[245][0-9]{2}) (?P<enhanced>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[ ;]|\z)"


def decoded_answers(
    cells: Cells, names: pa.DictionaryArray, copies: Copies
) -> dict[str, pa.ChunkedArray | pa.Array]:
    """Return detail, server, host, ip, codes and reason of each record and recipient.

    There is no sentence in these formats: the detail is recipient_status where it holds a code,
    else source_context, as printed. A status that cannot be told to be this recipient's is none.
    """
    event = names.cast(STRING).take(pa.array(copies.rows))
    host, address, context = (
        copies.of(cells.arrow(name)) for name in ("server_hostname", "server_ip", "source_context")
    )
    coded = pc.match_substring_regex(copies.status, r"(?:\A|[\[{=])[245][0-9]{2} |LED=")
    detail = pc.if_else(pc.fill_null(coded, False), copies.status, context)
    sending = pc.is_in(event, _SENDING)
    nothing = pa.scalar(None, STRING)
    received = pc.equal(event, "Receive")
    reply = pc.extract_regex(pc.if_else(sending, detail, nothing), _REPLY)
    found = {
        "detail": detail,
        "server": pc.if_else(received, host, nothing),
        "host": pc.if_else(sending, host, _client(cells, copies, received, "client_hostname")),
        "ip": pc.if_else(sending, address, _client(cells, copies, received, "client_ip")),
        "smtp_code": pc.struct_field(reply, "smtp"),
        "enhanced_code": pc.struct_field(reply, "enhanced"),
    }
    return {**found, **_spoken(detail, pc.is_in(event, _ENDING), found)}


def _client(cells: Cells, copies: Copies, received: pa.Array, column: str) -> pa.ChunkedArray:
    """Return what a record says of the server that Microsoft received the message from."""
    smtp = pc.fill_null(pc.equal(pc.utf8_upper(cells.arrow("component")), "SMTP"), False)
    behind = pc.struct_field(pc.extract_regex(cells.arrow("custom_data"), _PROXIED[column]), "it")
    named = pc.if_else(smtp, pc.coalesce(behind, cells.arrow(column)), pa.scalar(None, STRING))
    return pc.if_else(received, copies.of(named), pa.scalar(None, STRING))


def _spoken(
    detail: pa.ChunkedArray | pa.Array, ending: pa.Array, found: dict
) -> dict[str, pa.ChunkedArray | pa.Array]:
    """Decode the reasons of failures, delays and drops; each distinct text once."""
    spoken = pc.and_(pc.fill_null(ending, False), pc.is_valid(one_piece(detail)))
    rows = np.flatnonzero(spoken.to_numpy(zero_copy_only=False))
    texts = detail.take(pa.array(rows)).to_pylist()
    known = {text: decode_detail(text) for text in set(texts)}
    columns = {}
    for name in _SPOKEN:
        own = found.get(name)
        values = [known[text].get(name) for text in texts]
        if own is None and not any(values):
            continue
        column = np.full(len(detail), None, dtype=object)
        column[rows] = values
        told = pa.chunked_array([pa.array(column, STRING)])
        columns[name] = told if own is None else pc.coalesce(told, own)
    return columns
