"""Evidence about what was read: whether every record of a message is here."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    cannot_tell,
    either,
    is_yes,
    positive,
    told,
    unsettled,
    weakened,
)
from tracekit.evidence.consoles import listed_in_console
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.other_address import of_this_address
from tracekit.evidence.signs import (
    FROM_GROUP,
    MEMBERS,
    came_by_another_record,
    has_nameless_rule,
    went_on_as_its_members,
)

_OWN_SERVERS = ["tracking-log", "tracking-cmdlet-csv"]
# Forms of a list of results; the others hold one message, or events.
_LISTS = ("trace-csv", "portal-csv", "enhanced-summary-csv")


@once
def has_all_records(facts: Facts) -> Evidence:
    """Are all records of the Message-ID here? Only a person, or a list, can say so."""
    answer = pd.Series(pd.NA if facts.complete is None else facts.complete,
                       index=facts.messages.index)  # fmt: skip
    if facts.gateway.kind == "none":
        return cannot_tell(facts, "No gateway is known here, so none of its rules can be missing.")
    found = told(facts, answer, "You said that every record of the message is here.",
                 "You said that records of the message are missing.",
                 "Nothing here says whether the search had more results.")  # fmt: skip
    if facts.complete is None:
        listed = told(facts, _is_listed(facts), "A list of results was read too, and it has no "
                      "other record of the message.", "")  # fmt: skip
        found = either(found, weakened(positive(listed), True))
    part = ~facts.messages["whole"].to_numpy(dtype=bool)
    return unsettled(found, part & found.yes, "Every record is here, but one of them without its "
                     "events, or cut off: open it.")  # fmt: skip


@once
def _is_listed(facts: Facts) -> pd.Series:
    """Mark the messages of which every journey here is one of a list that holds other mail as well.

    A list of one message alone may have been asked for by the id of one journey; in a console the
    command may show that it was not.
    """
    sources, journeys = facts.trace.sources, facts.journeys
    is_list = sources["format"].isin(_LISTS)
    lists = set(sources["source"][is_list]) - set(sources["source"][~is_list])
    nothing = pd.Series(False, index=facts.messages.index)
    printed = listed_in_console(facts)
    if not (lists or len(printed)) or not facts.messages["has_way"].any():
        return nothing
    at = sources_of(facts)
    at = at[at.isin(lists)]
    large = journeys["message_id"].reindex(at.index).groupby(at.to_numpy()).nunique()
    there = printed.union(at.index[at.isin(large.index[large > 1])])
    return ~facts.has_journey(~journeys.index.to_series().isin(there)) & facts.messages["has_way"]


@once
def sources_of(facts: Facts) -> pd.Series:
    """Name each input that describes a journey, under the label of the journey."""
    said = facts.journeys[["source", "also"]].fillna("").agg("; ".join, axis=1).str.split("; ")
    return said.explode().str.replace(r":[0-9]+$", "", regex=True)


@once
def own_logs(facts: Facts) -> pd.Series:
    """Name the inputs that are the logs of an organization's own servers."""
    sources = facts.trace.sources
    return sources["source"][sources["format"].isin(_OWN_SERVERS)]


@once
def is_in_one_log(facts: Facts) -> pd.Series:
    """Mark the messages with rows of one server's log, which mail comes to and leaves again."""
    logs = own_logs(facts)
    if logs.empty:
        return pd.Series(False, index=facts.messages.index)
    at = sources_of(facts)
    return facts.has_journey(facts.journeys.index.to_series().isin(at.index[at.isin(logs)]))


def has_all_records_with_rule_names(facts: Facts) -> Evidence:
    """Are all records here, is every rule that fired named, and none under another address?"""
    found = has_all_records(facts)
    hidden = is_yes(has_nameless_rule(facts)) & found.yes
    named = unsettled(found, hidden, "All records are here, but a rule fired whose name they do "
                      "not give: it may be one of the gateway's.")  # fmt: skip
    named = unsettled(named, came_by_another_record(facts) & found.yes, FROM_GROUP)
    named = unsettled(named, went_on_as_its_members(facts) & found.yes, MEMBERS)
    return of_this_address(facts, named)
