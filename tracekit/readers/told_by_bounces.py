"""What a bounce in an input says of one message, kept for the journeys that are read beside it.

Facts: Microsoft, non-delivery reports in Exchange Online: without a remote server, the generating
server refused the message. The first Message-ID of a report that came as mail is its own; that of
the message stands below, behind the words that say what could not be delivered.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.model import MessageTrace
from tracekit.readers.bounces import NAMED, parse_bounce
from tracekit.readers.fragments import answered
from tracekit.readers.given import Given

_LONGEST = 300_000
_BEGINNINGS = (*NAMED, "diagnostic information for administrators", "final-recipient:")
_CODES = ("smtp_code", "enhanced_code", "inner_code", "token")


def with_bounce(trace: MessageTrace, given: Given) -> MessageTrace:
    """Add a row to `extra` where a bounce names its message, its recipient and a code.

    Columns: bounce (the answer of the server), bounce_message_id, bounce_recipient, bounce_host and
    bounce_<code> for each code that the answer holds. All of them are text.
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
    said = next((told for _, told in answered(text[begin:])), "")
    codes = decode_reason(said) if said else {}
    bounce = parse_bounce(text[begin:])
    if not (bounce.message_id and bounce.recipient and _is_final(codes)):
        return None
    told = {
        "bounce": said, "bounce_message_id": bounce.message_id,
        "bounce_recipient": bounce.recipient,
        "bounce_host": bounce.refused_by or bounce.reported_by or None,
        **{f"bounce_{name}": codes.get(name) for name in _CODES},
    }  # fmt: skip
    row = {"source": given.name, "line": text.count("\n", 0, begin) + 1, **told}
    return pd.DataFrame([row]).astype({"line": "Int64", **dict.fromkeys(["source", *told], "str")})
