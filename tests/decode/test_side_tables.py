"""Tables made on demand keep every key and value, and never choose between two names."""

from dataclasses import replace

import pandas as pd

from tracekit.model import MessageTrace, table

RULE = "67a46a94-0000-4000-8000-000000000001"


def holding(**columns: list) -> MessageTrace:
    """A trace whose records have columns without a place of their own."""
    count = len(next(iter(columns.values())))
    extra = pd.DataFrame(
        {
            "source": pd.array(["a.csv"] * count, dtype="str"),
            "line": pd.array(range(2, count + 2), dtype="Int64"),
            **{name: pd.array(cells, dtype="str") for name, cells in columns.items()},
        }
    )
    return replace(MessageTrace.empty(), extra=extra)


def hits(*rows: tuple) -> MessageTrace:
    """A trace with events that name rules: name, id, source."""
    return replace(MessageTrace.empty(), events=table("events", (
        {"event": "Transport rule", "rule_name": name, "rule_id": rule_id, "source": source}
        for name, rule_id, source in rows
    )))  # fmt: skip


def test_keys_repeat_and_keep_their_order():
    """A multimap: every value has a row and a number inside its record."""
    found = holding(custom_data=["S:SFA=SUM|SFS=1|SFS=2;S:BCL=0", None, "S:BCL=9"]).attributes()

    assert [(2, "SFS", "1", 1), (2, "SFS", "2", 2), (2, None, "0", 3), (4, None, "9", 1)] == list(
        found[["line", "key", "value", "number"]].astype(object).where(found.notna(), None)
        .itertuples(index=False, name=None))  # fmt: skip
    assert ["SFA", "SFA", "BCL", "BCL"] == found["name"].tolist()


def test_properties_of_data_and_the_custom_data_inside():
    """A CustomData property is in the language of custom_data."""
    data = ('<root><MEP Name="CustomData" Blob="S:BCL=7"/><MEP Name="SCL" Integer="9"/>'
            '<MEP Name="CustomData" Blob="S:BCL=8"/></root>')  # fmt: skip
    found = holding(Data=[None, data]).attributes()

    assert [("MEP", "9"), ("BCL", "7"), ("BCL", "8")] == list(
        zip(found["name"], found["value"], strict=True))  # fmt: skip
    assert [3, 3, 3] == found["line"].tolist()
    assert [1, 2, 3] == found["number"].tolist()


def test_the_names_of_columns_are_compared_without_signs():
    """The cmdlet calls it EventData, the log custom-data."""
    found = holding(EventData=["S:A=1"], **{"custom-data": ["S:B=2"]}).attributes()

    assert {("EventData", "A"), ("custom-data", "B")} == set(
        zip(found["column"], found["name"], strict=True))  # fmt: skip


def test_where_the_time_went():
    """The tree of message_info, with its place."""
    found = holding(message_info=[None, "SRV=a:TOTAL-HUB=0.3|CAT=0.2(CATRS=0.1)"]).latency()

    assert [("TOTAL", 0, 0.3), ("CAT", 1, 0.2), ("CATRS", 2, 0.1)] == list(
        zip(found["component"], found["level"], found["seconds"], strict=True))  # fmt: skip
    assert {("a.csv", 3)} == set(zip(found["source"], found["line"], strict=True))


def test_rules_are_learnt_from_all_inputs():
    """A name from one input, the bare id from another: one row."""
    found = hits(("Reset", RULE, "a"), (None, RULE, "b"), (None, "other", "b"),
                 ("Relay", None, "c")).rules()  # fmt: skip

    assert [(RULE, "Reset", 1), ("other", None, 1), (None, "Relay", 1)] == list(
        found[["rule_id", "rule_name", "rows"]].astype(object).where(found.notna(), None)
        .itertuples(index=False, name=None))  # fmt: skip
    assert not found["ambiguous"].any()


def test_an_id_with_two_names_is_flagged():
    """Both names stay."""
    found = hits(("Old", RULE, "a"), ("New", RULE, "a"), ("New", RULE, "b")).rules()

    assert [("Old", "a", True), ("New", "a, b", True)] == list(
        zip(found["rule_name"], found["sources"], found["ambiguous"], strict=True))  # fmt: skip


def test_types_do_not_depend_on_what_is_there():
    """An empty table has the types of a full one."""
    full = holding(custom_data=["S:BCL=0"], message_info=["SRV=a:TOTAL-HUB=0.3"])
    bare = MessageTrace.empty()

    pd.testing.assert_series_equal(full.attributes().dtypes, bare.attributes().dtypes)
    pd.testing.assert_series_equal(full.latency().dtypes, bare.latency().dtypes)
    pd.testing.assert_series_equal(hits(("a", None, "s")).rules().dtypes, bare.rules().dtypes)
