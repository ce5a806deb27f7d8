"""What a bounce in an input says of one message, kept for the journeys that are read beside it.

Facts: Microsoft, non-delivery reports in Exchange Online: without a remote server, the generating
server refused the message; "Remote Server at <host> returned" and "Message rejected by" name it. A
server of Exchange Online writes its own name in brackets behind its answer (real reports in public
tickets). The first Message-ID of a report that came as mail is its own; that of the message stands
below, behind the words that say what could not be delivered.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.model import MessageTrace
from tracekit.readers.bounces import NAMED, parse_bounce
from tracekit.readers.fragments import answered
from tracekit.readers.given import Given

_LONGEST = 300_000
_BEGINNINGS = (*NAMED, "diagnostic information for administrators", "reporting-mta:",
               "final-recipient:")  # fmt: skip
# What stands before an answer: "Remote Server at mx.example.net (192.0.2.1) returned '".
_REMOTE = re.compile(r"remote server(?: at ([\w.-]{1,255})(?: ?\([^()\n]{0,80}\))?)? returned")
_MICROSOFT = re.compile(r"\[([\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.outlook\.com)[\]\s]", re.I)
_BEFORE = 400
_CODES = ("smtp_code", "enhanced_code", "inner_code", "token")


def with_bounce(trace: MessageTrace, given: Given) -> MessageTrace:
    """Add a row to `extra` where a bounce names its message, its recipient and a code.

    Columns: bounce (the answer of the server), bounce_<code> for each code that it holds,
    bounce_message_id, bounce_sender, bounce_recipient, bounce_subject, bounce_host (who answered),
    bounce_reporter (who wrote the bounce), and bounce_remote: "true" where another server than the
    reporter answered. All of them are text.
    """
    if given.size > _LONGEST or (row := _row(given)) is None:
        return trace
    return replace(trace, extra=pd.concat([trace.extra, row], ignore_index=True))


def _is_final(codes: dict[str, str]) -> bool:
    """A code 4 without a 5 before it says that it is tried again, which is no end."""
    code = codes.get("enhanced_code") or ""
    return bool(code) and "5" in (code[0], (codes.get("smtp_code") or "?")[0])


def _row(given: Given) -> pd.DataFrame | None:
    text, folded = given.text, given.text.casefold()
    places = [at for words in _BEGINNINGS if (at := folded.find(words)) >= 0]
    if not places or len(text) != len(folded):
        return None
    begin = text.rfind("\n", 0, min(places)) + 1
    at, said = next(answered(text[begin:]), (0, ""))
    codes = decode_reason(said) if said else {}
    bounce = parse_bounce(text[begin:])
    if not (bounce.message_id and bounce.recipient and _is_final(codes)):
        return None
    remote = _remote(text[begin:], at, said)
    named = _MICROSOFT.search(said)
    told = {
        "bounce": said, "bounce_message_id": bounce.message_id,
        "bounce_sender": bounce.sender or None, "bounce_recipient": bounce.recipient,
        "bounce_subject": bounce.subject or None,
        "bounce_host": (remote and remote[1]) or bounce.refused_by or (named and named[1]) or None,
        "bounce_reporter": bounce.reported_by or None, "bounce_remote": remote and "true",
        "bounce_reason": codes.get("reason"),
        **{f"bounce_{name}": codes.get(name) for name in _CODES},
    }  # fmt: skip
    row = {"source": given.name, "line": text.count("\n", 0, begin) + 1, **told}
    return pd.DataFrame([row]).astype({"line": "Int64", **dict.fromkeys(["source", *told], "str")})


def _remote(text: str, line: int, said: str) -> re.Match | None:
    """Find the words before an answer which say that another server gave it."""
    lines = text.split("\n", line)
    start = sum(len(one) + 1 for one in lines[: line - 1])
    at = text.find(said[:20], start)
    found = list(_REMOTE.finditer(text[max(0, at - _BEFORE) : max(0, at)].casefold()))
    return found[-1] if found else None
