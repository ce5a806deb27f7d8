"""Two messages side by side: the good and the bad, before and after, two recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd

from tracekit.diagnosis.case import Case
from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.diagnosis.display import Told
from tracekit.diagnosis.stations import WAYS, meaning_of, station_parts, station_texts
from tracekit.errors import InputError
from tracekit.knowledge import Gateway, find_code, load_trees
from tracekit.model import MessageTrace
from tracekit.model.described import described
from tracekit.text import one_line

ROLES = ("outbound", "loop", "return", "direct", "unknown")
_ENTRY = "entry"  # by it the message came in: on out to the gateway, or directly
_COLUMNS = ("role", "first_journey", "first_seq", "first_event", "first_detail", "first_station",
            "second_journey", "second_seq", "second_event", "second_detail", "second_station",
            "same")  # fmt: skip
# Beyond it a journey is no story that anybody compares, and the work would grow as its square.
_MOST_EVENTS = 500
_HOW = ("pass a trace or a diagnosis of one message, or choose one of several: "
        "diagnose(trace).case(message_id, recipient)")  # fmt: skip
_RULE = re.compile(r"Transport rule '(.{1,200})'", re.DOTALL)
_HANDED = re.compile(r"Send external \((\S{1,255})\)", re.ASCII)
_CODE = re.compile(r"^(?:Fail|Defer) (\d\.\d{1,3}\.\d{1,3})", re.ASCII)


@dataclass(frozen=True, eq=False)
class Comparison(Told):
    """Two cases, aligned event by event.

    `events`: one row a pair: role, then journey, seq, event, detail and station (the event in a few
    words) of the first and of the second case (missing where only one has it), and `same` (bool).
    `outcomes`: one row a tree: tree, first, second (outcome ids), same. `difference`: where they
    first part, in words.
    """

    first: Case
    second: Case
    events: pd.DataFrame
    outcomes: pd.DataFrame
    difference: str

    def how(self) -> str:
        """Say where they part, and what that led to."""
        lines = [self.difference, ""]
        for row in self.outcomes.itertuples():
            title = load_trees()[row.tree].title
            one, two = (case.outcome(row.tree).title for case in (self.first, self.second))
            lines.append(f"{title} Both: {one}{self._how_sure(row.tree)}." if row.same else
                         f"{title} First: {one}. Second: {two}.")  # fmt: skip
        return "\n".join(lines)

    def _how_sure(self, tree: str) -> str:
        """What the two are worth, where one of them is proved and the other is not."""
        one, two = self.first.strength[tree], self.second.strength[tree]
        return "" if one == two else f" (the first: {one}; the second: {two})"

    def lines(self) -> list[str]:
        """Return every event below its journey, marked with who has it: both, first or second."""
        told = []
        for role, rows in self.events.groupby("role", sort=False):
            told.append(f"{WAYS[role][0].upper()}{WAYS[role][1:]}")
            for row in rows.itertuples():
                if row.same:
                    told.append(f"  both    {one_line(str(row.first_station))}")
                    continue
                pair = (("first", row.first_station), ("second", row.second_station))
                told += [f"  {which:<6}  {one_line(str(station))}" for which, station in pair
                         if not pd.isna(station)]  # fmt: skip
        return told

    def to_dict(self) -> dict:
        """Return the comparison as plain values that can be written as JSON (docs/commands.md)."""
        from tracekit.render.records import comparison_record

        return comparison_record(self)

    def to_markdown(self) -> str:
        """Return the comparison as a Markdown page; what strangers wrote stands in code spans."""
        from tracekit.render.pages import comparison_page

        return comparison_page(self)

    def __repr__(self) -> str:
        return f"Comparison({int((~self.events['same']).sum())} differences)"


def compare(
    first: Case | Diagnosis | MessageTrace, second: Case | Diagnosis | MessageTrace
) -> Comparison:
    """Align two messages event by event and name the first place where they differ.

    Each is a case, or a diagnosis or a trace of one message; a trace is diagnosed as `diagnose()`
    does it by itself. Raises InputError where it is something else, or holds another number of
    messages. Journeys are compared by their direction: the way out with the way out. Times, servers
    of Microsoft's own and ids do not make a difference; events, rules, codes, hosts outside and
    folders do. Of a journey, the first 500 events are compared.

    >>> from tracekit import diagnose, parse
    >>> case = diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case()
    >>> compare(case, case).difference
    'They do not differ in any event.'
    """
    first, second = _case(first, "first"), _case(second, "second")
    rows = [row for way in _ways(first, second) for row in _of_way(first, second, *way)]
    events = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"same": bool})
    outcomes = pd.DataFrame(
        [(tree, name, second.outcomes[tree], name == second.outcomes[tree])
         for tree, name in first.outcomes.items()],
        columns=["tree", "first", "second", "same"],
    )  # fmt: skip
    late = first.outcomes["delay"] != second.outcomes["delay"]
    difference = _difference(events, first.gateway, second.gateway)
    if events["same"].all() and late:
        difference = "They have the same events, and differ in time."
    return Comparison(first, second, events, outcomes, difference)


def _case(given: object, which: str) -> Case:
    """The one message of what was given."""
    if isinstance(given, Case):
        return given
    found = diagnose(given) if isinstance(given, MessageTrace) else given
    if not isinstance(found, Diagnosis):
        kind = type(given).__name__
        raise InputError(f"compare(), the {which}", f"a {kind} is no message", _HOW)
    if len(found.messages) != 1:
        count = len(found.messages)
        raise InputError(f"compare(), the {which}", f"it has {count} messages, not one", _HOW)
    return found.case()


def _ways(first: Case, second: Case) -> Iterator[tuple[str, list[int], list[int]]]:
    """Each role with the journeys that both have of it.

    Lone journeys are compared as one way where it is not known of one of them which it is. Where
    one message went out to the gateway and the other did not, both began alike.
    """
    roles = [*first.pairs["role"], *second.pairs["role"]]
    if len(first.pairs) == len(second.pairs) == 1 and "unknown" in roles:
        role = next((name for name in roles if name != "unknown"), "unknown")
        yield role, *(case.pairs["journey"].tolist() for case in (first, second))
        return
    out, direct = ([set(case.pairs["role"]) & {"outbound", "direct"} == {role}
                    for case in (first, second)] for role in ("outbound", "direct"))  # fmt: skip
    one_each = any(out) and any(direct)
    if one_each:
        yield _ENTRY, *(_journeys(case, "outbound") or _journeys(case, "direct")
                        for case in (first, second))  # fmt: skip
    for role in ROLES:
        if not (one_each and role in ("outbound", "direct")):
            yield role, _journeys(first, role), _journeys(second, role)


def _of_way(
    first: Case, second: Case, role: str, one: list[int], two: list[int]
) -> Iterator[tuple]:  # fmt: skip
    for n in range(max(len(one), len(two))):
        yield from _aligned(
            role, _events(first, one[n] if n < len(one) else None),
            _events(second, two[n] if n < len(two) else None),
        )  # fmt: skip


def _journeys(case: Case, role: str) -> list[int]:
    pairs = case.pairs[case.pairs["role"].eq(role)].sort_values("pass_number", kind="stable")
    return pairs["journey"].tolist()


def _events(case: Case, journey: int | None) -> pd.DataFrame:
    """The events of a journey in order, with the words to show and the key to compare by."""
    events = case.trace.events
    mine = (
        events[events["journey"].eq(journey).fillna(False)] if journey is not None else events[:0]
    )
    mine = mine.sort_values("seq", kind="stable").head(_MOST_EVENTS)
    parts = station_parts(mine)
    keys = list(zip(*(part.fillna("").str.casefold() for part in parts), strict=True))
    return mine.assign(
        shown=described(mine),
        station=station_texts(mine),
        key=pd.Series(keys, index=mine.index, dtype=object),
    )


def _aligned(role: str, one: pd.DataFrame, two: pd.DataFrame) -> Iterator[tuple]:
    matcher = SequenceMatcher(None, one["key"].tolist(), two["key"].tolist(), autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        for n in range(max(a_end - a, b_end - b)):
            left = one.iloc[a + n] if a + n < a_end else None
            right = two.iloc[b + n] if b + n < b_end else None
            yield (role, *_cells(left), *_cells(right), kind == "equal")


def _cells(event: pd.Series | None) -> tuple:
    if event is None:
        return (pd.NA, pd.NA, None, None, None)
    return tuple(event[name] for name in ("journey", "seq", "event", "shown", "station"))


def _difference(events: pd.DataFrame, *gateways: Gateway) -> str:
    """Say in words where two messages first part, and what the event there means."""
    parted = events[~events["same"]]
    if parted.empty:
        return "They do not differ in any event."
    row = parted.iloc[0]
    way = WAYS[row["role"]]
    of_way = events[events["role"].eq(row["role"])]
    for missing, other in (("first", "second"), ("second", "first")):
        if of_way[f"{missing}_event"].isna().all():
            end = one_line(str(of_way[f"{other}_station"].iloc[-1]))[:160]
            return f"They part here: only the {other} message shows {way}, which ends with {end}."
    before = events.loc[: row.name][lambda d: d["same"] & d["role"].eq(row["role"])]
    after = (
        f", after {one_line(str(before['first_station'].iloc[-1]))[:160]}" if len(before) else ""
    )
    told = f"They part on {way}{after}: {_said('first', row)}; {_said('second', row)}."
    stations = row["first_station"], row["second_station"]
    meant = (_meaning(s, g) for s, g in zip(stations, gateways, strict=True) if not pd.isna(s))
    return " ".join(dict.fromkeys([told, *filter(None, meant)]))


def _said(which: str, row: pd.Series) -> str:
    station = row[f"{which}_station"]
    if pd.isna(station):
        return f"the {which} has no such event"
    return f"the {which} has {one_line(str(station))[:160]}"


def _meaning(station: str, gateway: Gateway) -> str:
    """Say what the event of a station means: the rule or the code, where it names a known one."""
    rule, code = _RULE.fullmatch(station), _CODE.search(station)
    known = gateway.rule(rule[1]) if rule else None
    if known:
        return f"{one_line(rule[1])[:80]}: {known.meaning}"
    handed = _HANDED.fullmatch(station)
    if handed and gateway.is_gateway_host(handed[1]):
        return f"{one_line(handed[1])[:160]}: a server of {gateway.title}."
    found = find_code(code[1]) if code else None
    return f"{code[1]}: {found.title}. {found.meaning}" if found else meaning_of(station)
