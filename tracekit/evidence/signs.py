"""Masks that several questions share: what a single event row means."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.decode.custom_data import NOT_READ
from tracekit.decode.details import SHORTENED, is_complete
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.quarantine import is_held
from tracekit.knowledge import find_code
from tracekit.knowledge.terms import cut_token
from tracekit.model.message_ids import bare_ids

# Of an Extended report (ms-message-tracking): an approval was asked for, and none was given.
MODERATION_BEGUN = "INITMESSAGECREATED"
MODERATION_FAILED = ("MODERATORREJECT", "MODERATIONEXPIRE", "MODERATORSALLNDR")
# What shows that a message came in, or was written here.
BEGINNINGS = ["Receive", "Submit"]
FROM_GROUP = ("It does not show how it came in: that stands in the record of the group, or of the "
              "address, that it came by.")  # fmt: skip
MEMBERS = "It was sent on to the members of a group: their records show whether it was handed over."
MAILBOX_RULE = "storedriver.rules"  # "StoreDriver.Rules; message is deleted by mailbox rules"


@once
def places_on_the_way(facts: Facts) -> pd.Series:
    """Number the events of each message in the order of its passes, then of their rows."""
    return facts.events["pass_number"] * 1_000_000 + facts.events["seq"]


@once
def drop_outcomes(facts: Facts) -> pd.Series:
    """Return the outcome that the token of a Drop (or a Fail with 250) stands for, by event."""
    events = facts.events
    ended = events["event"].eq("Drop") | (
        events["event"].eq("Fail") & events["smtp_code"].eq("250").fillna(False)
    )
    outcome = np.full(len(events), "", dtype=object)
    if ended.any():
        told = ["enhanced_code", "token", "reason", "component"]
        keys = events.loc[ended, told].astype("object")
        known = {key: _drop_outcome(*key) for key in set(keys.itertuples(index=False, name=None))}
        outcome[ended.to_numpy()] = [known[key] for key in keys.itertuples(index=False, name=None)]
    return pd.Series(outcome, index=events.index, dtype=object)


def _drop_outcome(*told: object) -> str:
    code, token, reason, component = ("" if pd.isna(x) else str(x) for x in told)
    by_rule = component.upper() == "MAILBOXRULE" and not token and not reason
    if by_rule or token.casefold() == MAILBOX_RULE:
        return "deleted"
    found = find_code(code or "2.1.5", token, reason) if token or reason else None
    named = found is not None and (found.token or found.phrase)
    return (found.outcome or "book-keeping") if named else ""


@once
def is_drop(facts: Facts) -> pd.Series:
    """Mark the events that end a copy without a failure."""
    events = facts.events
    benign = events["event"].eq("Fail") & events["smtp_code"].eq("250").fillna(False)
    return events["event"].eq("Drop") | benign


@once
def is_failure(facts: Facts) -> pd.Series:
    """Mark the events that really are failures: Fail, or a moderation that ended without a yes."""
    return facts.events["event"].isin(["Fail", *MODERATION_FAILED]) & ~is_drop(facts)


@once
def awaits_approval(facts: Facts) -> pd.Series:
    """Mark the events by which a message begins to wait for a moderator."""
    begun = facts.events["event"].eq(MODERATION_BEGUN)
    return begun | drop_outcomes(facts).eq("awaiting-approval")


@once
def expands_own_group(facts: Facts) -> pd.Series:
    """Mark the events that replace the recipient, a group, by its members.

    An event that names the group a member came from expands that group.
    """
    events = facts.events
    expand = events["event"].eq("Expand") & events["final"]
    if not expand.any():
        return expand
    group = events["related_recipient"].str.casefold()
    own = events["message"].map(facts.messages["recipient"].str.casefold())
    another = group.ne(own) & ~group.str.contains(";") & group.notna()
    return expand & ~another.fillna(False).astype(bool)


@once
def sends_it_on(facts: Facts) -> pd.Series:
    """Mark the events Redirect by which the recipient of the record sends a message on.

    Exchange writes the old address as the recipient and the new one as the related recipient. Where
    the record of the related recipient shows how the message came in, and this one does not, the
    row names them the other way round.
    """
    events = facts.events
    rows = events["event"].eq("Redirect")
    related = events["related_recipient"].where(rows)
    if related.isna().all():
        return rows
    ids, came_in = bare_ids(facts.messages["message_id"]), ~came_by_another_record(facts)
    names = ids + " " + facts.messages["recipient"].str.casefold()
    other = events["message"].map(ids) + " " + related.str.casefold()
    own = events["message"].map(pd.Series(came_in, names.index)).fillna(False).astype(bool)
    return rows & (own | ~other.isin(names[came_in]))


@once
def went_on_as_its_members(facts: Facts) -> np.ndarray:
    """Mark the messages to a group, by message: what became of them stands with the members."""
    drop = drop_outcomes(facts).eq("expanded") & facts.events["final"]
    return facts.has(expands_own_group(facts) | drop).to_numpy()


@once
def is_delivery(facts: Facts) -> pd.Series:
    """Mark the events that deliver to a mailbox, whatever the folder."""
    return facts.events["event"].eq("Deliver") & ~is_held(facts)


@once
def folder_is_open(facts: Facts) -> pd.Series:
    """Mark the messages that were delivered and of which no row names the folder."""
    events, last = facts.events, facts.events["final"] & is_delivery(facts)
    return facts.has(last) & ~facts.has(last & events["folder"].notna())


@once
def is_unread_delivery(facts: Facts) -> pd.Series:
    """Mark the deliveries whose detail is cut off, or no known sentence: it may name a folder.

    What a server logs names the component that wrote a row, and has no sentences.
    """
    events = facts.events
    rows = is_delivery(facts) & events["folder"].isna() & events["detail"].notna()
    rows &= ~events["derived"].fillna(False).astype(bool) & events["component"].isna()
    unread = [told for told in events["detail"][rows].unique()
              if told.endswith(SHORTENED) or not is_complete(told)]  # fmt: skip
    return rows & events["detail"].isin(unread)


@once
def came_by_another_record(facts: Facts) -> np.ndarray:
    """Mark the messages that begin in the record of another recipient: a group, an alias."""
    return ~facts.has(facts.events["event"].isin(BEGINNINGS)).to_numpy()


@once
def put_by_mailbox_rule(facts: Facts) -> pd.Series:
    """Mark the events by which a rule of the mailbox chose a folder of its own, or deleted it.

    A filter or a mail flow rule puts mail into Inbox, Junk or quarantine only (MS-OXCSPAM 3.1.5.1).
    """
    events = facts.events
    rule = events["token"].str.casefold().eq(MAILBOX_RULE).fillna(False)
    rule |= events["component"].str.upper().eq("MAILBOXRULE").fillna(False)
    folder = events["folder"].notna() & ~events["folder"].isin(["inbox", "junk", "quarantine"])
    folder &= ~events["derived"].fillna(False).astype(bool)
    return (rule | (folder & is_delivery(facts))) & events["final"]


@once
def has_made_up_status(facts: Facts) -> pd.Series:
    """Mark the journeys of a server's log or an Extended report: no Status stands in those.

    Such rows name the component that wrote them, and the word for the journey was made from them.
    """
    events, journeys = facts.events, facts.journeys
    logged = events["component"].notna() & ~events["derived"].fillna(False).astype(bool)
    of = events["journey"][logged.to_numpy()]
    return journeys["journey"].isin(of) & journeys["status_text"].isna()


@once
def has_an_end(facts: Facts) -> pd.Series:
    """Mark the journeys that have an ending event, so that the Status has nothing to add."""
    ends = facts.events["event"].isin(["Deliver", "Fail", "Drop", "Send external", "Quarantine"])
    return facts.journeys["journey"].isin(facts.events.loc[ends, "journey"])


@once
def has_no_status_yet(facts: Facts) -> pd.Series:
    """Mark the last journeys that were traced within minutes, before they had a status."""
    journeys = facts.journeys
    return journeys["status"].eq("Getting status") & journeys["final"] & ~has_an_end(facts)


@once
def has_nameless_rule(facts: Facts) -> pd.Series:
    """Mark the messages with a rule row without a name: a gateway's rule may hide behind it.

    Any rule may stand in a record that was not read, since a file name may have forged it.
    """
    events = facts.events
    hidden = has_unread_record(facts)
    if facts.gateway.kind == "none":
        return hidden
    ruled = events["event"].isin(["Transport rule", "DLP rule"])
    return hidden | facts.has(ruled & events["rule_name"].isna())


@once
def ends_with_a_nameless_rule(facts: Facts) -> pd.Series:
    """Mark the messages with a rule row without a name at the end, where a verdict would be.

    What ran on the way out to the gateway cannot be a verdict of it.
    """
    events = facts.events
    ruled = events["event"].isin(["Transport rule", "DLP rule"]) & events["rule_name"].isna()
    last = facts.has(ruled & events["final"] & ~events["handed"])
    return has_nameless_rule(facts) & (has_unread_record(facts) | last)


@once
def has_unread_record(facts: Facts) -> pd.Series:
    """Mark the messages with a record of an agent that was not read, for it may be forged."""
    return facts.has(facts.events["action"].eq(NOT_READ).fillna(False))


@once
def are_foreign_rules(facts: Facts) -> pd.Series:
    """Mark the rows of rules that are not the gateway's; by id alone where there is no gateway."""
    events = facts.events
    named = events["rule_name"].notna()
    if facts.gateway.kind == "none":
        named |= events["rule_id"].notna()
    return named & events["rule_role"].isna()


@once
def was_sent_out_blindly(facts: Facts) -> pd.Series:
    """Mark the events that send a message out and do not say where to."""
    events = facts.events
    sent = events["event"].isin(["Send external", "Send"])
    return sent & events["host"].isna() & events["ip"].isna()


@once
def has_lost_its_server(facts: Facts) -> pd.Series:
    """Mark the reasons that were cut short before the server that answered, or in their token."""
    events = facts.events
    cut = events["detail"].str.endswith(SHORTENED).fillna(False).astype(bool)
    bare = events["host"].isna() & events["token"].isna()
    begun = [reason for reason in events["reason"][bare].dropna().unique() if cut_token(reason)]
    return (cut & bare) | (bare & events["reason"].isin(begun) if begun else False)


@once
def are_last_passes(facts: Facts) -> pd.Series:
    """Mark the last journey of each message, whether it was handed over or not."""
    turn = facts.journeys["pass_number"]
    return turn.eq(turn.groupby(facts.journeys["message"]).transform("max"))


@once
def are_by_mail_flow_rules(facts: Facts) -> pd.Series:
    """Mark the answers that begin with Microsoft's word for a mail flow rule, TRANSPORT.RULES."""
    return facts.events["token"].str.upper().str.startswith("TRANSPORT.RULES", na=False)


@once
def went_on_from_quarantine(facts: Facts) -> pd.Series:
    """Mark the messages that left quarantine for the gateway, and whose return is not here.

    That the last hand-over began after the quarantine is enough: the first one may be missing.
    """
    journeys, events = facts.journeys, facts.events
    held = is_held(facts) & events["final"]
    if not held.any():
        return pd.Series(False, index=facts.messages.index)
    since = events["time"].where(held).groupby(events["message"]).max()
    begun = events.groupby("journey")["time"].min().reindex(journeys["journey"]).array
    after = journeys["handed"] & (begun > since.reindex(journeys["message"]).array)
    again = facts.has_journey(are_last_passes(facts) & (journeys["role"].eq("loop") | after))
    return again & facts.has_journey(journeys["journey"].isin(events.loc[held, "journey"]))
