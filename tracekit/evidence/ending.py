"""Evidence about where the message is: the signs of its final journey."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from tracekit.decode.details import SHORTENED
from tracekit.evidence import base
from tracekit.evidence.base import (
    Evidence,
    either,
    is_yes,
    journeys_with,
    only_where,
    told,
    unsettled,
    weakened,
)
from tracekit.evidence.bounced import came_back_refused, is_told_by_bounce_alone
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.filtering import put_by_filter
from tracekit.evidence.quarantine import is_malware
from tracekit.evidence.reported import as_recorded, left_by_place, word_is_deliver
from tracekit.evidence.signs import (
    drop_outcomes,
    folder_is_open,
    has_an_end,
    has_no_status_yet,
    has_unread_record,
    is_delivery,
    is_failure,
    is_unread_delivery,
    sends_it_on,
    was_sent_out_blindly,
    went_on_from_quarantine,
)
from tracekit.evidence.status_words import status_folder
from tracekit.evidence.unlisted import goes_to_an_unlisted_server
from tracekit.model.message_ids import bare_ids

any_event = partial(base.any_event, within="end_known")
any_journey = partial(base.any_journey, within="end_known")
FORWARD_STOPPED = "5.7.520"  # "Your organization does not allow external forwarding", AS(7555)
# Words of a sentence that is not known, and that may tell of anything but the Inbox.
_OF_HOLDING = re.compile(r"quarantin|junk|spam|malware|phish|block|delete", re.IGNORECASE)
ROUTED = "routemessageoutboundconnector"  # the action of a rule that sends through a connector
_PLAIN_FOLDERS = ("inbox", "junk", "quarantine")


def has_a_record(facts: Facts) -> Evidence:
    """Is there any record of the message for this recipient?"""
    known = ~is_told_by_bounce_alone(facts)
    return told(facts, known, "There is a record of it.",
                "No record of it was read: only a bounce tells of it.")  # fmt: skip


def ended_in_failure(facts: Facts) -> Evidence:
    """Did the final journey end in a failure? A delivery in it outweighs the failure of a copy."""
    failed = is_failure(facts) & facts.events["final"]
    if failed.any():
        delivered = facts.events.loc[is_delivery(facts), "journey"]
        failed = failed & (~facts.events["journey"].isin(delivered) | _forward_stopped(facts))
    rows = any_event(facts, failed, "The final journey ends in a failure.", "It did not fail.")
    back = facts.has(failed & came_back_refused(facts))
    rows = weakened(rows, back, "Only a bounce says so: the trace ends where it was sent on.")
    said = facts.journeys["status"].eq("Failed") & facts.journeys["final"] & ~has_an_end(facts)
    # "Not delivered" stands as well over what was given another recipient.
    if said.any():
        passed = facts.events["event"].isin(["Redirect", "Expand", "Resolve"])
        said = said & ~facts.journeys["journey"].isin(facts.events.loc[passed, "journey"])
    return either(rows, any_journey(facts, said, "The Status says that it failed.", ""))


def only_the_forward_failed(facts: Facts) -> Evidence:
    """Was it only a forward to the outside that was refused?"""
    return any_event(facts, _forward_stopped(facts) & facts.events["final"],
                     "Code 5.7.520: the organization forbids forwarding to the outside.",
                     "Nothing says that it was a forward.")  # fmt: skip


def _forward_stopped(facts: Facts) -> pd.Series:
    return is_failure(facts) & facts.events["enhanced_code"].eq(FORWARD_STOPPED).fillna(False)


def _delivered_to(facts: Facts, folders: pd.Series, said: pd.Series, where: str) -> Evidence:
    there = is_delivery(facts) & facts.events["final"] & folders
    rows = any_event(facts, there, f"The Deliver row names {where}.", f"Nothing names {where}.")
    rows = as_recorded(facts, rows, there, f"The record names {where}.")
    named = facts.events.loc[is_delivery(facts) & facts.events["folder"].notna(), "journey"]
    quiet = ~facts.journeys["journey"].isin(named)
    by_status = any_journey(facts, said & quiet & facts.journeys["final"],
                            f"The Status names {where}.", "")  # fmt: skip
    return either(rows, by_status)


def was_delivered_to_junk(facts: Facts) -> Evidence:
    """Was it delivered to the Junk Email folder?"""
    shown = _delivered_to(facts, facts.events["folder"].eq("junk").fillna(False),
                          status_folder(facts).eq("junk"), "the Junk Email folder")  # fmt: skip
    asked = put_by_filter(facts, "SJ", "J", "The filter asked for the Junk Email folder (DI:SJ), "
                          "and it was delivered.")  # fmt: skip
    return either(shown, _where_unnamed(facts, asked))


def _where_unnamed(facts: Facts, found: Evidence) -> Evidence:
    """Keep an answer of the filter only where it was delivered and no row names the folder."""
    return only_where(found, folder_is_open(facts))


def was_delivered_to_inbox(facts: Facts) -> Evidence:
    """Does the trace name the Inbox?"""
    shown = _delivered_to(facts, facts.events["folder"].eq("inbox").fillna(False),
                          status_folder(facts).eq("inbox"), "the Inbox")  # fmt: skip
    return either(shown, _where_unnamed(facts, put_by_filter(facts, "", "I", "")))


def was_delivered_to_another_folder(facts: Facts) -> Evidence:
    """Was it delivered to a folder other than Inbox and Junk?"""
    folder = facts.events["folder"]
    other = folder.notna() & ~folder.isin(_PLAIN_FOLDERS)
    none = pd.Series(False, index=facts.journeys.index)
    shown = _delivered_to(facts, other, none, "another folder")
    return either(shown, _where_unnamed(facts, put_by_filter(facts, "", "C", "")))


def was_delivered(facts: Facts) -> Evidence:
    """Was it delivered to the mailbox, whatever the folder?"""
    there = is_delivery(facts) & facts.events["final"]
    rows = any_event(facts, there, "A Deliver row is here.", "No Deliver row is here.")
    rows = as_recorded(facts, rows, there, "The record says that it was delivered.")
    # A Deliver row may name the quarantine, and a console may have cut that off.
    unread = is_unread_delivery(facts) & facts.events["final"]
    cut = unread & facts.events["detail"].str.endswith(SHORTENED).fillna(False).astype(bool)
    rows = weakened(rows, facts.has(cut), "Its detail is cut off, so it may name a folder, or the "
                    "quarantine.")  # fmt: skip
    rows = weakened(rows, facts.has(unread & ~cut), "Its detail is no sentence that is known, so "
                    "it may name a folder, or the quarantine.")  # fmt: skip
    kept = unread & facts.events["detail"].str.contains(_OF_HOLDING).fillna(False).astype(bool)
    rows = unsettled(rows, is_yes(facts.has(kept)), "Its detail is no sentence that is known, and "
                     "speaks of being held back.")  # fmt: skip
    rows = weakened(rows, has_unread_record(facts), "A record that was not read, since a file name "
                    "may have forged it, may ask for the quarantine.")  # fmt: skip
    kept = is_malware(facts) & facts.events["derived"].fillna(False).astype(bool)
    kept = facts.has(kept & facts.events["final"]) & folder_is_open(facts)
    rows = weakened(rows, kept, "The malware filter found something in it, so that row may store "
                    "into quarantine.")  # fmt: skip
    journeys = facts.journeys
    quiet = journeys["final"] & ~journeys["handed"] & ~has_an_end(facts)
    # The word alone also stands over mail that was sent on without a copy.
    word = facts.has_journey(quiet & journeys["status"].eq("Delivered"))
    said = quiet & status_folder(facts).isin(["inbox", "junk"])
    found = any_journey(facts, said, "The Status names the folder.", "", unknown=word)
    return either(rows, either(found, word_is_deliver(facts, quiet)))


def was_forwarded_with_a_copy(facts: Facts) -> Evidence:
    """Was it delivered here, and a copy sent on?"""
    delivered = facts.events.loc[is_delivery(facts) & facts.events["final"], "message"]
    own = facts.events["message"].map(facts.messages["recipient"].str.casefold())
    elsewhere = ~facts.events["address"].str.casefold().eq(own).fillna(False).astype(bool)
    sent_on = sends_it_on(facts) & elsewhere
    sent_on |= drop_outcomes(facts).eq("redirected")
    found = any_event(facts, sent_on & facts.events["message"].isin(delivered),
                      "It was delivered here, and a copy was sent on.",
                      "No copy was sent on.")  # fmt: skip
    failed = is_yes(_others_only_failed(facts)) & found.yes
    return unsettled(found, failed, "It was to be sent on, and the record of the same Message-ID "
                     "for another address ends in a failure: that copy came to nothing."
                     )  # fmt: skip


def _others_only_failed(facts: Facts) -> pd.Series:
    """Mark the messages of whose Message-ID the records for all other recipients failed."""
    ids = bare_ids(facts.messages["message_id"])
    failed = facts.has(is_failure(facts) & facts.events["final"]).astype(int)
    others = failed.groupby(ids).transform("size") - 1
    return (others > 0) & (failed.groupby(ids).transform("sum") - failed).eq(others)


def is_with_the_gateway(facts: Facts) -> Evidence:
    """Was it handed to the gateway, with no journey after that?"""
    again = facts.journeys["message"].map(went_on_from_quarantine(facts)).astype(bool)
    last = facts.journeys["handed"] & (facts.journeys["final"] | again)
    return journeys_with(facts, last, facts.events["hand_over"],
                         "The last thing the trace shows is the hand-over.",
                         "It was not handed over, or it came back.")  # fmt: skip


def was_sent_outside(facts: Facts) -> Evidence:
    """Was it handed to a server outside that is not the gateway's?"""
    events = facts.events
    out = events["event"].eq("Send external") & ~events["hand_over"] & events["final"]
    blind = was_sent_out_blindly(facts)
    whose = ", not one of the gateway's" if facts.gateway.makes_two_journeys else ""
    rows = any_event(facts, out & ~events["handed"] & ~blind,
                     f"It was handed to another server{whose}.",
                     "It was not handed to a server outside.",
                     unknown=facts.has(blind & out),
                     na="It was sent out, and no row says where to.")  # fmt: skip
    rows = _perhaps_to_the_gateway(facts, out, rows)
    rows = either(rows, left_by_place(facts, blind & out))
    journeys = facts.journeys
    said = journeys["status"].eq("Sent") & journeys["final"] & ~journeys["handed"]
    said &= ~has_an_end(facts)
    # A list says Sent of mail to the gateway as well; only a route that is named tells them apart.
    named = journeys["connector"].notna() | journeys["smart_host"].notna()
    bare = facts.has_journey(said & ~named)
    found = either(rows, any_journey(facts, said & named,
                                     "The Status says that it was sent outside.", "", unknown=bare,
                                     na="It was sent, and nothing says where to: to a server "
                                     "outside, or to the gateway."))  # fmt: skip
    routed = facts.has_journey(are_routed_by_rule(facts))
    found = replace(found, because=np.where(is_yes(routed) & found.yes, "It was handed to another "
                                            "server.", found.because))  # fmt: skip
    return weakened(found, routed, "A mail flow rule routes it through a connector, so that server "
                    "may be a service on the way, which gives it back.")  # fmt: skip


def _perhaps_to_the_gateway(facts: Facts, out: pd.Series, found: Evidence) -> Evidence:
    """Weaken an answer where the rule of the gateway routed it to a server that nobody lists."""
    there = is_yes(facts.has(out & goes_to_an_unlisted_server(facts)))
    said = np.where(there & found.yes, "It was handed to another server.", found.because)
    return weakened(replace(found, because=said), there, "The gateway's routing rule had fired, so "
                    "that server may be the gateway's.")  # fmt: skip


@once
def are_routed_by_rule(facts: Facts) -> pd.Series:
    """Mark the last journeys that a rule sent through a connector to a strange domain.

    The Status names rule and connector, or the row of the rule the action.
    """
    journeys, events = facts.journeys, facts.events
    ruled = journeys["connector"].notna() & journeys["mail_flow_rule"].notna()
    acted = events["action"].str.casefold().eq(ROUTED).fillna(False)
    ruled |= journeys["journey"].isin(events.loc[acted, "journey"])
    ruled &= journeys["final"] & ~journeys["handed"]
    if not ruled.any():
        return ruled
    sent = events[events["event"].eq("Send external")].groupby("journey")["host"].last()
    hosts = journeys["smart_host"].fillna(journeys["journey"].map(sent).astype("str"))
    routes = pd.DataFrame({"recipient": journeys["recipient"], "host": hosts}).fillna("")
    named = routes[ruled].drop_duplicates()
    own = {pair for pair in named.itertuples(index=False, name=None) if _is_of_domain(*pair)}
    return ruled & ~pd.MultiIndex.from_frame(routes).isin(own) if own else ruled


def _is_of_domain(recipient: str, host: str) -> bool:
    """Does a host belong to the domain of an address?"""
    domain = recipient.rpartition("@")[2].casefold()
    return bool(domain) and f".{host.casefold().rstrip('.')}".endswith(f".{domain}")


def status_was_known(facts: Facts) -> Evidence:
    """Was the Status known when the trace was taken, or do rows say more than it?"""
    bare = ~facts.journeys["journey"].isin(facts.events["journey"])
    fresh = facts.has_journey(has_no_status_yet(facts) & bare)
    return told(facts, (~fresh).astype("boolean"), "Its Status was known, or rows say more.",
                "Its Status was not known yet when the trace was taken; it may have been "
                "delivered long ago.")  # fmt: skip


def was_redirected(facts: Facts) -> Evidence:
    """Was it redirected to another recipient?"""
    return any_event(
        facts,
        sends_it_on(facts) & facts.events["final"],
        "It was redirected to another recipient.",
        "It was not redirected.",
    )


def was_resolved_to_another_address(facts: Facts) -> Evidence:
    """Was the address replaced by another address of the same person?"""
    rows = any_event(
        facts,
        facts.events["event"].eq("Resolve") & facts.events["final"],
        "The address was replaced by another one.",
        "The address was kept.",
    )
    said = facts.journeys["status"].eq("Resolved") & facts.journeys["final"]
    return either(rows, any_journey(facts, said, "The Status says resolved.", ""))
