"""What the pattern leads one to expect and a trace lacks: one function a rule of absences.toml.

Each returns a boolean Series by message. What a broken-off report, or a format without rows of the
way, does not show is not called missing.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tracekit.evidence.facts import Facts
from tracekit.evidence.filtering import verdicts
from tracekit.evidence.looping import is_open_again
from tracekit.evidence.other_address import may_belong_to_another_address
from tracekit.evidence.signs import BEGINNINGS, drop_outcomes, is_failure
from tracekit.evidence.status_words import says_a_rule_did_it
from tracekit.journeys import are_submissions
from tracekit.model.message_ids import bare_ids

_NAMED_FILTERS = ["Spam", "Phish", "Malware"]
# What decided here is a reason, and a Status can name it as well as a row.
_BY_A_RULE = ["decided-by-gateway", "decided-by-mail-flow-rule", "decided-by-mailbox-rule"]
_ENDS = ["Deliver", "Quarantine", "Fail", "Drop", "Send external", "Send", "Defer", "Redirect",
         "Resolve", "Expand"]  # fmt: skip


def no_hand_over(facts: Facts) -> pd.Series:
    """The routing rule fired and nothing handed the message over."""
    return _whole(facts) & facts.outcome("gateway").eq("routed-not-sent")


def no_return(facts: Facts) -> pd.Series:
    """It was handed over, and no way back is here although its time has come."""
    lacking = ["return-not-in-trace", "held-by-gateway"]
    return _whole(facts) & facts.outcome("gateway").isin(lacking)


def no_second_return(facts: Facts) -> pd.Series:
    """It came back, was handed over once more, and no way back of that is here."""
    return _whole(facts) & is_open_again(facts)


def no_outbound(facts: Facts) -> pd.Series:
    """It bears the gateway's verdict, and the way out is not here."""
    return facts.outcome("gateway").eq("outbound-not-in-trace")


def no_rule_of_the_gateway(facts: Facts) -> pd.Series:
    """No rule of the gateway and no hand-over is here, and nothing else explains that.

    Rules have no names in an Extended report or a server's log. Rules that ran before a group was
    expanded stand in the group's journey, and what has no end yet, or waits for a moderator, may
    still come to them. What was submitted here is not mail for a recipient whom it protects. The
    hand-over may stand under another address of the same Message-ID.
    """
    inline = facts.gateway.kind == "inline"
    bare = ~facts.has(facts.events["rule_role"].notna() | facts.events["hand_over"])
    bare &= ~facts.has_journey(facts.journeys["handed"].astype(bool))
    unclear = facts.outcome("gateway").isin(["cannot-tell", "gateway-rules-missing"])
    apart = facts.outcome("disposition").isin(["expanded", "awaiting-approval", "sent-outside"])
    apart |= no_receipt(facts) | no_end(facts) | facts.has(are_submissions(facts.events))
    apart |= may_belong_to_another_address(facts)
    return _whole(facts) & bare & unclear & inline & _names_rules(facts) & ~apart


def no_reason_for_junk(facts: Facts) -> pd.Series:
    """It lies in Junk, and no row of the last journey says why."""
    return facts.outcome("disposition").eq("in-junk") & _lacks_a_reason(facts)


def no_reason_for_quarantine(facts: Facts) -> pd.Series:
    """It lies in quarantine, and no row of the last journey says why."""
    return facts.outcome("disposition").eq("in-quarantine") & _lacks_a_reason(facts)


def _lacks_a_reason(facts: Facts) -> pd.Series:
    events = facts.events
    reason = events["event"].isin(_NAMED_FILTERS) | events["rule_name"].notna()
    reason |= events["rule_id"].notna() | events["action"].notna()
    unsaid = verdicts(facts).isna() & ~facts.has(reason & events["final"])
    status = facts.outcome("decision").isin(_BY_A_RULE) | facts.has_journey(
        says_a_rule_did_it(facts))  # fmt: skip
    return _whole(facts) & unsaid & ~status


def no_end(facts: Facts) -> pd.Series:
    """No row says how the last journey ended, and the Status does not, either."""
    ends = facts.events["event"].isin(_ENDS) & facts.events["final"]
    open_end = facts.outcome("disposition").isin(["cannot-tell", "pending"])
    return _whole(facts) & open_end & ~facts.has(ends)


def no_receipt(facts: Facts) -> pd.Series:
    """No journey of it shows how it came in."""
    return _whole(facts) & ~facts.has(facts.events["event"].isin(BEGINNINGS))


def no_members_of_the_group(facts: Facts) -> pd.Series:
    """A group was expanded, and the trace holds no other recipient of the message."""
    expanded = facts.outcome("disposition").eq("expanded")
    ids = bare_ids(facts.messages["message_id"])
    alone = facts.messages.groupby(ids, dropna=False)["recipient"].transform("size").eq(1)
    return expanded & alone & ids.notna()


def no_reason_for_the_failure(facts: Facts) -> pd.Series:
    """It failed, and no Fail row has a code, nor a word of Microsoft's that stands for one."""
    events = facts.events
    failed = is_failure(facts) & events["final"]
    told = failed & (events["smtp_code"].notna() | events["enhanced_code"].notna())
    told |= drop_outcomes(facts).ne("")
    return facts.has(failed) & ~facts.has(told)


def no_folder(facts: Facts) -> pd.Series:
    """It was delivered, and nothing names the folder."""
    return facts.outcome("disposition").eq("delivered-folder-unknown")


def _names_rules(facts: Facts) -> pd.Series:
    """Mark the messages of which a record is here that would name a rule.

    What a server logs (an Extended report, a tracking log) says which component wrote each row, and
    names rules by id only.
    """
    events = facts.events
    derived = events["derived"].fillna(False).astype(bool)
    return facts.has((events["component"].isna() & ~derived) | events["rule_name"].notna())


def _whole(facts: Facts) -> pd.Series:
    return facts.messages["whole"] & ~facts.messages["ambiguous"]


ABSENCES: dict[str, Callable[[Facts], pd.Series]] = {
    "no-hand-over": no_hand_over,
    "no-return": no_return,
    "no-second-return": no_second_return,
    "no-outbound": no_outbound,
    "no-rule-of-the-gateway": no_rule_of_the_gateway,
    "no-reason-for-junk": no_reason_for_junk,
    "no-reason-for-quarantine": no_reason_for_quarantine,
    "no-end": no_end,
    "no-receipt": no_receipt,
    "no-members-of-the-group": no_members_of_the_group,
    "no-reason-for-the-failure": no_reason_for_the_failure,
    "no-folder": no_folder,
}
