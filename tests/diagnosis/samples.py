"""Every sample that properties are tried on: scenarios, also in other formats, and real ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from bounces import BOUNCES
from formats import FORMATS, can_be_exported, in_format
from msgspec import structs
from reports import Scenario, out, report
from reports import read as read_reports
from scenarios_first import CLEAN, FIRST
from scenarios_second import SECOND
from scenarios_third import THIRD
from scenarios_twins import TWINS
from together import Found, Sample, diagnose_all

from tracekit import load_sample
from tracekit import read as read_files
from tracekit.diagnosis import Case
from tracekit.knowledge import load_gateway
from tracekit.knowledge.gateway import Address
from tracekit.samples import list_samples

DATA = Path(__file__).parents[1] / "data"
SCENARIOS = (*FIRST, *SECOND, *THIRD, *TWINS)
_GROUP = report(["09:00 receive", "09:00 expand"], recipient="team@example.org")
_DIRECT = report(["09:00 receive", "09:00 deliver"])
_MEMBER = report(["09:01 deliver"], size="90 KB")
_AGAIN = report(["09:05 receive", "09:05 deliver"], message_id="<2@mail.example.com>")
_NETWORK = Address(network="192.0.2.0/24", meaning="An example.", source="tracekit-reasoning")
_BEFORE_MICROSOFT = structs.replace(load_gateway("barracuda"), addresses=(_NETWORK,))
_NO_GROUP = report(["09:00 receive", "09:00 deliver"], recipient="team@example.org")
_FORWARDED = report(["09:00 receive", "09:00 redirect pat@example.org", "09:00 deliver"])
_OTHER = report(["09:05 receive", "09:05 deliver"], message_id="<2@mail.example.com>", subject="x")
_ROUND = (_GROUP, out("09:00"), _DIRECT, report(["09:02 receive", "09:02 send GW"]), _MEMBER)
_STOPPED = (*_ROUND[:3], report(["09:02 receive"]), _MEMBER)
# What no scenario can be: more than one message, or a profile of one's own.
OTHERS = {
    "a copy by the group": ((_GROUP, _DIRECT, _MEMBER), {}),
    "a copy without a group": ((_NO_GROUP, _DIRECT, _MEMBER), {}),
    "round and round, and a group": (_ROUND, {}),
    "not round, and a group": (_STOPPED, {}),
    "the way back is another mail's": ((out(), CLEAN.replace("<1.2@", "<9.9@")), {}),
    "another mail within minutes": ((_DIRECT, _OTHER), {}),
    "forwarded, and another mail": ((_FORWARDED, _OTHER), {}),
    "sent again within minutes": ((_DIRECT, _AGAIN), {}),
    "received from a gateway before Microsoft 365": ((_DIRECT,), {"gateway": _BEFORE_MICROSOFT}),
}


@cache
def scenarios() -> list[Sample]:
    """Every scenario as it was pasted."""
    listed = [(s.name, s.reports, s.options) for s in SCENARIOS]
    listed += [(name, *what) for name, what in OTHERS.items()]
    return [Sample(name, "report-text", read_reports(*reports), options)
            for name, reports, options in listed]  # fmt: skip


@cache
def diagnosed() -> list[list[Found]]:
    """What was found in every scenario, as it was pasted."""
    return diagnose_all(scenarios())


@cache
def _found_by_scenario() -> dict[int, list[Found]]:
    return {id(s): found for s, found in zip(SCENARIOS, diagnosed(), strict=False)}


def found_in(scenario: Scenario) -> list[Found]:
    """What was found in one scenario of the books, diagnosed beside all others."""
    return _found_by_scenario()[id(scenario)]


def case_of(scenario: Scenario) -> Case:
    """The case of its one message, from the diagnosis of all."""
    (found,) = found_in(scenario)
    return found.case


@cache
def in_other_formats() -> list[tuple[Sample, Sample]]:
    """Scenarios as they were pasted, beside the same as the cmdlets give it; formats take turns."""
    able = [sample for sample in scenarios() if can_be_exported(sample.trace)]
    found: dict[int, Sample] = {}
    for turn, name in enumerate(FORMATS):
        mine = dict(list(enumerate(able))[turn :: len(FORMATS)])
        found |= {n: replace(able[n], format=name, trace=trace)
                  for n, trace in in_format(mine, name).items()}  # fmt: skip
    return [(sample, found[n]) for n, sample in enumerate(able)]


@cache
def real() -> list[Sample]:
    """The bundled samples and those of the readers; what tests the limits of size is left out."""
    bundled = [Sample(name, "report-text", load_sample(name)) for name in list_samples()]
    paths = [path for path in sorted(DATA.glob("*/*")) if path.is_file()
             and not path.name.endswith(".expected.json")
             and "large-field" not in path.name]  # fmt: skip
    return bundled + [sample_file(path) for path in paths]


@cache
def sample_file(path: Path) -> Sample:
    """One of the readers' samples, read once."""
    return Sample(f"{path.parent.name}/{path.name}", path.parent.name, read_files(str(path)))


@cache
def bounces() -> list[Sample]:
    """Bounces alone, and one beside a line of a list."""
    return [Sample(name, "mail" if "as a mail" in name else "bounce-text",
                   read_files([text.encode() for text in texts]))
            for name, texts in BOUNCES.items()]  # fmt: skip


@cache
def found_in_bounces() -> list[list[Found]]:
    """What was found in every bounce."""
    return diagnose_all(bounces())


@cache
def everything() -> list[tuple[Sample, list[Found]]]:
    """All samples in all formats, each with what was found in it."""
    listed = [*(other for _, other in in_other_formats()), *real()]
    found = [*diagnosed(), *diagnose_all(listed), *found_in_bounces()]
    return list(zip([*scenarios(), *listed, *bounces()], found, strict=True))
