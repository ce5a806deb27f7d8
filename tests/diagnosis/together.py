"""Many samples in one trace, so that a thousand of them are diagnosed in a few seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from tracekit import Diagnosis, diagnose
from tracekit.diagnosis.case import Case, case_of
from tracekit.diagnosis.diagnose import ORDER
from tracekit.diagnosis.proof import answer
from tracekit.evidence import QUESTIONS
from tracekit.evidence.base import Proof
from tracekit.journeys import message_numbers
from tracekit.model import MessageTrace

# What _marked() writes behind an id or a subject: the number of the sample.
_MARK = r" ?s([0-9]+)(>?)$"


@dataclass(frozen=True, eq=False)
class Sample:
    """One trace with its name, the format it came in, and what diagnose() is told beside it."""

    name: str
    format: str
    trace: MessageTrace
    options: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Found:
    """What a message of a sample ended in, and what every question answered for it."""

    sample: Sample
    key: tuple[str, str]
    outcomes: dict[str, str]
    strength: dict[str, str]
    answers: dict[str, str]
    proof: dict[str, frozenset[int]]
    diagnosis: Diagnosis
    number: int

    @cached_property
    def case(self) -> Case:
        """The case of this message among all that were diagnosed with it, made once."""
        return case_of(self.diagnosis, self.number)

    def shown(self, tree: str) -> str:
        """Name the outcome of a tree if it is shown, else nothing."""
        return self.outcomes[tree] if self.strength[tree] == "shown" else ""


def diagnose_all(samples: Iterable[Sample]) -> list[list[Found]]:
    """Diagnose samples, in one go for all that are told the same; one list of messages a sample."""
    samples = list(samples)
    groups: dict[str, list[int]] = {}
    for number, sample in enumerate(samples):
        groups.setdefault(repr(sorted(sample.options.items())), []).append(number)
    found: dict[int, list[Found]] = {}
    for numbers in groups.values():
        found |= _diagnosed({n: samples[n] for n in numbers})
    return [found[number] for number in range(len(samples))]


def only(trace: MessageTrace, journeys: Iterable[int]) -> MessageTrace:
    """Keep some journeys of a trace, by their number."""
    kept = {name: getattr(trace, name) for name in ("journeys", "events", "problems")}
    return replace(trace, **{n: t[t["journey"].isin(set(journeys))] for n, t in kept.items()})


def together(samples: dict[int, Sample]) -> tuple[MessageTrace, pd.DataFrame]:
    """Put samples into one trace, where no two have an id or a subject in common.

    Beside it the sample of each journey, its number `before` and its new one.
    """
    empty, frames = MessageTrace.empty(), {}
    for name in ("journeys", "events", "problems", "headers", "hops"):
        parts = {number: getattr(sample.trace, name) for number, sample in samples.items()}
        types = getattr(empty, name).dtypes.to_dict()
        joined = pd.concat(parts, names=["sample", None]).reset_index("sample")
        frames[name] = _marked(joined.reset_index(drop=True)).astype(types)
    placed = frames["journeys"][["sample", "journey"]].rename(columns={"journey": "before"})
    placed = placed.assign(journey=range(len(placed)))
    new = placed.set_index(["sample", "before"])["journey"]
    for name in ("journeys", "events", "problems"):
        frame, kind = frames[name], frames[name]["journey"].dtype
        old = pd.MultiIndex.from_frame(frame[["sample", "journey"]])
        frames[name] = frame.assign(journey=new.reindex(old).array).astype({"journey": kind})
    return replace(empty, **{n: f.drop(columns="sample") for n, f in frames.items()}), placed


def read_together(
    samples: dict[int, Sample], again: Callable[[MessageTrace], MessageTrace]
) -> dict[int, MessageTrace]:
    """Write samples as one input and read that once; give each its own messages back."""
    found = again(together(samples)[0])
    if len(found.problems):
        raise AssertionError(found.problems["reason"].tolist())
    numbers = found.journeys["message_id"].str.extract(_MARK)[0].astype("int64")
    plain = {name: found.journeys[name].str.replace(_MARK, r"\2", regex=True)
             for name in ("message_id", "subject")}  # fmt: skip
    found = replace(found, journeys=found.journeys.assign(**plain))
    mine = found.journeys["journey"].groupby(numbers)
    apart = {number: only(found, journeys) for number, journeys in mine}
    return {
        number: replace(apart[number], headers=sample.trace.headers, hops=sample.trace.hops)
        for number, sample in samples.items()
    }


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Write the number of the sample behind each id, subject and source."""
    mark = "s" + frame["sample"].astype("str")
    for column in {"message_id", "subject", "source"} & set(frame):
        texts = frame[column].astype("str")
        closed = texts.str.endswith(">").fillna(False).astype(bool)
        marked = (texts + " " + mark).mask(closed, texts.str[:-1] + mark + ">")
        frame = frame.assign(**{column: marked.where(texts.notna() & texts.ne(""), texts)})
    return frame


def _diagnosed(samples: dict[int, Sample]) -> dict[int, list[Found]]:
    trace, placed = together(samples)
    options = next(iter(samples.values())).options
    diagnosis = diagnose(trace, **options)
    number_of = pd.Series(message_numbers(trace.journeys).array, index=trace.journeys["journey"])
    told = {name: answer(name, diagnosis.facts, diagnosis.answers) for name in QUESTIONS}
    said = {n: [e.word(place) for place in range(len(e.yes))] for n, e in told.items()}
    proofs = {name: _proofs(trace, e.proof) for name, e in told.items()}
    found = {number: [] for number in samples}
    for number, journeys in placed.groupby("sample"):
        back = dict(zip(journeys["journey"], journeys["before"], strict=True))
        mine = {number_of[new]: old for new, old in reversed(back.items())}
        found[number] = [
            Found(
                samples[number], _key(samples[number].trace, mine[m]),
                {t: diagnosis.outcomes.at[m, t] for t in ORDER},
                {t: diagnosis.strength.at[m, t] for t in ORDER},
                {name: words[m] for name, words in said.items()},
                {name: frozenset(back[j] for j in by.get(m, ())) for name, by in proofs.items()},
                diagnosis, m,
            )
            for m in sorted(mine)
        ]  # fmt: skip
    return found


def _key(trace: MessageTrace, journey: int) -> tuple[str, str]:
    """Message-ID and recipient of a journey, as the sample has them."""
    row = trace.journeys[trace.journeys["journey"] == journey].iloc[0]
    return str(row["message_id"]), str(row["recipient"]).casefold()


def _proofs(trace: MessageTrace, proof: Proof) -> dict[int, list[int]]:
    """Journeys that hold the rows of a proof, by message."""
    tables = {"events": trace.events["journey"], "journeys": trace.journeys["journey"]}
    by: dict[int, list[int]] = {}
    for message, table, row in zip(proof.message, proof.table, proof.row, strict=True):
        by.setdefault(message, []).append(tables[table].at[row])
    return by
