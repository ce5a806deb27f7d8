"""Order of pasting, duplicates, other messages and the format change nothing for a message."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import out, read, report
from samples import OTHERS, SCENARIOS, diagnosed, everything, in_other_formats, scenarios
from together import Found, Sample, diagnose_all

STRANGERS = (
    out(message_id="<b@mail.example.com>", subject="Quite another thing"),
    report(["12:31 receive", "12:32 deliver junk"], message_id="<c@mail.example.com>",
           subject="A third thing"),
)  # fmt: skip
CROWD = 300
# A scenario that another message changes, with the reason.
CHANGED = {"dates that read two ways": "the dates of another report can tell day from month"}
# Shown in a report and shown otherwise in an export of the same, with the reason.
LESS = {("disposition", "in-inbox", "delivered-folder-unknown"): "an export has no Status"}
REPORTS = [s.reports for s in SCENARIOS] + [reports for reports, _ in OTHERS.values()]
# Each example takes one scenario in so many, from a place of its own.
STEP = 6
few = settings(max_examples=3, suppress_health_check=list(HealthCheck))
chance = given(st.randoms(use_true_random=False), st.integers(0, STEP - 1))


def assert_same(first, arrange) -> None:
    """Paste the reports of scenarios in another arrangement, and compare what is said of them."""
    samples = [
        replace(sample, trace=read(*arrange(list(reports))))
        for sample, reports in zip(scenarios()[first::STEP], REPORTS[first::STEP], strict=True)
    ]
    pairs = zip(samples, diagnosed()[first::STEP], diagnose_all(samples), strict=True)
    changed = [sample.name for sample, one, other in pairs if told(one) != told(other)]

    assert [] == [name for name in changed if name not in CHANGED]


def told(messages: list[Found]) -> dict[tuple, tuple]:
    """What is said of each message that is no stranger's; one without an id goes by its ends."""
    return {
        m.key if "@" in m.key[0] else tuple(m.outcomes.values()):
        (m.outcomes, m.strength, m.answers)
        for m in messages if m.key[0] not in ("<b@mail.example.com>", "<c@mail.example.com>")
    }  # fmt: skip


@few
@chance
def test_the_order_of_pasting_changes_nothing(random, first):
    """Reports may be pasted in any order."""
    assert_same(first, lambda reports: random.sample(reports, len(reports)))


@few
@chance
def test_pasting_twice_changes_nothing(random, first):
    """Reports may be pasted again, anywhere."""

    def twice(reports):
        more = [*reports, *random.sample(reports, random.randint(1, len(reports)))]
        return random.sample(more, len(more))

    assert_same(first, twice)


@few
@chance
def test_another_message_changes_nothing(random, first):
    """Reports of other messages may stand before, between and after."""
    assert_same(first, lambda reports: random.sample([*reports, *STRANGERS],
                                                     len(reports) + len(STRANGERS)))  # fmt: skip


def test_hundreds_of_other_messages_change_nothing():
    """A message is diagnosed alone as it is among hundreds."""
    crowd = read(*(report(["12:31 receive", "12:32 deliver"], message_id=f"<{n}@mail.example.com>",
                          subject=f"Item {n}") for n in range(CROWD)))  # fmt: skip
    others = Sample("crowd", "report-text", crowd)
    for sample in scenarios()[::40]:
        alone = diagnose_all([sample])[0]
        among, _ = diagnose_all([sample, replace(others, options=sample.options)])

        assert told(alone) == told(among)


def test_another_format_shows_no_other_outcome():
    """What a report shows, an export of the same shows as well, or it shows nothing."""
    pairs = in_other_formats()
    known = dict(everything())
    there, here = ([known[sample] for sample in side] for side in zip(*pairs, strict=True))
    found = {
        (tree, m.shown(tree), other.shown(tree))
        for one, two in zip(there, here, strict=True)
        for m in one for other in two if m.key == other.key for tree in m.outcomes
        if m.shown(tree) and other.shown(tree) not in ("", m.shown(tree))
    }  # fmt: skip

    assert len(pairs) > 100
    assert all(len(one) == len(two) for one, two in zip(there, here, strict=True))
    assert set() == found - set(LESS)
