"""What other servers answered, and which server took a message, from the columns of a record."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracekit.decode import decode_detail
from tracekit.readers.structured.cells import STRING, Cells, one_piece
from tracekit.readers.structured.copies import Copies

_SPOKEN = ("smtp_code", "enhanced_code", "inner_code", "token", "reason", "host", "ip")
_SENDING = pa.array(["Send", "Send external"], STRING)
_ANSWERED = pa.array(["Fail", "Defer"], STRING)
_ENDING = pa.array(["Fail", "Defer", "Drop", "DELIVERFAIL", "SUBMITFAIL", "SUBMITDEFER"], STRING)
# A status that has no code and begins with Microsoft's own word for it, as a rule of the mailbox
# leaves it: [Stage: DeliverPreDelivery];StoreDriver.Rules; message is deleted by mailbox rules.
_WORDED = r"\A(?:\[[^\[\]]{0,200}\];? ?){0,4}[A-Za-z][A-Za-z0-9]+(?:\.[A-Za-z][A-Za-z0-9]*)+[;:] "
# Where a server of Microsoft's stands between: who connected to that one.
_PROXIED = {
    "client_hostname": r"(?:(?:\A|;)'?S:ProxiedClientHostname=|\[ProxiedClientHostname,\s*)"
    r"(?P<it>[^;|'\]]{1,255})",
    "client_ip": r"(?:(?:\A|;)'?S:ProxiedClientIPAddress=|\[ProxiedClientIPAddress,\s*)"
    r"(?P<it>[^;|'\]]{1,60})",
}
# The next hop of mail that reached no server may be a group of servers, which is no host.
_HOST = r"^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\.?$"
_NO_ADDRESS = pa.array(["255.255.255.255", "0.0.0.0"], STRING)  # noqa: S104
_REPLY = r"(?:\A|;)(?P<smtp>[245][0-9]{2}) (?P<enhanced>[245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[ ;]|\z)"


def decoded_answers(
    cells: Cells, names: pa.DictionaryArray, copies: Copies
) -> dict[str, pa.ChunkedArray | pa.Array]:
    """Return detail, server, host, ip, codes and reason of each record and recipient.

    There is no sentence in these formats: the detail is recipient_status where it holds a code, or
    says why a message ended, else source_context, as printed. A status that cannot be told to be
    this recipient's is none.
    """
    event = names.cast(STRING).take(pa.array(copies.rows))
    host, address, context = (
        copies.of(cells.arrow(name)) for name in ("server_hostname", "server_ip", "source_context")
    )
    coded = pc.match_substring_regex(copies.status, r"(?:\A|[\[{=])[245][0-9]{2} |LED=")
    ending = pc.is_in(event, _ENDING)
    coded = pc.or_(coded, pc.and_(ending, pc.match_substring_regex(copies.status, _WORDED)))
    detail = pc.if_else(pc.fill_null(coded, False), copies.status, context)
    sending = pc.is_in(event, _SENDING)
    nothing = pa.scalar(None, STRING)
    received = pc.equal(event, "Receive")
    there, at = _answered(cells, names, copies)
    reply = pc.extract_regex(pc.if_else(sending, detail, nothing), _REPLY)
    found = {
        "detail": detail,
        "server": pc.if_else(received, host, nothing),
        "host": pc.coalesce(pc.if_else(sending, host, there),
                            _client(cells, copies, received, "client_hostname")),
        "ip": pc.coalesce(pc.if_else(sending, address, at),
                          _client(cells, copies, received, "client_ip")),
        "smtp_code": pc.struct_field(reply, "smtp"),
        "enhanced_code": pc.struct_field(reply, "enhanced"),
    }  # fmt: skip
    return {**found, **_spoken(detail, ending, found)}


def _answered(
    cells: Cells, names: pa.DictionaryArray, copies: Copies
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Return host and address of the server that failures and delays of SMTP name.

    It is the one that was asked. A row without its host may be of mail that was refused as it came
    in: then the address is the writer's own. Source: the rows FAIL and DEFER that Exchange writes.
    """
    host, address, component = (
        cells.arrow(name) for name in ("server_hostname", "server_ip", "component")
    )
    event, nothing = names.cast(STRING), pa.scalar(None, STRING)
    smtp = pc.and_(pc.equal(pc.utf8_upper(component), "SMTP"), pc.is_in(event, _ANSWERED))
    asked = pc.fill_null(pc.and_(smtp, pc.match_substring_regex(host, _HOST)), False)
    if pc.any(asked).as_py():
        own = _own_servers(cells, pc.or_(asked, pc.is_in(event, _SENDING)), asked)
        asked = pc.and_(asked, pc.invert(pc.is_in(pc.utf8_lower(host), own)))
    known = pc.and_(asked, pc.invert(pc.is_in(address, _NO_ADDRESS)))
    return (copies.of(pc.if_else(asked, host, nothing)),
            copies.of(pc.if_else(known, address, nothing)))  # fmt: skip


def _own_servers(cells: Cells, other: pa.ChunkedArray, asked: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the servers that the input shows at work on a message, in small letters."""
    at_work = cells.arrow("server_hostname").filter(pc.invert(other))
    writers = cells.arrow("client_hostname").filter(asked)
    return pc.unique(pc.utf8_lower(pa.chunked_array([*at_work.chunks, *writers.chunks], STRING)))


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
    known = {text: decode_detail(f"Reason: {text}" if re.match(_WORDED, text) else text)
             for text in set(texts)}  # fmt: skip
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
