"""An event that two inputs tell is there once, and no event is left out."""

from inputs_to_join import GUID, event, listed, pasted, trace, traced

from tracekit.combine import combine
from tracekit.model import MessageTrace

RULE = "67a46a94-0000-4000-8000-000000000001"


def joined(report: list, extended: list) -> MessageTrace:
    """A pasted report and an Extended report of the same journey."""
    return combine([
        trace("a.txt", "report-text", pasted("12:31", *report)),
        trace("b.csv", "extended-csv", traced("12:31:05.123", *extended)),
    ])  # fmt: skip


def test_an_event_told_twice_is_one():
    """The sentence of the report, the time of the Extended report, and what only that one knows."""
    events = joined(["12:31 Receive Message received by: X"], ["12:31:05.123 Receive"]).events

    assert [("Message received by: X", "SMTP", "ms", "a.txt")] == list(
        zip(events["detail"], events["component"], events["time_precision"], events["source"],
            strict=True))  # fmt: skip


def test_what_one_input_hides_stays():
    """Agent records and shadow copies are in Extended reports only, journaling in others."""
    found = joined(
        ["12:31 Receive a", "12:31 Journal b", "12:31 Deliver c"],
        ["12:31:05.123 Receive", "12:31:05.200 HARECEIVE", "12:31:06.000 Deliver"],
    ).events

    assert ["Receive", "Journal", "HARECEIVE", "Deliver"] == found["event"].tolist()
    assert [1, 2, 3, 4] == found["seq"].tolist()


def test_of_several_alike_the_kth_is_the_kth():
    """Two attempts in one minute."""
    found = joined(["12:31 Defer a", "12:31 Defer b"], ["12:31:05.1 Defer", "12:31:40.2 Defer"])

    assert ["a", "b"] == found.events["detail"].tolist()
    assert [5, 40] == found.events["time"].dt.second.tolist()


def test_another_minute_is_another_event():
    """Times must agree as far as both go."""
    assert 2 == len(joined(["12:31 Defer a"], ["12:32:00.1 Defer"]).events)


def test_finer_times_decide_between_finer_inputs():
    """Two Defer of one minute in two Extended reports are two events."""
    one, two = (traced("12:31:05", row) for row in ("12:31:05.100 Defer", "12:31:40.200 Defer"))
    found = combine([trace("a", "extended-csv", one), trace("b", "extended-csv", two)]).events

    assert 2 == len(found)


def test_other_details_of_one_kind_of_input_are_other_events():
    """Two reports print the same sentence for the same event."""
    one = pasted("12:31", "12:31 Receive", "12:31 Defer first", network_message_id=GUID)
    two = pasted("12:31", "12:31 Receive", "12:31 Defer second", network_message_id=GUID)
    found = combine([trace("a", "report-text", one), trace("b", "report-text", two)]).events

    assert ["Receive", "Defer", "Defer"] == found["event"].tolist()


def test_rules_are_told_apart_by_their_ids():
    """Each name goes to its own id, whatever the order."""
    printed = [event(f"12:31 Transport_rule {n}", rule_name=n, rule_id=RULE[:-1] + n) for n in "12"]
    derived = [event("12:31:05.123 Transport_rule", rule_id=RULE[:-1] + n, derived=True,
                     component="AGENT") for n in "21"]  # fmt: skip
    found = combine([
        trace("a.txt", "report-text", pasted("12:31", events=printed)),
        trace("b.csv", "extended-csv", traced("12:31:05.123", events=derived)),
    ]).events  # fmt: skip

    assert [("1", RULE), ("2", RULE[:-1] + "2")] == sorted(
        zip(found["rule_name"], found["rule_id"], strict=True))  # fmt: skip
    assert [False, False] == found["derived"].fillna(False).tolist()


def test_derived_only_where_both_are():
    """Two agent records of two Extended reports."""
    made = [event("12:31:05.123 Spam", derived=True, component="AGENT")]
    found = combine([
        trace(n, "extended-csv", traced("12:31:05.123", events=made)) for n in ("a", "b")
    ]).events  # fmt: skip

    assert [True] == found["derived"].tolist()


def test_a_rule_report_names_the_only_rule_without_name():
    """One id without a name and one name without an id, in one journey, are one rule."""
    hits = [event("12:31:05 Transport_rule", rule_name="Reset", action="SetHeader")]
    ids = [event("12:31:05.123 Transport_rule", rule_id=RULE, derived=True, component="AGENT")]
    found = combine([
        trace("a.csv", "rule-report-csv", listed("12:31:05", status=None, events=hits)),
        trace("b.csv", "extended-csv", traced("12:31:05.123", events=ids)),
    ]).events  # fmt: skip

    assert [("Reset", RULE)] == list(zip(found["rule_name"], found["rule_id"], strict=True))


def test_a_rule_report_never_chooses_between_two_ids():
    """A missing name beats a wrong one."""
    hits = [event("12:31:05 Transport_rule", rule_name="Reset")]
    ids = [event("12:31:05.123 Transport_rule", rule_id=RULE[:-1] + n, component="AGENT",
                 derived=True) for n in "12"]  # fmt: skip
    found = combine([
        trace("a.csv", "rule-report-csv", listed("12:31:05", status=None, events=hits)),
        trace("b.csv", "extended-csv", traced("12:31:05.123", events=ids)),
    ]).events  # fmt: skip

    assert 3 == len(found)
    assert [] == found.loc[found["rule_id"].notna(), "rule_name"].dropna().tolist()


def test_names_of_rules_are_learnt_from_other_messages():
    """One pasted report of another message names the rule of a whole Extended report."""
    named = [event("09:00 Transport_rule", rule_name="Reset", rule_id=RULE)]
    ids = [event("12:31:05.123 Transport_rule", rule_id=RULE, component="AGENT")]
    other = pasted("09:00", message_id="<other@example.com>", events=named)
    found = combine([
        trace("a.txt", "report-text", other),
        trace("b.csv", "extended-csv", traced("12:31:05.123", events=ids)),
    ]).events  # fmt: skip

    assert ["Reset", "Reset"] == found["rule_name"].tolist()


def test_a_renamed_rule_stays_without_name():
    """Two names of one id: neither is chosen."""
    named = [event("09:00 Transport_rule", rule_name=n, rule_id=RULE) for n in ("Old", "New")]
    ids = [event("12:31:05.123 Transport_rule", rule_id=RULE, component="AGENT")]
    found = combine([
        trace("a.txt", "report-text", pasted("09:00", message_id="<o@example.com>", events=named)),
        trace("b.csv", "extended-csv", traced("12:31:05.123", events=ids)),
    ]).events  # fmt: skip

    assert 1 == found["rule_name"].isna().sum()


def test_events_without_times_join_where_they_are_as_many():
    """A report without a zone has no times in UTC; its order stands."""
    same = joined(["- Receive a", "- Deliver b"], ["12:31:05.1 Receive", "12:31:06.1 Deliver"])
    more = joined(["- Receive a", "- Receive b"], ["12:31:05.1 Receive"])

    assert [("a", 5), ("b", 6)] == list(
        zip(same.events["detail"], same.events["time"].dt.second, strict=True))  # fmt: skip
    assert 3 == len(more.events)
