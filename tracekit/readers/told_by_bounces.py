"""What the bounces in an input say of each message, kept for the journeys that are read beside it.

Facts: Microsoft, non-delivery reports in Exchange Online: without a remote server, the generating
server refused the message; "Remote Server at <host> returned" and "Message rejected by" name it. A
server of Exchange Online writes its own name in brackets behind its answer (real reports in public
tickets). The first Message-ID of a report that came as mail is its own; that of the message stands
below, behind the words that say what could not be delivered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.model import MessageTrace, table
from tracekit.readers.bounce_answers import Answer, answers_in, own_name, reporter_above
from tracekit.readers.bounce_fields import DeliveryStatus, delivery_status
from tracekit.readers.bounce_text import Piece, pieces
from tracekit.readers.bounces import NAMED, Bounce, parse_bounce
from tracekit.readers.fragments import ANSWER
from tracekit.readers.given import Given
from tracekit.readers.headers.dates import only_date
from tracekit.readers.returned import Returned, returned
from tracekit.text import one_line

_LONGEST = 300_000
# Headings of the part for administrators: English, French, Italian, German, Spanish, Swedish (seen
# in public tickets and bounce parsers).
_HEADINGS = ("diagnostic information for administrators",
             "informations de diagnostic pour les administrateurs",
             "informazioni di diagnostica per gli amministratori",
             "diagnoseinformationen für administratoren",
             "información de diagnóstico para los administradores", "diagnostisk information f",
             "mail system at host", "reporting-mta:", "final-recipient:")  # fmt: skip
_HEADING = re.compile("|".join(re.escape(words) for words in _HEADINGS), re.IGNORECASE)
_BEGIN = re.compile("|".join(map(re.escape, (*NAMED, *_HEADINGS))), re.IGNORECASE)
_UNREAD = (
    "This reads like a bounce, but no answer of a mail server was found in it, so nothing was "
    "taken from it. An answer begins with a code such as 550 5.1.1. Read the whole bounce, as a "
    "file, or look by hand at what stands here."
)
_ID = re.compile(r"^[ \t]*message[ -]id[ \t]*:[ \t]*<", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
_CODES = ("smtp_code", "enhanced_code", "inner_code", "token")
_MOST, _MOST_STARTS = 200, 1000


@dataclass(frozen=True)
class _Said:
    """One answer about one recipient."""

    recipient: str
    said: str
    codes: dict[str, str]
    host: str
    remote: bool


def with_bounce(trace: MessageTrace, given: Given) -> MessageTrace:
    """Add a row to `extra` for each message and recipient that a bounce of failure names.

    Columns: bounce (the answer of the server), bounce_<code> for each code that it holds,
    bounce_reason, bounce_message_id (missing where the bounce names none), bounce_sender,
    bounce_recipient, bounce_subject, bounce_host (who answered), bounce_reporter (who wrote the
    bounce), bounce_remote: "true" where another server than the reporter answered, bounce_received
    (ISO 8601, UTC: when the reporter, or Microsoft, took the message), bounce_taken_by and
    bounce_taken_at (the first server of Microsoft's that its header names). All of them are text.
    """
    if given.size > _LONGEST and not _is_mail(given):
        return trace
    rows = list(_rows(given))[:_MOST]
    if not rows:
        return _with_unread(trace, given)
    told = pd.DataFrame(rows)
    texts = dict.fromkeys(told.columns.drop("line"), "str")
    told = told.astype({"line": "Int64", **texts})
    return replace(trace, extra=pd.concat([trace.extra, told], ignore_index=True))


def _with_unread(trace: MessageTrace, given: Given) -> MessageTrace:
    """Account for the words of a bounce in which nothing was found."""
    text = given.text[:_LONGEST]
    heading = _HEADING.search(text)
    if not heading or ANSWER.search(text) or delivery_status(text).recipients:
        return trace
    row = {"source": given.name, "line": text.count("\n", 0, heading.start()) + 1, "kind": "lost",
           "text": one_line(text[heading.start() :][:2000])[:500], "reason": _UNREAD}  # fmt: skip
    problems = pd.concat([trace.problems, table("problems", [row])], ignore_index=True)
    return replace(trace, problems=problems)


def _is_mail(given: Given) -> bool:
    return b"multipart/report" in given.head[:20_000]


def _rows(given: Given) -> Iterator[dict]:
    text = given.text[:_LONGEST]
    for piece in pieces(text):
        for line, told in _bounces(piece):
            place = _place_in(text, piece) if piece.unpacked else line
            yield from ({"source": given.name, "line": place, **row} for row in _told(told))


def _place_in(text: str, piece: Piece) -> int:
    """The line of a saved report where its delivery status begins, else its first one."""
    lines = text.replace("\r\n", "\n").split("\n")
    places = (n for n, line in enumerate(lines[piece.line - 1 :], piece.line)
              if line.casefold().startswith(("reporting-mta:", "final-recipient:")))  # fmt: skip
    return next(places, piece.line)


def _bounces(piece: Piece) -> Iterator[tuple[int, str]]:
    """Cut a text into bounces, each with the line where it begins; a saved report is one."""
    text = piece.text
    if piece.unpacked:
        yield piece.line, text
        return
    begun = islice(_BEGIN.finditer(text), _MOST_STARTS)
    starts = [text.rfind("\n", 0, match.start()) + 1 for match in begun]
    if not starts:
        # In another language: an answer below the address of its recipient, and a header below it.
        starts = [0] if _ID.search(text) and any(a.recipient for a in answers_in(text)) else []
    if not starts:
        return
    with_ids = bool(_ID.search(text))
    cuts, answers = starts[:1], [match.start() for match in ANSWER.finditer(text)]
    for start in starts[1:]:
        answered = bisect_left(answers, cuts[-1]) < bisect_left(answers, start)
        if answered and _is_whole(text[cuts[-1] : start], text[start : start + 600], with_ids):
            cuts.append(start)
    for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield piece.line + text.count("\n", 0, begin), text[begin:end]


def _is_whole(before: str, after: str, with_ids: bool) -> bool:
    """Does another bounce begin behind this text, which holds an answer?

    Where no bounce names its Message-ID, another recipient is another one.
    """
    if _ID.search(before):
        return True
    other = parse_bounce(after).recipient or next((a.recipient for a in answers_in(after)), "")
    return not with_ids and bool(other) and other.casefold() not in before.casefold()


def _told(text: str) -> Iterator[dict]:
    """The rows of one bounce: one a recipient, of failures alone."""
    names, status, mail = parse_bounce(text), delivery_status(text), returned(text)
    answers = answers_in(text)
    found = _by_fields(status, answers) if status.recipients else _by_words(names, answers)
    told: dict[str, _Said] = {}
    # Of two answers about one recipient the one with an enhanced code says more.
    for one in sorted(found, key=lambda one: not one.codes.get("enhanced_code")):
        told.setdefault(one.recipient.casefold(), one)
    reporter = status.message.get("reporting-mta") or names.reported_by or reporter_above(text)
    for one in told.values():
        yield _row(one, names, status, mail, reporter)


def _by_fields(status: DeliveryStatus, answers: list[Answer]) -> Iterator[_Said]:
    for group in status.recipients:
        recipient = group.get("final-recipient") or group["original-recipient"]
        if group.get("action", "failed").casefold() != "failed":
            continue
        said = group.get("diagnostic-code", "")
        codes, code = decode_reason(said) if said else {}, _STATUS.match(group.get("status", ""))
        if code and not codes.get("enhanced_code"):
            codes = {**codes, "enhanced_code": code[0]}
        words = next((a for a in answers if a.recipient.casefold() == recipient.casefold()), None)
        host = group.get("remote-mta") or (words.host if words else "") or own_name(said)
        if "action" in group or is_final(codes):
            remote = "remote-mta" in group or bool(words and words.remote)
            yield _Said(recipient, said or f"Status {code[0] if code else 'not given'}", codes,
                        host.split(" ")[0], remote)  # fmt: skip


def _by_words(names: Bounce, answers: list[Answer]) -> Iterator[_Said]:
    for answer in answers:
        recipient = answer.recipient or names.recipient
        if recipient and is_final(answer.codes):
            host = answer.host if answer.remote else names.refused_by or answer.host
            yield _Said(recipient, answer.said, answer.codes, host, answer.remote)


def is_final(codes: dict[str, str]) -> bool:
    """A code 4 without a 5 before it says that it is tried again, which is no end.

    >>> is_final({"smtp_code": "550", "enhanced_code": "4.4.7"}), is_final({"smtp_code": "451"})
    (True, False)
    """
    return any((codes.get(name) or "").startswith("5") for name in ("smtp_code", "enhanced_code"))


def _row(
    one: _Said, names: Bounce, status: DeliveryStatus, mail: Returned, reporter: str
) -> dict[str, str | None]:
    arrived = only_date(status.message.get("arrival-date", ""))
    received = mail.taken_at or (arrived and arrived.time) or mail.date
    told = {
        "bounce": one.said, "bounce_message_id": mail.message_id or names.message_id,
        "bounce_sender": names.sender or status.message.get("x-postfix-sender") or mail.sender,
        "bounce_recipient": one.recipient, "bounce_subject": mail.subject or names.subject,
        "bounce_host": one.host or names.refused_by, "bounce_reporter": reporter,
        "bounce_remote": "true" if one.remote else "",
        "bounce_received": received and received.isoformat(),
        "bounce_taken_by": mail.taken_by,
        "bounce_taken_at": mail.taken_at and mail.taken_at.isoformat(),
        "bounce_reason": one.codes.get("reason"),
        **{f"bounce_{name}": one.codes.get(name) for name in _CODES},
    }  # fmt: skip
    return {name: value or None for name, value in told.items()}
