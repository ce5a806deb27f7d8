"""What messages may have in common: pairs of a message and a value, for whole tables.

Each table has `message`, `value` (case folded) and `spelled` (as it is printed).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from tracekit.evidence import Facts
from tracekit.evidence.quarantine import is_quarantine
from tracekit.evidence.signs import is_delivery
from tracekit.journeys import are_submissions

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis


def domain_of(addresses: pd.Series) -> pd.Series:
    """Return what stands behind the last @ of each address."""
    return addresses.astype("str").str.extract("@([^@]*)$", expand=False)


def _of_messages(facts: Facts, column: str) -> pd.DataFrame:
    return _pairs(facts.messages.index.to_series(), facts.messages[column])


def _of_journeys(facts: Facts, column: str) -> pd.DataFrame:
    return _pairs(facts.journeys["message"], facts.journeys[column])


def _hosts(facts: Facts) -> pd.DataFrame:
    """Servers outside Microsoft that mail was handed to, or waited for."""
    events = facts.events
    named = events["event"].isin(["Send external", "Defer", "Fail"]) & ~events["microsoft_host"]
    return _pairs(events["message"].where(named), events["host"])


def _time(facts: Facts) -> pd.DataFrame:
    """All messages share that they have a time: what began or ended is about a span of it."""
    numbers = facts.messages.index.to_series()
    return _pairs(numbers, pd.Series("time", index=numbers.index, dtype="str"))


def rules_of(facts: Facts) -> pd.DataFrame:
    """Rules that matched, by name; one of which only the ID is known by its ID."""
    events = facts.events
    return _pairs(events["message"], events["rule_name"].fillna(events["rule_id"]))


def failures_of(facts: Facts) -> pd.DataFrame:
    """Codes of failures: the enhanced one, and where none is printed the reply code."""
    events = facts.events
    failed = events["event"].eq("Fail").fillna(False)
    codes = events["enhanced_code"].fillna(events["smtp_code"])
    return _pairs(events["message"].where(failed), codes)


def past_the_gateway(diagnosis: Diagnosis) -> pd.Series:
    """Mark the messages that were delivered with no sign of the gateway, where others show one.

    Each stands here once, is not internal as far as is known, and is for a domain to which other
    mail came through the gateway. That points; it proves nothing: a record may be missing.
    """
    facts, messages = diagnosis.facts, diagnosis.messages
    came = diagnosis.outcomes["gateway"]
    open_question, empty = came.isin(["cannot-tell", "trace-empty"]), came.eq("trace-empty")
    handed = facts.has_journey(facts.journeys["handed"]) | (empty & messages["journeys"].gt(1))
    domain, sender = domain_of(messages["recipient"]), domain_of(messages["sender"])
    status = facts.journeys["status"]
    delivered = facts.has(is_delivery(facts)) & ~facts.has(is_quarantine(facts))
    delivered |= empty & facts.has_journey(status.isin(["Delivered", "Filtered as spam"]))
    own = domain.str.casefold().isin(domain[handed].dropna().str.casefold().unique())
    outgoing = facts.has(are_submissions(facts.events)) | facts.has_journey(
        facts.journeys["direction"].str.casefold().isin(["originating", "intraorg", "internal"])
    )
    internal = outgoing | sender.str.casefold().eq(domain.str.casefold())
    return open_question & delivered & own & ~handed & ~internal & messages["journeys"].eq(1)


def _of_domains(column: str) -> Callable[[Facts], pd.DataFrame]:
    def pairs(facts: Facts) -> pd.DataFrame:
        return _pairs(facts.messages.index.to_series(), domain_of(facts.messages[column]))

    return pairs


def _pairs(messages: pd.Series, values: pd.Series) -> pd.DataFrame:
    pairs = pd.DataFrame({"message": messages.to_numpy(), "value": values.to_numpy()}).dropna()
    spelled = pairs["value"].astype("str").str.strip()
    folded = spelled.str.casefold()
    pairs = pairs.assign(value=folded, spelled=spelled, message=pairs["message"].astype("int64"))
    return pairs[folded.ne("")].drop_duplicates(["message", "value"], ignore_index=True)


DIMENSIONS: dict[str, Callable[[Facts], pd.DataFrame]] = {
    "sender": lambda facts: _of_messages(facts, "sender"),
    "sender_domain": _of_domains("sender"),
    "recipient": lambda facts: _of_messages(facts, "recipient"),
    "recipient_domain": _of_domains("recipient"),
    "connector": lambda facts: _of_journeys(facts, "connector"),
    "rule": rules_of,
    "host": _hosts,
    "time": _time,
}
