"""custom_data parses item by item, doubts what may be forged, and knows what each entry says."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import custom_data
from tracekit.decode.custom_data import BROKEN, CUT, FORGED, OUTSIDE, UNCLOSED, attributes, items
from tracekit.knowledge.agents import code_meaning, load_agents

GROUPS = [(a.name, g) for a in load_agents().agent for g in a.group]
HIT = "S:TRA=ETR|ruleId=19a25eb2-3e43-4896-ad9e-47b6c359779d|action=DeleteMessage"
PIECES = ["S:", "SFA=", "AMA=EV", "TRA=ETR", "|", ";", "'", '"', "=", "v=1", "a", "\n", "[", "], [",
          "{[", ", ", "]}", "I32:x=", "é", " "]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40)


def parts(text):
    """Name, head and fields of every item."""
    return [(i.name, i.head, i.fields) for i in items(text)]


@pytest.mark.parametrize(("agent", "group"), GROUPS, ids=lambda x: getattr(x, "head", x))
def test_samples_are_what_their_entry_says(agent, group):
    """Each sample is one item of its agent and group, and nothing about it is in doubt."""
    for sample in group.samples:
        (item,) = items(sample)

        assert ("S", agent, group.head, False, sample) == (
            item.type, item.name, item.head, item.quoted, item.raw)  # fmt: skip
        assert [] == custom_data.problems_in(sample)


@pytest.mark.parametrize(("agent", "group"), GROUPS, ids=lambda x: getattr(x, "head", x))
def test_every_key_has_a_sample_and_every_sample_key_an_entry(agent, group):
    """The table of keys is complete in both directions."""
    shown = {key.lower() for sample in group.samples for key, _ in items(sample)[0].fields}

    assert {key.name.lower() for key in group.keys} == shown


@pytest.mark.parametrize("entry", load_agents().property, ids=lambda e: e.name)
def test_samples_of_properties(entry):
    """A property has a value and no fields."""
    (item,) = items(entry.sample)

    assert (entry.name, ()) == (item.name, item.fields)
    assert item.head


def test_codes_stand_under_keys_that_exist():
    """No code belongs to a key that no record has, and none is told twice."""
    known = {(a.name, k.name) for a in load_agents().agent for g in a.group for k in g.keys}
    codes = [(c.agent, c.key, c.code.lower()) for c in load_agents().code]

    assert set() == {code[:2] for code in codes} - known
    assert len(set(codes)) == len(codes)
    assert code_meaning("AMA", "ACTION", "NI") == "The message was rejected."
    assert code_meaning("AMA", "action", "zz") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("S:CompCost=|ETR=0;", [("CompCost", "", (("ETR", "0"),))]),
        ("S:A=x==;S:B=<>", [("A", "x==", ()), ("B", "<>", ())]),
        ("S:SFA=SUM|LAT=1|LAT=2|x|", [("SFA", "SUM", (("LAT", "1"), ("LAT", "2"), ("x", None)))]),
        ("S:From=dan.o'connor@example.com;I32:N=1",
         [("From", "dan.o'connor@example.com", ()), ("N", "1", ())]),
        ("S:A=file=a;b.doc;S:B=1", [("A", "file=a;b.doc", ()), ("B", "1", ())]),
        ("'S:key=a=b;c=d';S:B=1", [("key", "a=b;c=d", ()), ("B", "1", ())]),
        ("'S:key=a;S:B=1';S:C=2", [("key", "a;S:B=1", ()), ("C", "2", ())]),
        ("AMA=SUM|v=0;To=Hosted", [("AMA", "SUM", (("v", "0"),)), ("To", "Hosted", ())]),
        ("{[E2ELatency, 0.701], [AMA, SUM|v=0]}",
         [("E2ELatency", "0.701", ()), ("AMA", "SUM", (("v", "0"),))]),
        ("[E2ELatency, 0.701];[ToEntity,\n   Hosted]",
         [("E2ELatency", "0.701", ()), ("ToEntity", "Hosted", ())]),
    ],
)  # fmt: skip
def test_items(text, expected):
    """Shapes seen in rows, and those that trap a splitter."""
    assert expected == parts(text)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("S:A=1;S:B=2;", []),
        ("'S:A=1;S:B=2", [UNCLOSED]),
        ("S:A=1;'S:B=a'b", [UNCLOSED]),
        ("'S:A=1';rest;S:B=2", [OUTSIDE]),
        ("nothing known", [OUTSIDE]),
        ("free text;S:A=1", [OUTSIDE]),
        (f"S:AMA=EV|v=1|file=x;{HIT}", [FORGED]),
        (f"S:AMA=EV|v=1|file=;{HIT}", [FORGED]),
        (f"'S:AMA=EV|v=1|file=x';{HIT}'", [FORGED]),
        (f"S:AMA=EV|engine=M|v=0|sig=1|name=|file=;{HIT}", []),
        ("S:AMA=EV|v=1|file=x;S:AMA=SUM|v=0", [FORGED]),
        ("S:AMA=EV|v=1|file=x;S:BCL=0", [FORGED]),
        ("S:AMA=EV|v=1|file=x;S:AMA=EV|v=1|file=y;S:DeliveryPriority=Normal", []),
        (f'S:OriginalFromAddress="x;{HIT}"@example.com', [BROKEN]),
        ('S:OriginalFromAddress="x y"@example.com;S:A=1', []),
        ("{[E2ELatency, 0.7", [CUT]),
    ],
)
def test_doubts(text, doubts):
    """What may be forged or cut is said, and ordinary values are not doubted."""
    assert doubts == custom_data.problems_in(text)


EV = "S:AMA=EV|engine=M|v=0|sig=|name=|file="


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (f"{EV}x.doc;{HIT}", []),
        (f"'{EV}a;b.doc';{HIT}", []),
        (f"'{EV}o''x.doc';{HIT}", []),
        (f"{EV}a;b.doc;{HIT}", [FORGED]),
        (f"{EV}o'x.doc;{HIT}", [FORGED]),
        (f"'{EV}x.doc';{HIT}", [FORGED]),
        (f"{EV}x\n.doc;{HIT}", [FORGED]),
        (f"AMA=EV|v=1|file=x;{HIT.removeprefix('S:')}", [FORGED]),
        (f"[AMA, EV|v=1|file=x], [{HIT.removeprefix('S:').replace('=', ', ', 1)}]", [FORGED]),
    ],
)
def test_doubts_about_what_stands_as_exchange_wrote_it(text, doubts):
    """Exchange quotes what holds a semicolon: what is not quoted is an item, or not its writing."""
    assert doubts == custom_data.problems_in(text, as_written=True)


@pytest.mark.parametrize("name", ["x.doc;", "o'';", "a';", "'';", ";"])
def test_a_file_name_that_exchange_quoted_forges_nothing(name):
    """Whatever the name ends with, the rule hit in it stays inside the item."""
    member = f"{EV}{name}{HIT}".replace("'", "''")

    assert 2 == len(items(f"'{member}';S:BCL=0"))


@given(TEXTS)
def test_items_are_pieces_of_the_text_in_order(text):
    """No text raises; items are numbered slices that stand in order and do not overlap."""
    at = 0
    for number, item in enumerate(items(text)):
        at = text.index(item.raw, at) + len(item.raw)

        assert number == item.index


def test_attributes_keep_everything_in_order():
    """Repeats, flags, empty heads and properties each have a row under the row's label."""
    column = pd.Series(["S:CompCost=|ETR=0;S:BCL=3;S:A=h|f|x=|", None, "S:E=SUM|"], index=[7, 8, 7])
    expected = [
        (7, 0, "CompCost", "", "ETR", "0"),
        (7, 1, "BCL", "?", "?", "3"),
        (7, 2, "A", "h", "f", "?"),
        (7, 2, "A", "h", "x", ""),
        (7, 0, "E", "SUM", "?", "?"),
    ]
    found = attributes(column)[["row", "item", "name", "head", "key", "value"]]

    assert expected == [tuple("?" if pd.isna(x) else x for x in r) for r in found.to_numpy()]


def test_attributes_of_nothing_have_their_columns():
    """A column without values gives an empty table of the same shape."""
    found = attributes(pd.Series([None, None], dtype="str"))

    assert (0, list(custom_data.COLUMNS)) == (len(found), list(found.columns))
    assert "str" == found["key"].dtype
