"""One message header as rows: what it is, who decided what, and its way."""

from __future__ import annotations

import re
from dataclasses import asdict

from tracekit.readers.headers.antispam import antispam
from tracekit.readers.headers.authentication import authentication
from tracekit.readers.headers.blocks import Block
from tracekit.readers.headers.dates import only_date
from tracekit.readers.headers.known import is_gateway_header
from tracekit.readers.headers.lexing import addresses
from tracekit.readers.headers.lines import Field
from tracekit.readers.headers.received import Hop, read_received
from tracekit.readers.headers.trust import entrance, single
from tracekit.readers.headers.words import decode_words

_MESSAGE_ID = re.compile(r"<[^<>\r\n]{1,2000}>")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NETWORK_IDS = ("x-ms-exchange-organization-network-message-id",
                "x-ms-exchange-crosstenant-network-message-id")  # fmt: skip
_LONGEST_GATEWAY = 4000


class Message:
    """Rows of one block; `problems` collects what could not be understood, with its place."""

    def __init__(self, block: Block, source: str):
        self.block, self.source = block, source
        self.problems: list[dict] = []
        self.received = block.all("received")
        self.read = [read_received(f.value, f.cut) for f in self.received]
        self.message_id = self._message_id()
        self.key = {"block": block.number, "message_id": self.message_id, "source": source}

    def problem(self, kind: str, one: Field, reason: str) -> None:
        """Note what was not understood."""
        text = f"{one.name}: {one.value[:600]}"[:500]
        self.problems.append({"source": self.source, "line": one.line, "kind": kind, "text": text,
                              "reason": reason})  # fmt: skip

    def fields(self) -> list[dict]:
        """Return every field as given."""
        return [
            {**self.key, "order": f.order, "name": f.name, "value": decode_words(f.value),
             "line": f.line}
            for f in self.block.fields
        ]  # fmt: skip

    def hops(self) -> list[dict]:
        """Return the Received lines, oldest first, with the time between them."""
        rows: list[dict] = []
        before = None
        for number, (one, hop) in enumerate(zip(self.received[::-1], self.read[::-1], strict=True)):
            wait = int((hop.time - before).total_seconds()) if hop.time and before else None
            rows.append({**self.key, **asdict(hop), "hop": number + 1, "delay_seconds": wait,
                         "note": _note(hop, wait), "line": one.line})  # fmt: skip
            before = hop.time
            if hop.doubt:
                reason = f"This Received line was read in part: {hop.doubt}."
                self.problem(_kind(hop.doubt), one, reason)
        return rows

    def header(self) -> dict:
        """Return the row of the message."""
        door = entrance(self.block, self.read)
        verdicts, doubts = antispam(self.block, door)
        results, more = authentication(self.block, door)
        for one, reason in doubts + more:
            self.problem("ambiguous", one, reason)
        return {
            **self.key,
            "subject": self._one("subject", decode_words),
            "sender": self._sender(),
            "return_path": self._one("return-path", _first_address),
            "recipients": ", ".join(self._recipients()) or None,
            "date": self._date(),
            "network_message_id": self._network_id(),
            "entrance_line": door.line if door else None,
            **verdicts,
            **results,
            "gateway_headers": self._gateway(),
            "line": self.block.fields[0].line,
        }

    def _one(self, name: str, read) -> str | None:
        """Read a field that may stand there once; two different ones are left out."""
        fields = self.block.all(name)
        values = [read(f.value) or "" for f in fields]
        found = single(values)
        if found is None and any(values):
            self.problem("ambiguous", fields[1], f"There are several {fields[0].name} headers with "
                         "different values, so none was taken.")  # fmt: skip
        return found

    def _message_id(self) -> str | None:
        fields = self.block.all("message-id")
        ids = [m[0] if (m := _MESSAGE_ID.search(f.value)) else "" for f in fields]
        found = single(ids)
        if fields and found is None:
            why = "are several different ones" if any(ids) else "is no complete <...> in it"
            self.problem("ambiguous" if any(ids) else "unknown-text", fields[-1],
                         f"The Message-ID was not taken: there {why}.")  # fmt: skip
        return found

    def _sender(self) -> str | None:
        fields = self.block.all("from")
        found = {a.casefold(): a for f in fields if not f.cut for a in addresses(f.value)}
        if len(found) > 1:
            self.problem("ambiguous", fields[0], "From gives several addresses, so none was taken.")
        return next(iter(found.values())) if len(found) == 1 else None

    def _recipients(self) -> list[str]:
        fields = self.block.all("to", "delivered-to")
        found = [a for f in fields if not f.cut for a in addresses(f.value)]
        return list({a.casefold(): a for a in reversed(found)}.values())[::-1]

    def _date(self):
        fields = self.block.all("date")
        stamps = [only_date(f.value) for f in fields]
        times = {s.time for s in stamps if s and s.time}
        if len(times) == 1:
            return times.pop()
        if fields:
            why = (stamps[0].doubt or "there are several") if stamps[0] else "it cannot be read"
            kind = "zone" if "zone" in why else "date"
            self.problem(kind, fields[0], f"The Date header was not taken: {why}.")
        return None

    def _network_id(self) -> str | None:
        for name in _NETWORK_IDS:
            fields = self.block.all(name)
            ids = [f.value.strip().casefold() for f in fields]
            found = single([i if _GUID.fullmatch(i) else "" for i in ids])
            if found:
                return found
            if fields:
                self.problem("ambiguous", fields[-1], "The network message id was not taken: there "
                             "is no single complete one.")  # fmt: skip
                return None
        return None

    def _gateway(self) -> str | None:
        texts = [f"{f.name}: {decode_words(f.value[:_LONGEST_GATEWAY])}"
                 for f in self.block.fields if is_gateway_header(f.name)]  # fmt: skip
        return "; ".join(texts)[:_LONGEST_GATEWAY] or None


def _first_address(value: str) -> str:
    found = addresses(value)
    return found[0] if len(found) == 1 else ""


def _kind(doubt: str) -> str:
    return "zone" if "zone" in doubt else "date" if "date" in doubt else "unknown-text"


def _note(hop: Hop, wait: int | None) -> str | None:
    skew = "clock skew: this server's clock is behind the one before" if wait and wait < 0 else ""
    return "; ".join(filter(None, [skew, hop.doubt])) or None
