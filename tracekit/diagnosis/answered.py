"""Which server answered with which code, as the rows of an answered question show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.diagnosis.quoting import plain
from tracekit.diagnosis.step import Step
from tracekit.evidence.codes import at_recipients_edge, is_edge_of_a_domain
from tracekit.evidence.microsoft_hosts import are_microsoft_hosts
from tracekit.knowledge import find_code
from tracekit.knowledge.outside import (
    find_outside_answer,
    quotes_another_server,
    who_acts_elsewhere,
)

if TYPE_CHECKING:
    from tracekit.diagnosis.case import Case

_TOLD = ["journey", "seq", "time", "host", "ip", "smtp_code", "enhanced_code", "inner_code",
         "token", "reason", "folder", "rule_name", "action"]  # fmt: skip
# The tokens of Exchange, whose codes mean the same in every organization (ms-transport-texts).
_EXCHANGE = re.compile(r"(?:RESOLVER|STOREDRV|TRANSPORT|APPROVAL|ROUTING|SMTPSEND)\b", re.I)
_ARROW = re.compile(r"-> *(?=[2-5][0-9][0-9][ -])")


@dataclass(frozen=True)
class Answered:
    """An answer of a mail server: who gave it, its codes, its words, and what it stands for.

    `host`, `ip` and `words` are a stranger's, in one line and bounded; empty where not known.
    `quoted`: the code is the one by which Microsoft 365 tells of the answer, which is not here.
    `passes`: a later try that is taken leaves nothing to do.
    """

    host: str
    ip: str
    code: str
    words: str
    time: pd.Timestamp | None
    title: str
    who: str
    fix: str
    quoted: bool = False
    passes: bool = False

    def told(self) -> str:
        """Say in one line who answered, when (in UTC) and what, word for word."""
        parts = (self.host or "the server", f"({self.ip})" if self.ip else "",
                 f"at {self.time:%Y-%m-%d %H:%M} UTC" if self.time is not None else "")  # fmt: skip
        return f"{' '.join(filter(None, parts))}: {self.code} {self.words}".rstrip()


def answer_in(case: Case, step: Step) -> Answered | None:
    """Return the last answer with a known meaning among the rows of a step, if there is one.

    A 2 at the front of a code means that a server took it: nothing that is asked for here.
    """
    rows = events_of(case, step)
    said = (_read(row) for row in rows[::-1])
    return next((answer for answer in said if answer), None)


def who_acts(case: Case, step: Step, who: str) -> str:
    """Who acts on a code of Microsoft's: that another organization's server gave, their admin."""
    if case.diagnosis is None:
        return who
    events = case.diagnosis.facts.events
    theirs = events[at_recipients_edge(case.diagnosis.facts) & events["message"].eq(case.number)]
    told = set(places_of(theirs)) & set(places_of(step.rows[step.rows["table"].eq("events")]))
    return who_acts_elsewhere(who) if told else who


def events_of(case: Case, step: Step) -> list[dict]:
    """The rows of a step as events, with what was decoded from them."""
    named = step.rows.loc[step.rows["table"].eq("events"), ["journey", "seq"]]
    wanted = set(places_of(named))
    return [event for place, event in case.told_events if place in wanted] if wanted else []


def told_events(events: pd.DataFrame) -> list[tuple[tuple[int, int], dict]]:
    """Return each event, with what was decoded from it, beside its journey and number there."""
    return list(zip(places_of(events), events[_TOLD].to_dict("records"), strict=True))


def places_of(rows: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Return journey and number of each row; -1 where it has none."""
    journey, seq = (rows[name].to_numpy(dtype="int64", na_value=-1) for name in ("journey", "seq"))
    return zip(journey.tolist(), seq.tolist(), strict=True)


def _read(row: dict) -> Answered | None:
    outer, reason = _text(row["enhanced_code"]), _text(row["reason"])
    quoting = quotes_another_server(outer, reason)
    host = _text(row["host"])
    if quoting and _is_microsofts(host) and not is_edge_of_a_domain(host):
        host = ""  # the one that quotes, not the one that answered
    basic, enhanced, words = _answer_of(row)
    quoted = quoting and not _ARROW.search(reason)
    meaning = _meaning(host, enhanced, words, _text(row["token"]), quoted)
    code = " ".join(filter(None, (basic, enhanced)))
    if meaning is None or not code or code.startswith("2"):
        return None
    time = row["time"] if pd.notna(row["time"]) else None
    return Answered(plain(host, 100), plain(row["ip"], 45) if host else "", plain(code, 20),
                    plain(words, 300), time, quoted=quoted, **meaning)  # fmt: skip


def _answer_of(row: dict) -> tuple[str, str, str]:
    """Basic code, enhanced code and words of an answer: what stands behind an arrow, if any."""
    reason, inner = _text(row["reason"]), _text(row["inner_code"])
    said = _ARROW.split(reason)[-1] if _ARROW.search(reason) else ""
    if not inner and said:
        return said[:3], "", said[3:].lstrip(" -")
    if not inner:
        return _text(row["smtp_code"]), _text(row["enhanced_code"]), reason
    return said[:3], inner, said[3:].lstrip(" -").removeprefix(inner).strip()


def _meaning(host: str, code: str, words: str, token: str, quoted: bool) -> dict | None:
    """Title, who acts and what to do: Microsoft's own meaning holds for its own servers alone.

    It holds for a token of Exchange's as well, which is a server of another organization's here;
    what Microsoft 365 itself found there is no answer.
    """
    token = decode_reason(words).get("token", "") or token
    entry = find_code(code, token, words) if code else None
    if entry and entry.own_finding:
        return None
    if entry and (quoted or _EXCHANGE.match(token) or _is_microsofts(host)):
        return {"title": _small(entry.title), "who": who_acts_elsewhere(entry.who),
                "fix": entry.fix}  # fmt: skip
    answer = None if _is_microsofts(host) else find_outside_answer(code, words)
    return answer and {"title": answer.title, "who": answer.who, "fix": answer.fix,
                       "passes": answer.passes}  # fmt: skip


def _is_microsofts(host: str) -> bool:
    return bool(host) and bool(are_microsoft_hosts(pd.Series([host]))[0])


def _small(title: str) -> str:
    """A title as it stands within a sentence; names such as TLS or Microsoft stay as they are."""
    first, _, rest = title.partition(" ")
    small = first[:1].lower() + first[1:] if first[1:].islower() or len(first) == 1 else first
    return f"{small} {rest}".strip() if first != "Microsoft" else title


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
