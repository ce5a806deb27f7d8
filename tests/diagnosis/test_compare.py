"""Two messages side by side: what is the same, where they part, what that led to."""

import json

import pandas as pd
import pytest
from reports import out, read, report
from samples import SCENARIOS, case_of
from scenarios_first import CLEAN, JUNKED

from tracekit import compare, diagnose
from tracekit.errors import InputError


def case(*reports: str):
    """The one message of some reports."""
    return diagnose(read(*reports)).case()


@pytest.fixture(scope="module")
def parted():
    """A clean mail and one that the gateway junked."""
    return compare(case(out(), CLEAN), case(out(), JUNKED))


def test_a_message_does_not_differ_from_itself():
    """Whatever the case, every event meets itself and no outcome differs."""
    for scenario in SCENARIOS[::9]:
        found = compare(case_of(scenario), case_of(scenario))
        assert found.events["same"].all(), scenario.name
        assert found.outcomes["same"].all(), scenario.name
        assert "They do not differ in any event." == found.difference


def test_no_event_is_lost_in_the_alignment(parted):
    """Each event of both messages stands in one row."""
    for which, mine in (("first", parted.first), ("second", parted.second)):
        told = parted.events[[f"{which}_journey", f"{which}_seq"]].dropna()
        assert len(mine.trace.events) == len(told) == len(told.drop_duplicates())


def test_the_first_place_where_they_part_is_named(parted):
    """The way out is the same; on the way back the verdict rule fired for one of them."""
    assert parted.difference.startswith("They part on the way back from the gateway")
    assert "IPW Processed SPAM" in parted.difference


def test_the_outcomes_that_differ_are_told(parted):
    """What the difference led to stands below it, tree by tree."""
    differing = parted.outcomes.loc[~parted.outcomes["same"], "tree"].tolist()

    assert "decision" in differing
    assert "Who decided? First:" in parted.how()


def test_a_journey_that_only_one_has_is_said():
    """A mail that did not come back is told by its missing way, not by its last event."""
    found = compare(case(out(), CLEAN), case(out()))
    assert found.difference == (
        "They part here: only the first message shows the way back from the gateway, which ends "
        "with Deliver."
    )


def test_swapping_the_two_swaps_the_columns():
    """Neither message is the measure of the other."""
    one, two = case(out(), CLEAN), case(out(), JUNKED)
    there, back = compare(one, two), compare(two, one)

    assert there.events["same"].sum() == back.events["same"].sum()
    pd.testing.assert_series_equal(
        there.outcomes["first"], back.outcomes["second"], check_names=False
    )


def test_the_rule_at_the_parting_is_explained(parted):
    """What the profile says of the rule stands beside the place, not only what an event is."""
    assert parted.second.gateway.rule("IPW Processed SPAM").meaning in parted.difference


def test_the_same_events_at_other_times_differ_in_time():
    """Half an hour at the gateway is no other event, and yet a difference."""
    late = CLEAN.replace("12:32", "13:32").replace("12:31", "13:31")
    found = compare(case(out(), CLEAN), case(out(), late))

    assert "They have the same events, and differ in time." == found.difference


def test_a_trace_of_one_message_is_its_only_case():
    """Traces and diagnoses are taken as their one message."""
    one, two = read(out(), CLEAN), read(out(), JUNKED)
    found = compare(one, diagnose(two))

    assert found.difference == compare(case(out(), CLEAN), case(out(), JUNKED)).difference


@pytest.mark.parametrize(("given", "told"), [
    (read(out(), CLEAN, out(recipient="pat@example.org")), "it has 2 messages, not one"),
    (read(), "it has 0 messages"), ("trace.txt", "a str is no message"),
], ids=["two", "none", "a path"])  # fmt: skip
def test_what_is_not_one_message_is_said_with_what_to_pass(given, told):
    """Neither a guess which message is meant, nor an error of Python's."""
    with pytest.raises(InputError, match=told) as error:
        compare(case(out()), given)
    assert "diagnose(trace).case(message_id, recipient)" in str(error.value)


def test_a_comparison_is_written_as_the_command_writes_it(parted):
    """Plain values and a page, as of a diagnosis."""
    record = parted.to_dict()

    assert parted.difference == record["difference"]
    assert json.loads(json.dumps(record)) == record
    assert parted.to_markdown().startswith("# Two messages side by side")
    assert "IPW Processed SPAM" in parted.to_markdown()


def test_lone_journeys_are_one_way_where_nobody_knows_which():
    """That one of them shows which way it went is no difference of the messages."""
    ruled = ["09:00 receive", "09:00 rule IPW Filter - Group Member", "09:00 deliver inbox"]
    silent = case(report(["09:00 receive", "09:00 deliver junk"]))
    told = compare(silent, case(report([ruled[0], "09:01 drop 250 2.1.5 RESOLVER.GRP.Expanded"])))

    for found in (told, compare(silent, case(report(ruled)))):
        assert found.events["same"].iloc[0]
        assert "only the" not in found.difference


def test_one_that_left_for_the_gateway_and_one_that_did_not_began_alike():
    """They part where the one was put off, not at the first row that both have."""
    rules = ["12:31 receive", "12:31 journal", "12:31 route"]
    stopped = case(report([*rules, "12:31 deliver quarantine"]))
    found = compare(stopped, case(out()))
    back = compare(case(out(), CLEAN), stopped)

    assert {"entry"} == set(found.events["role"])
    assert "both    Receive" in "\n".join(found.lines())
    assert "the second has Send external" in found.difference
    assert "a server of INKY" in found.difference
    assert ["entry", "return"] == back.events["role"].unique().tolist()
