"""Evidence beside a message: a record of its Message-ID under another address, at the gateway.

An alias, a redirect or a group changes the recipient on the way. The rules and the hand-over then
stand under the first address, and what came back under the second.
"""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.base import Evidence, is_yes, unsettled
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import are_last_passes, drop_outcomes
from tracekit.model.message_ids import bare_ids

ANOTHER = ("A record of the same Message-ID for another address shows the gateway's rules or a "
           "hand-over to it, and this one may be its way back.")  # fmt: skip
_SENT_ON = ["Resolve", "Redirect", "Expand"]
_DROPPED_FOR_ANOTHER = ["redirected", "expanded"]


@once
def may_belong_to_another_address(facts: Facts) -> pd.Series:
    """Mark the messages not handed over of which the hand-over may stand under another address.

    That record shows the gateway, and one of the two was sent on to another address; or it is open:
    its return is not here, or it broke off. With both ways it is but one of several recipients.
    """
    ids, index = bare_ids(facts.messages["message_id"]), facts.messages.index
    handed = facts.has_journey(facts.journeys["handed"])
    at_gateway = handed | facts.has(facts.events["rule_role"].notna())
    on, whole = _was_sent_on(facts), facts.messages["whole"].astype(bool)
    lends = at_gateway & (on | _ends_at_the_gateway(facts) | ~whole)
    found = _of_others(lends, ids) | (on & _of_others(at_gateway, ids))
    return pd.Series(is_yes(found & ~handed & ids.notna()), index=index)


def _of_others(mask: pd.Series, ids: pd.Series) -> pd.Series:
    """Mark the messages that share their Message-ID with another one in the mask."""
    there = mask.groupby(ids).transform("sum").fillna(0)
    return there > mask.astype(int)


def _was_sent_on(facts: Facts) -> pd.Series:
    sent = facts.events["event"].isin(_SENT_ON)
    sent |= drop_outcomes(facts).isin(_DROPPED_FOR_ANOTHER)
    said = facts.journeys["status"].isin(["Resolved", "Expanded"])
    return facts.has(sent) | facts.has_journey(said)


def _ends_at_the_gateway(facts: Facts) -> pd.Series:
    """Mark the messages whose last journey is a hand-over."""
    return facts.has_journey(facts.journeys["handed"] & are_last_passes(facts))


def of_this_address(facts: Facts, found: Evidence) -> Evidence:
    """Answer cannot tell where the way to the gateway may stand under another address."""
    return unsettled(found, is_yes(may_belong_to_another_address(facts)), ANOTHER)
