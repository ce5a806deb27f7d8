"""Evidence about mail that goes round: handed to the gateway again after it had come back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tracekit.evidence.base import (
    Evidence,
    any_event,
    either,
    is_yes,
    journeys_with,
    unsettled,
    weakened,
)
from tracekit.evidence.facts import Facts, once
from tracekit.evidence.quarantine import is_held
from tracekit.evidence.signs import (
    are_last_passes,
    drop_outcomes,
    is_delivery,
    is_failure,
)
from tracekit.evidence.waits import duration

# How much larger than the mail of a sender the same mail is that a gateway has worked on: the one
# of the founding document grew to 1.9 times its size. One that is sent again is as large as before.
GROWN = 1.05
# Outcomes that tell by themselves that the way back of the last hand-over is not here.
_TOLD = ["return-not-in-trace", "held-by-gateway", "held-for-approval", "at-gateway"]


def was_handed_over_again_after_return(facts: Facts) -> Evidence:
    """Was it handed over again after it had come back?

    A second hand-over in the same minute has no order and is not counted; neither are the
    repeated attempts inside one journey, nor one outgoing mail split by kind of recipient, nor
    what came in once more under its Message-ID after it had been delivered.
    """
    journeys = facts.journeys
    cut = any_event(facts, _hop_count(facts), "Microsoft 365 cut a loop (hop count exceeded).",
                    "It was not handed over a second time.")  # fmt: skip
    if journeys["message"][journeys["handed"]].is_unique:
        return cut
    anew, unsized = _began_anew(facts)
    again = (journeys["role"] == "loop") & ~anew & ~unsized
    again &= ~journeys["message"].isin(_split_outgoing(facts))
    found = journeys_with(facts, again, facts.events["hand_over"],
                          "It was handed over again after it had come back.",
                          "It was not handed over a second time.")  # fmt: skip
    found = _why_no_loop(facts, found, anew)
    index = facts.messages.index
    handed = journeys[journeys["handed"]].groupby("message").size().reindex(index, fill_value=0)
    unsure = handed.gt(1) & ~index.isin(_split_outgoing(facts)) & ~facts.has_journey(anew)
    alone = handed.between(1, 2) & ~facts.has(is_held(facts))
    found = weakened(found, alone, "Without the records between, a second sending or a release "
                     "from quarantine cannot be ruled out.")  # fmt: skip
    back = journeys["role"].eq("return").groupby(journeys["message"]).sum().reindex(index)
    found = unsettled(found, is_yes(alone & handed.eq(2) & back.lt(1)) & found.yes & ~cut.yes,
                      "It was handed over twice, and no return is here: it may have been sent "
                      "a second time, or released from quarantine.")  # fmt: skip
    looped = either(found, cut)
    unsure = is_yes(unsure) & ~looped.yes
    found = unsettled(looped, unsure, "The times do not tell which of the hand-overs came first.")
    split = is_yes(_may_be_split(facts)) & found.yes & ~cut.yes
    found = unsettled(found, split, "Rules without a name routed the two hand-overs, and not the "
                      "same ones: one outgoing mail may have been split by kind of recipient."
                      )  # fmt: skip
    alike = unsure & is_yes(facts.has_journey(unsized))
    return unsettled(found, alike, "It was delivered before it was handed over again. A loop makes "
                     "it larger, a second sending does not, and the sizes are not here."
                     )  # fmt: skip


def _why_no_loop(facts: Facts, found: Evidence, anew: pd.Series) -> Evidence:
    """Say behind a no what a second hand-over was, where there is one."""
    of, because = facts.journeys["message"], found.because.copy()
    twice = facts.has_journey(facts.journeys["handed"] & of.isin(_split_outgoing(facts)))
    twice &= facts.journeys.groupby("message")["handed"].sum().gt(1)
    because[is_yes(twice) & ~found.yes] = (
        "It was handed over by different outgoing rules: one mail was split by kind of recipient."
    )
    late = _time_since_delivery(facts)[anew].groupby(of[anew]).min().reindex(facts.messages.index)
    for place in (is_yes(late.notna()) & ~found.yes).nonzero()[0]:
        minutes = late.iloc[place].total_seconds() / 60
        after = f"{duration(minutes)} after" if minutes >= 1 else "after"
        because[place] = (f"It was handed over again {after} it had been delivered: it came in "
                          "once more, which is no loop.")  # fmt: skip
    return replace(found, because=because)


@once
def is_open_again(facts: Facts) -> pd.Series:
    """Mark the messages that came back, and of which a later hand-over is the last thing here.

    What the outcomes of the way and of the end tell by themselves is not marked, nor is one
    outgoing mail that was split.
    """
    journeys = facts.journeys
    cut = journeys["journey"].isin(facts.events.loc[is_failure(facts), "journey"])
    again = facts.has_journey(journeys["handed"] & are_last_passes(facts) & ~cut)
    again &= facts.has_journey(journeys["role"].eq("return"))
    again &= ~facts.outcome("gateway").isin(_TOLD)
    again &= facts.outcome("disposition").ne("with-the-gateway") & ~_may_be_split(facts)
    return again & ~facts.messages.index.isin(_split_outgoing(facts))


def _began_anew(facts: Facts) -> tuple[pd.Series, pd.Series]:
    """Mark the hand-overs after the message was in the mailbox: it was sent in once more.

    What goes round has grown on its way, and comes to the gateway again at once. So a delivery
    between two hand-overs is enough where the second is no larger than the first, there is no
    third, and nothing was forwarded. Else the second must be late: later than the turn-round of the
    gateway and ten minutes. Marked beside them: those where only the sizes are missing.
    """
    journeys = facts.journeys
    table = journeys.sort_values(["message", "pass_number"])
    begun, kept = _begun_and_kept(facts, table)
    round_began = begun.where(table["handed"]).groupby(table["message"]).ffill()
    before = round_began.groupby(table["message"]).shift()
    delivered = table["handed"] & (kept >= before)
    wait = pd.Timedelta(minutes=facts.gateway.turn_round_minutes + 10)
    same, unsized = _handed_twice(facts)
    late = (begun - kept > wait) | ((begun >= kept) & table["message"].isin(same))
    unsure = delivered & ~late & (begun >= kept) & table["message"].isin(unsized)
    anew = delivered & late
    return tuple(x.fillna(False).reindex(journeys.index).astype(bool) for x in (anew, unsure))


def _begun_and_kept(facts: Facts, table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return when each journey began, and when its message had last been delivered by then."""
    events = facts.events
    done = events["time"].where(is_delivery(facts)).groupby(events["journey"]).max()
    begun = events.groupby("journey")["time"].min()
    done, begun = (times.reindex(table["journey"]).set_axis(table.index) for times in (done, begun))
    return begun, done.where(~table["handed"]).groupby(table["message"]).ffill()


def _time_since_delivery(facts: Facts) -> pd.Series:
    """Return how long before each journey its message had been delivered."""
    begun, kept = _begun_and_kept(facts, facts.journeys.sort_values(["message", "pass_number"]))
    return (begun - kept).reindex(facts.journeys.index)


def _handed_twice(facts: Facts) -> tuple[pd.Index, pd.Index]:
    """Messages with two hand-overs and no third, and no row of a loop or a forward.

    First those of one size, then those of which a size is not known.
    """
    events, journeys = facts.events, facts.journeys
    sent_on = events["event"].eq("Redirect") | drop_outcomes(facts).eq("redirected")
    round_again = events.loc[sent_on | _hop_count(facts), "message"]
    times = journeys.groupby("message")["handed"].sum()
    twice = times.index[times.eq(2) & ~times.index.isin(round_again)]
    sizes = journeys[journeys["handed"]].groupby("message")["size_bytes"]
    sizes = sizes.agg(["min", "max", "count"]).reindex(twice)
    known = sizes["count"].eq(2)
    return twice[known & (sizes["max"] <= sizes["min"] * GROWN)], twice[~known]


def _hop_count(facts: Facts) -> pd.Series:
    codes = facts.events["enhanced_code"].isin(["5.4.14", "5.4.6"])
    if not codes.any():
        return codes
    # A circle of forwards in the directory is none of the way to the gateway.
    codes &= ~facts.events["token"].str.casefold().eq("resolver.fwd.loop").fillna(False)
    handed = facts.events["message"].isin(facts.journeys.loc[facts.journeys["handed"], "message"])
    return codes & handed


def _split_outgoing(facts: Facts) -> set:
    """Messages whose hand-overs were routed by different outgoing rules."""
    out = facts.events["rule_role"] == "route-outbound"
    if not out.any():
        return set()
    routes = facts.events.loc[out, ["message", "rule_name"]]
    rules = routes.groupby("message")["rule_name"].nunique()
    return set(rules.index[rules > 1])


def _may_be_split(facts: Facts) -> pd.Series:
    """Mark the messages handed over twice by different rules of which the names are not known.

    What goes round meets the same rules again.
    """
    events, journeys = facts.events, facts.journeys
    twice = journeys.groupby("message")["handed"].sum().eq(2)
    hidden = events["rule_name"].isna() & events["rule_id"].notna() & events["handed"]
    hidden &= events["message"].isin(twice.index[twice])
    if not hidden.any():
        return pd.Series(False, index=facts.messages.index)
    met = events[hidden].groupby(["message", "journey"])["rule_id"].agg(frozenset)
    kinds = met.groupby("message").agg(["size", "nunique"])
    return kinds.eq(2).all(axis=1).reindex(facts.messages.index, fill_value=False)
