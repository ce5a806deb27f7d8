"""Order of pasting, duplicates and other messages change nothing for a message."""

from dataclasses import replace
from random import Random

import pytest
from reports import out, read, report
from samples import OTHERS, SCENARIOS, diagnosed, scenarios
from together import Found, Sample, diagnose_all

STRANGERS = (
    out(message_id="<b@mail.example.com>", subject="Quite another thing"),
    report(["12:31 receive", "12:32 deliver junk"], message_id="<c@mail.example.com>",
           subject="A third thing"),
)  # fmt: skip
CROWD = 300
# A scenario that another message changes, with the reason.
CHANGED = {"dates that read two ways": "the dates of another report can tell day from month"}
REPORTS = [s.reports for s in SCENARIOS] + [reports for reports, _ in OTHERS.values()]
ARRANGEMENTS = ("in another order", "twice", "among strangers")


def arranged(reports: tuple[str, ...], how: str, chance: Random) -> list[str]:
    """Paste the reports of a scenario in another arrangement."""
    more = list(reports)
    if how == "twice":
        more += chance.sample(more, chance.randint(1, len(more)))
    if how == "among strangers":
        more += STRANGERS
    return chance.sample(more, len(more))


@pytest.fixture(scope="module")
def pasted() -> dict[str, list[tuple[Found, Found]]]:
    """Every scenario as it was and in one of the arrangements, which take turns, by arrangement."""
    turns = [ARRANGEMENTS[n % len(ARRANGEMENTS)] for n in range(len(REPORTS))]
    samples = [
        replace(sample, trace=read(*arranged(reports, how, Random(sample.name))))  # noqa: S311
        for sample, reports, how in zip(scenarios(), REPORTS, turns, strict=True)
    ]
    found = list(zip(turns, diagnosed(), diagnose_all(samples), strict=True))
    return {name: [(one, other) for how, one, other in found if how == name]
            for name in ARRANGEMENTS}  # fmt: skip


def told(messages: list[Found]) -> dict[tuple, tuple]:
    """What is said of each message that is no stranger's; one without an id goes by its ends."""
    return {
        m.key if "@" in m.key[0] else tuple(m.outcomes.values()):
        (m.outcomes, m.strength, m.answers)
        for m in messages if m.key[0] not in ("<b@mail.example.com>", "<c@mail.example.com>")
    }  # fmt: skip


@pytest.mark.parametrize("how", ARRANGEMENTS)
def test_how_reports_are_pasted_changes_nothing(pasted, how):
    """In any order, again and anywhere, with other messages before, between and after."""
    changed = [one[0].sample.name for one, other in pasted[how] if told(one) != told(other)]

    assert len(pasted[how]) > 60
    assert [] == [name for name in changed if name not in CHANGED]


def test_hundreds_of_other_messages_change_nothing():
    """A message is diagnosed alone as it is among hundreds."""
    crowd = read(*(report(["12:31 receive", "12:32 deliver"], message_id=f"<{n}@mail.example.com>",
                          subject=f"Item {n}") for n in range(CROWD)))  # fmt: skip
    others = Sample("crowd", "report-text", crowd)
    for sample in scenarios()[::120]:
        alone = diagnose_all([sample])[0]
        among, _ = diagnose_all([sample, replace(others, options=sample.options)])

        assert told(alone) == told(among)
