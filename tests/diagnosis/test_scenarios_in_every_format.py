"""A scenario ends the same in every format that it can come in, or honestly says less."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from as_tracked import READ
from formats import can_be_exported
from samples import diagnosed, scenarios
from together import diagnose_all, read_together

from tracekit.diagnosis.diagnose import ORDER

BOOK = tomllib.loads((Path(__file__).parent / "weaker.toml").read_text("utf-8"))
OWN_SERVERS = ("tracking-log", "tracking-cmdlet-csv")
# Outcomes that say what is missing.
LESS = ("cannot-tell", "delivered-folder-unknown", "return-not-in-trace")
DECLARED = {
    (name, entry["said"], entry["here"]): kind
    for kind in ("weaker", "more")
    for entry in BOOK[kind]
    for name in BOOK["formats"][entry["formats"]]
}


@cache
def able():
    """The scenarios that an export can hold, by number."""
    return {n: s for n, s in enumerate(scenarios()) if can_be_exported(s.trace)}


@cache
def traces(name):
    """The scenarios after all were written in a format and read again, by number."""
    return read_together(able(), READ[name])


@cache
def compared(name):
    """Each message and tree: scenario, outcome and strength by the report, and by the format."""
    found = diagnose_all(
        [replace(s, format=name, trace=traces(name)[n]) for n, s in able().items()]
    )
    pairs = ((one, here) for n, messages in zip(able(), found, strict=True)
             for one in diagnosed()[n] for here in messages if here.key == one.key)  # fmt: skip
    return [(one.sample.name, tree, one.outcomes[tree], one.strength[tree],
             here.outcomes[tree], here.strength[tree])
            for one, here in pairs for tree in ORDER]  # fmt: skip


def differs(said, strength, here, there):
    """Is something else said, or the same with more certainty?"""
    return said != here or (strength, there) == ("consistent with", "shown")


def test_nearly_all_scenarios_can_be_exported():
    """Only what has no id, no time or no rows is left out."""
    assert len(able()) > 180


@pytest.mark.parametrize("name", READ)
def test_no_message_is_lost(name):
    """Every message of every scenario is there, for the recipient of its report."""
    assert sum(len(diagnosed()[n]) for n in able()) * len(ORDER) == len(compared(name))


def test_the_cmdlet_gives_what_the_log_holds():
    """Pairs of EventData, [TRA, ETR|...], are read as the items of the log that they stand for."""
    log, cmdlet = map(traces, OWN_SERVERS)
    told = ["event", "rule_id", "action", "malware", "sfv", "di", "token", "derived"]

    for number in able():
        pd.testing.assert_frame_equal(log[number].events[told], cmdlet[number].events[told])


@pytest.mark.parametrize("name", READ)
def test_the_outcome_is_the_same_or_declared(name):
    """What a format lacks, or knows better, is declared with its reason; all else is the same."""
    wrong = [row for row in compared(name)
             if differs(*row[2:]) and (name, row[2], row[4]) not in DECLARED]  # fmt: skip

    assert [] == wrong


@pytest.mark.parametrize("name", READ)
def test_another_outcome_is_never_certain(name):
    """What differs says what is missing, or merely fits, or the report could not tell."""
    wrong = [row for row in compared(name) if row[2] not in (row[4], "cannot-tell")
             and row[4] not in LESS and row[5] != "consistent with"]  # fmt: skip

    assert [] == wrong


@pytest.mark.parametrize("name", READ)
def test_every_declared_difference_is_needed(name):
    """A reason that holds for no scenario any more goes out of the table."""
    used = {(name, row[2], row[4]) for row in compared(name) if differs(*row[2:])}

    assert {key for key in DECLARED if key[0] == name} == used
