"""How long a diagnosis takes, beside reading the same."""

import numpy as np
import pandas as pd
import pytest
from generate import summary
from reports import out, read, report

from tracekit import diagnose, parse, triage
from tracekit import read as read_file
from tracekit.model import MessageTrace

PAIR = out() + "\n" + report(
    ["12:31 receive", "12:31 rule IPW Processed SPAM", "12:31 spam", "12:32 deliver junk"]
)  # fmt: skip
MANY = 20_000
LISTED = 100_000


def many(count: int) -> MessageTrace:
    """Repeat the pair under other Message-IDs."""
    one = read(PAIR)
    return MessageTrace(
        _times(one.journeys, count).pipe(_renamed), _times(one.events, count),
        one.problems, one.sources, one.spans,
    )  # fmt: skip


def _times(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    copies = frame.iloc[np.tile(np.arange(len(frame)), count)].reset_index(drop=True)
    turn = np.repeat(np.arange(count), len(frame))
    return copies.assign(journey=copies["journey"] + 2 * turn)


def _renamed(journeys: pd.DataFrame) -> pd.DataFrame:
    number = (journeys["journey"] // 2).astype("str")
    return journeys.assign(message_id="<" + number + "@mail.example.com>",
                           subject=journeys["subject"] + " " + number)  # fmt: skip


@pytest.fixture(scope="module")
def trace():
    """20,000 messages of two journeys each."""
    return many(MANY)


def test_read_a_pasted_pair(benchmark):
    """Reading two reports: the measure for the next one."""
    assert 2 == len(benchmark(parse, PAIR).journeys)


def test_read_and_diagnose_a_pasted_pair(benchmark):
    """A person who pastes two reports does not wait for the diagnosis."""
    found = benchmark(lambda: diagnose(parse(PAIR)).case())

    assert "in-junk" == found.outcomes["disposition"]


def test_diagnose_twenty_thousand_messages(benchmark, trace):
    """A triage looks at whole tables, never at one message after the other."""
    found = benchmark.pedantic(diagnose, (trace,), rounds=2)

    assert {"in-junk"} == set(found.outcomes["disposition"])
    assert MANY == len(found.outcomes)


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """A list of 100,000 search results, as a CSV file."""
    path = tmp_path_factory.mktemp("listed") / "list.csv"
    summary(path, LISTED)
    return path


@pytest.mark.benchmark(group="a list of 100,000 results")
def test_read_a_list(benchmark, listed):
    """The measure for the next one."""
    assert benchmark.pedantic(read_file, (listed,), rounds=2).events.empty


@pytest.mark.benchmark(group="a list of 100,000 results")
def test_diagnose_a_list(benchmark, listed):
    """A list is diagnosed in about the time that reading it takes."""
    found = benchmark.pedantic(diagnose, (read_file(listed),), rounds=2)

    assert "shown" not in set(found.strength["gateway"])


@pytest.mark.benchmark(group="a list of 100,000 results")
def test_triage_a_list(benchmark, listed):
    """What the messages of a diagnosed list share is found in less time than reading them takes."""
    found = benchmark.pedantic(triage, (diagnose(read_file(listed)),), rounds=2)

    assert found.groups.groupby("tree")["messages"].sum().eq(len(found.diagnosis.messages)).all()
