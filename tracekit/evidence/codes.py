"""Whose decision a status code is, and which row of a message holds the code that decided."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from tracekit.decode.reason import decode_reason
from tracekit.evidence.base import Evidence, weakened
from tracekit.evidence.bounced import are_told_by_bounce
from tracekit.evidence.complete import is_in_one_log
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import has_lost_its_server, is_failure
from tracekit.journeys import are_submissions
from tracekit.knowledge import find_code
from tracekit.knowledge.outside import may_quote_another_server, quotes_another_server

# The host that takes the mail of one domain: contoso-com.mail.protection.outlook.com; for Outlook's
# own domains x-com.olc.protection.outlook.com; with DNSSEC contoso-com.a-v1.mx.microsoft.
_EDGE = re.compile(r"^([a-z0-9-]+)\.(?:(?:mail|olc)\.protection\.outlook\.com|"
                   r"[a-z0-9]-v1\.mx\.microsoft)\.?$")  # fmt: skip
EXPIRED = ("4.4.7", "5.4.7", "5.4.300")  # the queue gave up: the last try before it says why
# Codes of a hand-over that got no connection (Microsoft's connector mail flow pages).
NO_CONNECTION = ("4.4.312", "4.4.315", "4.4.316", "4.4.317", "4.4.318", "4.7.320",
                 "5.4.312", "5.4.315", "5.4.316", "5.4.317", "5.4.318", "5.7.320")  # fmt: skip
# What the number of a code speaks of, where its entry in smtp_codes.toml says nothing else.
_ABOUT = {
    "routing": re.compile(r"[45]\.4\.|[45]\.7\.32[0-9]$"),
    "recipient": re.compile(
        r"[45]\.1\.(?!8$|90$)|[45]\.2\.|[45]\.7\.1[23][0-9]$|5\.7\.193$"),
    "limits": re.compile(r"5\.1\.8$|5\.1\.90$|5\.7\.23[23]$|5\.7\.70[0-24-9]$"),
    "rule": re.compile(r"5\.7\.9[0-9]{2}$|5\.7\.171$"),
}  # fmt: skip


def is_about(facts: Facts, what: str) -> pd.Series:
    """Mark the events whose code speaks of routing, recipient, limits, rule, remote or moderator.

    The code behind an arrow counts as well, unless the words in front say that the other side
    refused: then it is the other side's. What the entry of a code says comes before its number.
    "own finding": what Microsoft 365 found at the other server, which did not answer so.
    """
    known = _spoken_of(facts)
    return known[what] if what in known else pd.Series(False, index=facts.events.index)


@once
def _spoken_of(facts: Facts) -> dict[str, pd.Series]:
    """Return what the codes here speak of, and for each such word the events that do."""
    events = facts.events
    coded = (events["enhanced_code"].notna() | events["inner_code"].notna()).to_numpy()
    if not coded.any():
        return {}
    columns = [events[name].to_numpy(dtype=object, na_value="")[coded]
               for name in ("event", "enhanced_code", "inner_code", "token", "reason")]  # fmt: skip
    number: dict[tuple[str, ...], int] = {}
    at = [number.setdefault(key, len(number)) for key in zip(*columns, strict=True)]
    words = [_words(*key) for key in number]
    found = {}
    for what in sorted(set().union(*words)):
        mask = np.zeros(len(events), dtype=bool)
        mask[coded] = np.array([what in told for told in words])[at]
        found[what] = pd.Series(mask, index=events.index)
    return found


def _words(event: str, code: str, inner: str, token: str, reason: str) -> frozenset[str]:
    """Say what one code speaks of: the word of its entry, or those of its number."""
    if code and event in ("Fail", "Defer"):
        if quotes_another_server(code, reason):
            return frozenset(["remote"])
        if inner and may_quote_another_server(reason):
            return _words_behind(inner, reason.rpartition("->")[2])
        entry = find_code(inner or code, token, reason)
        if entry and entry.decided_by:
            return frozenset([entry.decided_by, *["own finding"] * entry.own_finding])
    return _of_number(code, inner)


def _of_number(*codes: str) -> frozenset[str]:
    return frozenset(what for what, number in _ABOUT.items() if any(map(number.match, codes)))


def _words_behind(code: str, said: str) -> frozenset[str]:
    """Say what a code behind an arrow speaks of: another server's, but for Microsoft's own words.

    Microsoft's own are those with a token (the store refused), and what it found on the way.
    """
    answer = decode_reason(said)
    entry = find_code(code, answer.get("token", ""), answer.get("reason", ""))
    if entry and entry.decided_by == "routing":
        return frozenset(["routing", *["own finding"] * entry.own_finding])
    by_number = _of_number(code)
    if "routing" in by_number:
        return by_number
    if "token" in answer:
        return frozenset([entry.decided_by]) if entry and entry.decided_by else by_number
    return frozenset(["remote"])


def is_edge_of_a_domain(host: str) -> bool:
    """Does a host take the mail of one domain for Microsoft 365?

    >>> is_edge_of_a_domain("contoso-com.mail.protection.outlook.com")
    True
    """
    return bool(_EDGE.match(host.casefold()))


@once
def at_recipients_edge(facts: Facts) -> pd.Series:
    """Mark the events at the host that takes the mail of the recipient's domain, another tenant's.

    Microsoft runs it, but the answer is the recipient's organization's; at a host of Outlook's own
    domains (olc) it is the mailbox provider's. The log of a server of one's own may show the own
    tenant's host as well: there only mail counts that was submitted here, or is called outgoing.
    """
    events = facts.events
    host = events["host"].str.casefold()
    label = host.str.extract(_EDGE)[0]
    if not label.notna().any():
        return label.notna()
    outlook = host.str.contains(".olc.protection.", regex=False).fillna(False).astype(bool)
    theirs, ours = (facts.messages[who].str.extract(r"@(.*)$")[0].str.casefold().str.replace(
        ".", "-").reindex(events["message"]).set_axis(events.index)
        for who in ("recipient", "sender"))  # fmt: skip
    named = (label.eq(theirs) & label.ne(ours)).fillna(False).astype(bool)
    return outlook & label.notna() | named & (is_leaving(facts) | ~_in_one_log(facts))


@once
def is_leaving(facts: Facts) -> pd.Series:
    """Mark the events of messages that were submitted here, or that the source calls outgoing."""
    leaving = facts.journeys["direction"].str.casefold().isin(["originating", "outbound"])
    out = facts.has(are_submissions(facts.events)) | facts.has_journey(leaving)
    return facts.events["message"].map(out).fillna(False).astype(bool)


def _in_one_log(facts: Facts) -> pd.Series:
    return facts.events["message"].map(is_in_one_log(facts)).fillna(False).astype(bool)


@once
def last_tries(facts: Facts) -> pd.Series:
    """Mark the last Defer before a message expired in the queue: it has the answer, the end none.

    Where the end names a server, only a try at that one, or at none that is named, counts.
    """
    events = facts.events
    if not is_failure(facts).any():
        return is_failure(facts)
    end = events.loc[_expired_without_a_reason(facts), ["journey", "host"]]
    asked = end.drop_duplicates("journey", keep="last").set_index("journey")["host"]
    coded = events["enhanced_code"].notna() | events["smtp_code"].notna()
    tried = events["event"].eq("Defer") & coded & events["journey"].isin(end["journey"])
    last = events["seq"].where(tried).groupby(events["journey"]).transform("max")
    tried &= events["seq"].eq(last).fillna(False)
    server = events["journey"].map(asked.str.casefold())
    same = server.isna() | events["host"].isna() | events["host"].str.casefold().eq(server)
    nobody = events["journey"].isin(ends_without_a_server(facts))
    return tried & (nobody | same.fillna(True).astype(bool))


@once
def _expired_without_a_reason(facts: Facts) -> pd.Series:
    """Mark the failures of the queue itself, which have no last error."""
    events = facts.events
    return (is_failure(facts) & events["enhanced_code"].isin(EXPIRED)
            & events["inner_code"].isna())  # fmt: skip


@once
def ends_without_a_server(facts: Facts) -> pd.Series:
    """Return the journeys that expired in the queue, and whose end names no server outside."""
    events = facts.events
    nobody = events["host"].isna() | events["microsoft_host"]
    return events.loc[_expired_without_a_reason(facts) & nobody, "journey"]


@once
def stops_by_route(facts: Facts) -> pd.Series:
    """Mark the rows that stop a message for the route: not what merely expired in the queue.

    Greylisting, a full mailbox or a busy store end there with the same words.
    """
    return stopping(facts) & is_about(facts, "routing") & ~_expired_without_a_reason(facts)


@once
def stopping(facts: Facts) -> pd.Series:
    """Mark the row whose code may have decided: the last failure, or a last defer still open.

    Of a message that expired in the queue it is the last try. Asked once it is known where a
    message is.
    """
    events, tried = facts.events, facts.events["event"].eq("Defer")
    if not (tried | is_failure(facts)).any():
        return pd.Series(False, index=events.index)
    pending = events["message"].map(facts.outcome("disposition").eq("pending")).fillna(False)
    failed = is_failure(facts) & events["final"]
    waiting = tried & pending.astype(bool) & events["final"]
    rows = failed | (waiting & ~events["message"].isin(events.loc[failed, "message"]))
    if not rows.any():
        return rows
    last = events["seq"].where(rows).groupby(events["journey"]).transform("max")
    tries = last_tries(facts)
    rows &= events["seq"].eq(last).fillna(False)
    return (rows & ~events["journey"].isin(events.loc[tries, "journey"])) | (
        tries & events["final"])  # fmt: skip


def by_bounce(facts: Facts, rows: pd.Series, found: Evidence) -> Evidence:
    """Weaken an answer where the code is not in the trace, but in a bounce that was read beside."""
    told = facts.has(rows & are_told_by_bounce(facts))
    return weakened(found, told, "The code stands in a bounce, not in the trace.")


def unless_cut(facts: Facts, rows: pd.Series, found: Evidence) -> Evidence:
    """Weaken an answer where it was cut off which server gave the code, or in which words."""
    cut = weakened(found, facts.has(rows & has_lost_its_server(facts)), "Its detail is cut off, so"
                   " another server may have answered.")  # fmt: skip
    return by_bounce(facts, rows, cut)
