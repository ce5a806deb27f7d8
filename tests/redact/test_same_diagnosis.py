"""A redacted trace leads to the same outcomes."""

import pandas as pd
import pytest
from planted import KEY
from traces import FILES, SCENARIOS, trace_of

from tracekit import diagnose, list_samples
from tracekit.redact import redact

TREES = ["gateway", "disposition", "decision", "delay", "copies"]


# All of them take minutes: every file but those that only show another encoding or size, every
# bundled trace, every third scenario; and finding the gateway anew for some.
SAME_TABLES = ("large-field", "utf-16", "mojibake", "quoted-", "escaped-", "no-break", "-lines.")
KNOWN = [*(f for f in FILES if not any(word in f for word in SAME_TABLES)), *list_samples(),
         *list(SCENARIOS)[::3]]  # fmt: skip
FOUND_ANEW = [*list_samples(), *list(SCENARIOS)[1::6]]


@pytest.mark.parametrize(
    ("name", "gateway"), [*((n, "inky") for n in KNOWN), *((n, "auto") for n in FOUND_ANEW)]
)
def test_outcomes_are_the_same_tree_by_tree(name, gateway):
    """Samples, bundled traces and scenarios end in the same outcomes, as surely as before."""
    trace, options = trace_of(name)
    before = diagnose(trace, gateway=gateway, **options)
    after = diagnose(redact(trace, KEY), gateway=gateway, **options)

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
