"""Dropping a journey can only make a diagnosis know less; what it may still say is listed here."""

from dataclasses import replace
from itertools import combinations

import pytest
from samples import real, scenarios
from together import Found, Sample, diagnose_all, only

# All ways to drop some are tried up to this number of journeys, above it each one by itself.
FEW = 5
MANY = 24
AWAY = "absence of the way out is the outcome"
NO_RETURN = "absence of the return is the outcome"
ROUND = "one round of two is a whole round; nothing in it shows that there was another"
HERE = "it is about what is here, and says so"
FIRST = "the first delivery is not here, and nobody waited for the second one"
TWICE = "two deliveries are here; why, is only likely"
LATER = "what came later is not here; an end is the last that is here, as at delivery"
# Another outcome that may be shown of a part, with the reason: tree, whole, part.
STILL_SHOWN = {
    ("gateway", "analysed-inline", "outbound-not-in-trace"): AWAY,
    ("gateway", "analysed-inline", "return-not-in-trace"): NO_RETURN,
    ("gateway", "mail-loop", "return-not-in-trace"): NO_RETURN,
    ("gateway", "rescanned-after-release", "return-not-in-trace"): NO_RETURN,
    ("gateway", "mail-loop", "analysed-inline"): ROUND,
    ("gateway", "rescanned-after-release", "analysed-inline"): ROUND,
    ("disposition", "released-from-quarantine", "in-inbox"): "it is there; from where, is not here",
    ("disposition", "released-from-quarantine", "in-quarantine"): LATER,
    ("decision", "no-adverse-decision", "decided-by-moderator"): LATER,
    ("disposition", "with-the-gateway", "in-quarantine"): LATER,
    ("disposition", "in-junk", "in-inbox"): "of two ends in one minute one is not here",
    ("disposition", "cannot-tell", "delivered-folder-unknown"): "one without an end is not here",
    ("copies", "cannot-tell", "single-copy"): LATER,
    ("delay", "cannot-tell", "no-delay"): "the second copy, which came late, is not here",
    ("delay", "cannot-tell", "delay-awaiting-approval"): LATER,
    ("delay", "delay-in-quarantine", "no-delay"): ROUND,
    ("copies", "looped-copies", "duplicate-delivery"): TWICE,
    ("copies", "group-copies", "duplicate-delivery"): TWICE,
}  # fmt: skip
# Questions whose yes may become no although none of its rows was dropped, with the reason.
NO_MORE = {
    "came_back": "a return is a journey after a hand-over; without the hand-over it is none",
    "end_is_known": HERE,
    "whole_way_is_here": HERE,
    "part_here_took_too_long": HERE,
    "took_too_long": ROUND,
    "was_handed_over_again_after_return": "again means that there was a first time",
    "was_kept_from_the_inbox": LATER,
    "may_lie_in_junk": LATER,
    "group_brought_a_copy": "the group's own record is not here",
    "was_resent_by_sender": "the other message is not here",
    "was_quarantined": "it left for the gateway again, and where it is now is not here",
}
# Questions whose no may become yes, with the reason.
YES_NOW = {
    "approval_is_open": LATER,
    "ended_in_drop": LATER,
    "moderator_decides": LATER,
    "was_kept_from_the_inbox": LATER,
    "end_is_known": LATER,
    "was_quarantined": LATER,
    "microsoft_filter_acted": LATER,
    "is_with_the_gateway": "absence of the return is what is asked",
    "was_handed_over_again_after_return": "the delivery between is not here; weak without it",
    "is_mail_going_out": "the delivery is not here; it leads to cannot tell alone",
    "has_usable_times": "the journey without a zone is not here",
    "was_analysed_without_verdict": ROUND,
    "longest_wait_was_at_gateway": "of the waits that are here; weak where one may be missing",
    "took_too_long": FIRST,
    "part_here_took_too_long": FIRST,
    "longest_wait_was_in_microsoft": "of the waits that are here; weak where one may be missing",
}


def parts(sample: Sample) -> list[tuple[frozenset[int], Sample]]:
    """Drop journeys of a sample in many ways; beside each part the numbers of what was dropped."""
    journeys = frozenset(sample.trace.journeys["journey"])
    sizes = range(1, len(journeys)) if len(journeys) <= FEW else [1] if len(journeys) < MANY else []
    drops = [frozenset(d) for size in sizes for d in combinations(sorted(journeys), size)]
    return [(d, replace(sample, trace=only(sample.trace, journeys - d))) for d in drops]


def _not_complete(sample: Sample) -> dict[str, object]:
    """With a record missing, that all records are here would be a lie."""
    return {name: value for name, value in sample.options.items() if name != "complete"}


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Found, Found, frozenset[int]]]:
    """What was found in a whole, in a part of it, and what was dropped, message by message."""
    whole = [replace(s, options=_not_complete(s)) for s in (*scenarios(), *real())
             if s.trace.journeys["message_id"].notna().all()]  # fmt: skip
    listed = [(n, dropped, part) for n, s in enumerate(whole) for dropped, part in parts(s)]
    found = diagnose_all([*whole, *(part for _, _, part in listed)])
    before, after = found[: len(whole)], found[len(whole) :]
    return [
        (one, other, dropped)
        for (n, dropped, _), messages in zip(listed, after, strict=True)
        for other in messages
        for one in before[n]
        if one.key == other.key
    ]


def test_parts_are_tried(pairs):
    """Hundreds of parts are compared with the whole."""
    assert len(pairs) > 400


def test_a_part_shows_no_other_outcome(pairs):
    """What is shown of a part is shown of the whole, or it is listed why; no reason is old."""
    found = {(tree, one.outcomes[tree], other.outcomes[tree]): (one.sample.name, sorted(dropped))
             for one, other, dropped in pairs for tree in one.outcomes
             if other.shown(tree) not in ("", one.outcomes[tree])}  # fmt: skip

    assert {} == {key: where for key, where in found.items() if key not in STILL_SHOWN}
    assert set(STILL_SHOWN) == set(found)


def turned(pairs, one_word, other_word):
    """Questions whose answer turned, with the samples, what was dropped, and whether as proof."""
    found = {}
    for one, other, dropped in pairs:
        for name, said in one.answers.items():
            if (said, other.answers[name]) == (one_word, other_word):
                place = (one.sample.name, sorted(dropped), bool(one.proof[name] & dropped))
                found.setdefault(name, []).append(place)
    return found


def test_a_yes_goes_only_with_its_rows(pairs):
    """Yes becomes no where rows that proved it were dropped, or where it is listed why."""
    bare = {name: places for name, places in turned(pairs, "yes", "no").items()
            if not all(proof for _, _, proof in places)}  # fmt: skip

    assert {} == {name: places[:2] for name, places in bare.items() if name not in NO_MORE}
    assert set(NO_MORE) == set(bare)


def test_no_becomes_yes_only_where_absence_is_asked(pairs):
    """What is not so of the whole is not so of a part, or it is listed why."""
    found = turned(pairs, "no", "yes")

    assert {} == {name: places[:2] for name, places in found.items() if name not in YES_NOW}
    assert set(YES_NOW) == set(found)
