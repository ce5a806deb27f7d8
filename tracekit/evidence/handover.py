"""Evidence about the way to the gateway and back."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.arriving import arrived_from_gateway
from tracekit.evidence.base import (
    Evidence,
    any_event,
    any_journey,
    cannot_tell,
    either,
    journeys_with,
    told,
    unsettled,
    weakened,
)
from tracekit.evidence.bounced import are_told_by_bounce
from tracekit.evidence.codes import NO_CONNECTION
from tracekit.evidence.facts import Facts, are_first, once
from tracekit.evidence.quarantine import is_held
from tracekit.evidence.ruling import may_be_a_verdict, said_rule
from tracekit.evidence.signs import was_sent_out_blindly
from tracekit.evidence.status_words import says_quarantine


def has_events(facts: Facts) -> Evidence:
    """Is there any event to go by, or a list that names the gateway's connector?"""
    # What a bounce says is no row of the trace.
    present = facts.has(facts.events["event"].notna() & ~are_told_by_bounce(facts))
    said = facts.journeys["said_handed"] & facts.journeys["status"].eq("Sent")
    listed = any_journey(facts, said & facts.journeys["handed"],
                         "A list says through which connector it was sent.", "",
                         within="journeys")  # fmt: skip
    return either(told(facts, present, "Event rows are here.", "There is not one event row."),
                  listed)  # fmt: skip


def gateway_makes_two_journeys(facts: Facts) -> Evidence:
    """Does this kind of gateway send mail out of Microsoft 365 and back in?"""
    inline = facts.gateway.makes_two_journeys
    name = facts.gateway.title
    if facts.gateway.kind == "none":
        return cannot_tell(facts, "You said that there is no gateway." if facts.no_gateway
                           else "The trace shows no gateway that is known.")  # fmt: skip
    return told(
        facts, pd.Series(inline, index=facts.messages.index),
        f"{name} takes mail out of Microsoft 365 and gives it back.",
        f"{name} does not make two journeys (its kind is {facts.gateway.kind}).",
    )  # fmt: skip


@once
def was_handed_to_gateway(facts: Facts) -> Evidence:
    """Was it handed to the gateway: sent to its host, or sent through its connector?"""
    name = "a known gateway" if facts.gateway.kind == "none" else facts.gateway.title
    blind = facts.has(was_sent_out_blindly(facts))
    sent = any_event(facts, facts.events["hand_over"], f"It was sent to a host of {name}.",
                     f"No row sends it to {name}.", unknown=blind,
                     na="It was sent out, and no row says where to.")  # fmt: skip
    sent = weakened(sent, _left_for_a_stranger(facts), f"It left after the routing rule of {name}, "
                    "whose hosts are not known.")  # fmt: skip
    said = any_journey(facts, facts.journeys["said_handed"] & facts.journeys["handed"],
                       f"The record names the connector or smart host of {name}.", "")  # fmt: skip
    return either(sent, said)


def _left_for_a_stranger(facts: Facts) -> pd.Series:
    """Mark the messages of which the routing rule alone says that they went to the gateway."""
    gone = facts.events["hand_over"] & facts.gateway.makes_two_journeys
    known = gone & facts.events["gateway_host"]
    return facts.has(gone) & ~facts.has(known) & ~facts.has_journey(facts.journeys["said_handed"])


def was_released_before_second_hand_over(facts: Facts) -> Evidence:
    """Does a quarantine lie between the two hand-overs?"""
    journeys = facts.journeys
    last_hand_over = journeys["pass_number"].where(journeys["handed"]).groupby(
        journeys["message"]).max()  # fmt: skip
    first = journeys["pass_number"].where(journeys["handed"]).groupby(journeys["message"]).min()

    def lies_between(rows: pd.DataFrame) -> pd.Series:
        at, of = rows["pass_number"], rows["message"]
        return (at < of.map(last_hand_over)) & (at >= of.map(first))

    status = says_quarantine(facts) & ~journeys["handed"]
    told = any_journey(facts, status & lies_between(journeys), "A record between the two "
                       "hand-overs says quarantine.", "")  # fmt: skip
    rows = any_event(facts, is_held(facts) & lies_between(facts.events), "It lay in quarantine "
                     "between the two hand-overs.",
                     "No quarantine lies between the two hand-overs.",
                     unknown=facts.complete is not True,
                     na="No quarantine is here, but a record between the two hand-overs may be "
                     "missing.")  # fmt: skip
    return either(rows, told)


@once
def came_back(facts: Facts) -> Evidence:
    """Did it come back: is there another journey, not handed over, that follows the hand-over?"""
    found = journeys_with(
        facts, facts.journeys["role"] == "return", are_first(facts.events),
        "Another journey of the message follows the hand-over, and it was not handed on.",
        "No journey that follows the hand-over is here.",
    )  # fmt: skip
    return weakened(found, _left_for_a_stranger(facts))


def is_outgoing_mail(facts: Facts) -> Evidence:
    """Is it mail that leaves the organization, and may the gateway still hold it?"""
    found = any_event(
        facts, facts.events["rule_role"] == "route-outbound",
        "The rule that routes outgoing mail to the gateway fired.",
        "", unknown=True, na="It is not known which addresses are the organization's own.",
    )  # fmt: skip
    longest = facts.gateway.hold_hours
    if longest is None or facts.taken is None:
        return found
    over = (_since_hand_over(facts) > pd.Timedelta(hours=longest.value)).to_numpy() & found.yes
    told = (f"The trace was taken more than {longest.value:g} hours after the hand-over: longer "
            "than the gateway is known to hold mail.")  # fmt: skip
    return unsettled(found, over, told)


def _since_hand_over(facts: Facts) -> pd.Series:
    """Time from the last hand-over of each message to the taking of the trace."""
    rows = facts.events[facts.events["hand_over"]]
    return (facts.taken - rows.groupby("message")["time"].max()).reindex(facts.messages.index)


def was_handed_over_just_now(facts: Facts) -> Evidence:
    """Was the trace taken so soon after the hand-over that the return may still be under way?"""
    if facts.taken is None:
        return cannot_tell(facts, "It is not known when the trace was taken.")
    since = _since_hand_over(facts)
    limit = pd.Timedelta(minutes=facts.gateway.turn_round_minutes + 10)
    answer = (since <= limit).astype("boolean").mask(since.isna())
    if facts.complete is not True:
        answer = answer.mask(answer.notna())
    return told(facts, answer, "The trace was taken within minutes of the hand-over, and all "
                "records are here.",
                "The trace was taken long after the hand-over, and all records are here.",
                "Records may be missing, so a return may have been left out.")  # fmt: skip


def has_marks_of_gateway(facts: Facts) -> Evidence:
    """Does it carry marks that the gateway has seen it?"""
    marked = facts.events["rule_role"].str.startswith("verdict-", na=False)
    ruled = any_event(facts, marked & ~facts.events["handed"],
                      "A rule that acts on the gateway's verdict fired.", "", unknown=True,
                      na="No rule that acts on the gateway's verdict fired. A clean return shows "
                      "none either.")  # fmt: skip
    named = said_rule(facts).str.startswith("verdict-")
    said = any_journey(facts, named, "The Status names a rule that acts on the gateway's verdict.",
                       "", unknown=True)  # fmt: skip
    return either(either(ruled, said), arrived_from_gateway(facts))


def could_not_reach_gateway(facts: Facts) -> Evidence:
    """Did Microsoft 365 try to hand it over and get no connection?"""
    events = facts.events
    codes = events["enhanced_code"].isin(NO_CONNECTION) | events["inner_code"].isin(NO_CONNECTION)
    tried = events["event"].isin(["Defer", "Fail"]) & codes & events["gateway_host"]
    routed = events.loc[events["rule_role"].isin(["route", "route-outbound"]), "message"]
    hostless = codes & events["host"].isna() & events["ip"].isna()
    found = any_event(facts, tried, "The gateway's host could not be reached.",
                      "No row shows a failed connection to the gateway.",
                      unknown=facts.has(hostless & events["message"].isin(routed)),
                      na="A connection failed, and the row does not name the host.")  # fmt: skip
    late = events["event"].eq("Defer") & events["gateway_host"] & ~events["handed"] & ~codes
    late &= events["smtp_code"].str.startswith("4", na=False)
    put_off = any_event(facts, late, "The gateway's server was asked and put the message off.", "")
    found = weakened(found, facts.has(may_be_a_verdict(facts)), "A rule without a name set its "
                     "spam level: if that was the gateway's verdict, it had been there before."
                     )  # fmt: skip
    return either(found, weakened(put_off, True))


def gateway_refused_it(facts: Facts) -> Evidence:
    """Did the gateway's own server refuse it for good?"""
    events = facts.events
    refused = (
        events["event"].isin(["Defer", "Fail"])
        & events["smtp_code"].str.startswith("5", na=False)
        & events["gateway_host"]
        & ~events["enhanced_code"].isin(NO_CONNECTION)
        & ~events["enhanced_code"].isin(["4.4.7", "5.4.300"])
    )
    found = any_event(facts, refused, "The gateway's server answered with a refusal.",
                      "No refusal comes from the gateway's server.")  # fmt: skip
    return weakened(found, facts.has(refused & are_told_by_bounce(facts)), "A bounce says so, not "
                    "the trace.")  # fmt: skip
