"""What messages may have in common: pairs of a message and a value, for whole tables.

Text is worked on once for each distinct value: a hundred thousand messages have few senders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracekit.evidence import Facts
from tracekit.evidence.quarantine import is_quarantine
from tracekit.evidence.signs import is_delivery
from tracekit.journeys import are_submissions

if TYPE_CHECKING:
    from tracekit.diagnosis.diagnose import Diagnosis


@dataclass(frozen=True, eq=False)
class Pairs:
    """Messages and what they have of one dimension, each pair once.

    `message`: numbers. `value`: a number a pair, of `names` (case folded); `spelling`: a number a
    pair, of `spellings` (as they are printed).
    """

    message: np.ndarray
    value: np.ndarray
    names: pd.Series
    spelling: np.ndarray
    spellings: pd.Series

    def table(self) -> pd.DataFrame:
        """Return the pairs in words: message, value (case folded), spelled."""
        return pd.DataFrame({
            "message": self.message, "value": self.names.array.take(self.value),
            "spelled": self.spellings.array.take(self.spelling),
        })  # fmt: skip


def domains_of(addresses: pd.Series) -> pd.Series:
    """Return what stands behind the last @ of each address, case folded.

    >>> domains_of(pd.Series(["Ann@Example.com", "ann"])).fillna("(none)").tolist()
    ['example.com', '(none)']
    """
    number, names = pd.factorize(addresses)
    folded = _domains(pd.Series(names)).str.casefold().array
    return pd.Series(folded.take(number, allow_fill=True), index=addresses.index)


def _domains(addresses: pd.Series) -> pd.Series:
    return addresses.astype("str").str.extract("@([^@]*)$", expand=False)


def _of_messages(column: str) -> Callable[[Facts], Pairs]:
    return lambda facts: _pairs(facts.messages.index.to_series(), facts.messages[column])


def _of_domains(column: str) -> Callable[[Facts], Pairs]:
    return lambda facts: _pairs(facts.messages.index.to_series(), facts.messages[column], _domains)


def _of_journeys(column: str) -> Callable[[Facts], Pairs]:
    return lambda facts: _pairs(facts.journeys["message"], facts.journeys[column])


def _hosts(facts: Facts) -> Pairs:
    """Servers outside Microsoft that mail was handed to, or waited for."""
    events = facts.events
    named = events["event"].isin(["Send external", "Defer", "Fail"]) & ~events["microsoft_host"]
    return _pairs(events["message"].where(named), events["host"])


def _time(facts: Facts) -> Pairs:
    """All messages share that they have a time: what began or ended is about a span of it."""
    numbers = facts.messages.index.to_series()
    return _pairs(numbers, pd.Series("time", index=numbers.index, dtype="str"))


def rules_of(facts: Facts) -> Pairs:
    """Rules that matched, by name; one of which only the ID is known by its ID."""
    events = facts.events
    return _pairs(events["message"], events["rule_name"].fillna(events["rule_id"]))


def failures_of(facts: Facts) -> Pairs:
    """Codes of failures: the enhanced one, and where none is printed the reply code."""
    events = facts.events
    failed = events["event"].eq("Fail").fillna(False)
    codes = events["enhanced_code"].fillna(events["smtp_code"])
    return _pairs(events["message"].where(failed), codes)


def past_the_gateway(diagnosis: Diagnosis) -> dict[bool, pd.Series]:
    """Mark the messages that were delivered with no sign of the gateway, where others show one.

    Each stands here once, is not internal as far as is known, and is for a domain to which other
    mail came through the gateway; under True stand those for one with mailboxes here as well, as
    events show. That points; it proves nothing: a record may be missing.
    """
    facts, messages = diagnosis.facts, diagnosis.messages
    came = diagnosis.outcomes["gateway"]
    open_question, empty = came.isin(["cannot-tell", "trace-empty"]), came.eq("trace-empty")
    handed = facts.has_journey(facts.journeys["handed"]) | (empty & messages["journeys"].gt(1))
    domain, sender = domains_of(messages["recipient"]), domains_of(messages["sender"])
    way = directions(diagnosis)
    status = facts.journeys["status"]
    delivered = facts.has(is_delivery(facts)) & ~facts.has(is_quarantine(facts))
    here = delivered & bool(handed.any())
    delivered |= empty & facts.has_journey(status.isin(["Delivered", "Filtered as spam"]))
    own = domain.isin(domain[handed].dropna().unique())
    internal = way.ne(CAME_IN) | sender.eq(domain)
    past = open_question & delivered & ~handed & ~internal & messages["journeys"].eq(1)
    return {False: past & own, True: past & (own | here)}


CAME_IN, WENT_OUT, INSIDE = "came in from outside", "were sent out from here", "stayed inside"


def directions(diagnosis: Diagnosis) -> pd.Series:
    """Tell of each message whether it came in, was sent out from here, or stayed inside.

    What a mailbox handed in, or a direction says, was sent from here; so was mail of an own domain
    of which no event is known. Own domains are those that mailboxes here send from, and those that
    mail from outside is handed to the gateway for. What nothing is known of came in.
    """
    facts, messages = diagnosis.facts, diagnosis.messages
    said = facts.journeys["direction"].str.casefold()
    handed_in = facts.has(are_submissions(facts.events)) | facts.has_journey(
        said.isin(["originating", "intraorg", "internal"])
    )
    to, sender = domains_of(messages["recipient"]), domains_of(messages["sender"])
    handed = facts.has_journey(facts.journeys["handed"]) & ~handed_in
    own = {*sender[handed_in].dropna(), *to[handed].dropna()}
    silent = ~facts.has(facts.events["event"].notna())
    from_here = handed_in | (silent & sender.isin(own))
    way = pd.Series(CAME_IN, index=messages.index, dtype="str")
    return way.mask(from_here, WENT_OUT).mask(from_here & to.isin(own), INSIDE)


def _pairs(
    messages: pd.Series, values: pd.Series, part: Callable[[pd.Series], pd.Series] | None = None
) -> Pairs:  # fmt: skip
    """Pair messages with their values, or with a part of them; missing and blank ones are none."""
    spelling, found = pd.factorize(values)
    spellings = pd.Series(found, dtype="str")
    spellings = (part(spellings) if part else spellings).str.strip()
    value, names = pd.factorize(spellings.str.casefold())
    value[(spellings == "").to_numpy(dtype=bool)] = -1
    at = np.flatnonzero((spelling >= 0) & messages.notna().to_numpy())
    at = at[value[spelling[at]] >= 0]
    message = messages.to_numpy()[at].astype(np.int64)
    if not (message[1:] > message[:-1]).all():
        again = pd.Series(message * max(len(names), 1) + value[spelling[at]]).duplicated()
        at, message = at[~again.to_numpy()], message[~again.to_numpy()]
    return Pairs(message, value[spelling[at]], pd.Series(names, dtype="str"), spelling[at],
                 spellings)  # fmt: skip


DIMENSIONS: dict[str, Callable[[Facts], Pairs]] = {
    "sender": _of_messages("sender"),
    "sender_domain": _of_domains("sender"),
    "recipient": _of_messages("recipient"),
    "recipient_domain": _of_domains("recipient"),
    "connector": _of_journeys("connector"),
    "rule": rules_of,
    "host": _hosts,
    "time": _time,
}
