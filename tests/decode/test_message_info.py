"""Where a message spent its time, server by server."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import latencies, latency, originated
from tracekit.decode.message_info import DEEPEST, load_stages

TREES = st.recursive(
    st.just(()), lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=12
)


def written(tree):
    """A tree of components in the language, each of one second."""
    return "|".join("C=1" + (f"({written(inner)})" if inner else "") for inner in tree)


def levels(tree, depth=1):
    """The depth of every component of a tree, in order."""
    return [n for inner in tree for n in (depth, *levels(inner, depth + 1))]


@pytest.mark.parametrize("entry", load_stages().stage, ids=lambda e: e.name)
def test_samples_of_stages(entry):
    """The sample of a stage is of that stage and has components."""
    found = latency(entry.sample)

    assert {entry.name} == {part["stage"] for part in found}
    assert len(found) > 1
    assert "2025-03-04T08:00:00.000Z" == originated(entry.sample)


@pytest.mark.parametrize("sample", load_stages().sample, ids=lambda s: s.deepest)
def test_whole_values(sample):
    """Every number of a value is a part; names keep blanks and dashes."""
    found = latencies(pd.Series([sample.text]))

    assert sample.parts == len(found) == sample.text.count("=") - 1
    assert sample.deepest == found["component"][found["depth"].idxmax()]


@given(TREES)
def test_a_tree_of_any_shape_reads_back(tree):
    """Each component has the depth at which it stands."""
    text = f"SRV=a:TOTAL-HUB=1{'|' if tree else ''}{written(tree)}"

    assert [0, *levels(tree)] == [part["level"] for part in latency(text)]


def test_several_servers():
    """Each server has its own parts; a broken one does not take those of the next."""
    text = "2025-03-04T08:00:00Z;SRV=a:TOTAL-FE=1|X=(;LSRV=b:TOTAL-HUB=2|CAT=0.5(R-Rule Agent=0.2)"
    found = latencies(pd.Series([text], index=[9]))

    assert [
        [9, "a", "FE", "TOTAL", "-", 0, 1.0],
        [9, "b", "HUB", "TOTAL", "-", 0, 2.0],
        [9, "b", "HUB", "CAT", "-", 1, 0.5],
        [9, "b", "HUB", "R-Rule Agent", "CAT", 2, 0.2],
    ] == found.fillna({"parent": "-"}).to_numpy().tolist()


@pytest.mark.parametrize("text", ["", "0cA: ", "04I: ", "11a", "2025-03-04T08:00:00Z", "SRV=a:x"])
def test_other_values_give_nothing(text):
    """The code of a RECEIVE row and a time alone hold no latency."""
    assert [] == latency(text)


def test_no_time_is_made_up():
    """Only a whole UTC time at the beginning is the origin."""
    assert [None, None, None] == [
        originated(text) for text in ("0cA: ", "2025-03-04T08:00:00", "x;2025-03-04T08:00:00Z")
    ]


def test_depth_is_bounded():
    """What is deeper than DEEPEST is left out, and the rest is there."""
    text = "SRV=a:TOTAL-HUB=1|" + "C=1(" * 1000 + "C=1"

    assert DEEPEST == max(part["level"] for part in latency(text))


def test_types_of_nothing():
    """An empty column gives an empty table of the same types."""
    kinds = latencies(pd.Series([None], dtype="str")).dtypes.astype(str).to_dict()

    assert ("str", "Int64", "float64") == (kinds["parent"], kinds["depth"], kinds["seconds"])
