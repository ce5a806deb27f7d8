"""A redacted trace leads to the same outcomes."""

import pandas as pd
import pytest
from planted import KEY
from together import Sample, together
from traces import FILES, SCENARIOS, told_beside, trace_of

from tracekit import diagnose, list_samples
from tracekit.diagnosis.choosing import choose_gateway
from tracekit.journeys import message_numbers
from tracekit.redact import redact

TREES = ["gateway", "disposition", "decision", "delay", "copies"]
# Without the files that only show another encoding or size.
SAME_TABLES = ("large-field", "utf-16", "mojibake", "quoted-", "escaped-", "no-break", "-lines.")
KNOWN = [*(f for f in FILES if not any(word in f for word in SAME_TABLES)), *list_samples(),
         *SCENARIOS]  # fmt: skip
OPTIONS = {repr(options): options for options in map(told_beside, KNOWN)}
# What is redacted by itself: a file of every second format, each bundled trace, some scenarios.
FORMATS = {name.split("/")[0]: name for name in KNOWN if name in FILES}
ALONE = [*list(FORMATS.values())[::2], *list_samples(), *list(SCENARIOS)[1::24]]


@pytest.mark.parametrize("told", OPTIONS)
def test_outcomes_are_the_same_tree_by_tree(told):
    """Samples, bundled traces and scenarios end in the same outcomes, as surely as before."""
    mine = [name for name in KNOWN if repr(told_beside(name)) == told]
    samples = {n: Sample(name, "", trace_of(name)[0]) for n, name in enumerate(mine)}
    trace, placed = together(samples)
    before = diagnose(trace, gateway="inky", **OPTIONS[told])
    after = diagnose(redact(trace, KEY), gateway="inky", **OPTIONS[told])
    of = pd.Series(placed["sample"].array, message_numbers(trace.journeys))

    assert {} == _differences(before, after, of.map(dict(enumerate(mine))))


def _differences(before, after, names):
    """The samples one of whose messages ends elsewhere, or whose journeys have other roles."""
    columns = {tree: (before.outcomes[tree], after.outcomes[tree]) for tree in TREES}
    columns |= {f"strength of {tree}": (before.strength[tree], after.strength[tree])
                for tree in before.strength}  # fmt: skip
    columns["role"] = tuple(d.pairs.set_index("message")["role"] for d in (before, after))
    return {
        what: sorted(set(names[old.index[(old != new).to_numpy()]]))
        for what, (old, new) in columns.items()
        if not old.equals(new)
    }


@pytest.mark.parametrize("name", ALONE)
def test_the_same_gateway_is_found(name):
    """What shows the gateway of a trace shows it after redaction as well."""
    trace, _ = trace_of(name)

    assert choose_gateway(trace).gateway.name == choose_gateway(redact(trace, KEY)).gateway.name


@pytest.mark.parametrize("name", ALONE[::4])
def test_a_trace_by_itself_ends_in_the_same_outcomes(name):
    """So it does when nothing else is redacted with it and its gateway has to be found."""
    trace, options = trace_of(name)
    before = diagnose(trace, gateway="auto", **options)
    after = diagnose(redact(trace, KEY), gateway="auto", **options)

    assert before.outcomes[TREES].to_dict("list") == after.outcomes[TREES].to_dict("list")
    assert before.strength.to_dict("list") == after.strength.to_dict("list")
    assert before.pairs["role"].tolist() == after.pairs["role"].tolist()


@pytest.mark.parametrize("name", ["inky-two-journeys", "extended-csv/typical.csv"])
def test_shifted_times_keep_their_distances(name):
    """Moved by a constant, a trace ends in the same outcomes, and no old day is left in it."""
    trace, options = trace_of(name)
    shift = pd.Timedelta(days=-100, hours=3)
    moved = redact(trace, KEY, shift=shift)
    before, after = diagnose(trace, **options), diagnose(moved, **options)

    assert before.outcomes[TREES].to_dict("list") == after.outcomes[TREES].to_dict("list")
    assert {shift} == set((moved.events["time"] - trace.events["time"]).dropna())
    days = trace.events["time"].dropna().dt.strftime("%Y-%m-%d").unique()
    text = " ".join(moved.events["time_text"].dropna()) + moved.extra.to_csv()
    assert [] == [day for day in days if day in text]
