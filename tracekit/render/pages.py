"""What was found as Markdown pages; what strangers wrote stands in code spans."""

from __future__ import annotations

from tracekit.diagnosis import Case, Comparison, Diagnosis, Routes, Step
from tracekit.diagnosis.acting import Acting, in_place_of_own
from tracekit.diagnosis.telling import row_lines
from tracekit.diagnosis.triage import Triage, which
from tracekit.knowledge import load_references, load_trees
from tracekit.knowledge.schema import Outcome
from tracekit.knowledge.sentences import how_sure
from tracekit.render.export import markdown
from tracekit.render.prose import prose
from tracekit.render.tables import markdown_table

NOTHING = ("There is no message to diagnose. Give the message trace, or a bounce that names its "
           "message: a header or a list of rules alone has no journey.")  # fmt: skip
_OUTCOMES = {"title": "Outcome", "messages": "Messages", "share": "Share"}
_SIDES = {"role": "Journey", "first_station": "First", "second_station": "Second", "same": "Same"}


def diagnosis_page(diagnosis: Diagnosis) -> str:
    """Return the page of every message, one below the other."""
    pages = "\n\n".join(case_page(case) for case in diagnosis.cases()) or NOTHING
    return f"{prose(diagnosis.because)}\n\n{pages}" if diagnosis.because else pages


def case_page(case: Case) -> str:
    """Return one message: the answers with their steps, what is missing, what to ask for.

    >>> from tracekit import diagnose, parse
    >>> page = case_page(diagnose(parse("12/6/2022, 12:31 PM | Receive | x")).case())
    >>> "## Where is it now?" in page
    True
    """
    parts = [
        f"# {markdown(case.subject) or '(no subject)'}",
        _who(case),
        prose(case.summary()),
        *(_section(case, tree) for tree in case.outcomes),
        *(_absence(lines) for lines in (absence.lines() for absence in case.absences)),
    ]
    doubled = {f"{entry.sentence} {entry.check}" for entry in case.contradictions}
    for title, lines in (
        ("What does not fit together", [note for note in case.notes if note in doubled]),
        ("Worth knowing", [note for note in case.notes if note not in doubled]),
        ("To settle what is open", case.asks()),
    ):
        if lines:
            parts.append(f"## {title}\n\n" + "\n".join(f"- {prose(line)}" for line in lines))
    return "\n\n".join(parts)


def comparison_page(found: Comparison) -> str:
    """Return two messages side by side: where they part, what that led to, and the events."""
    titles = [f"- {which}: {markdown(case.subject) or '(no subject)'} for "
              f"{markdown(case.recipient) or '(no recipient)'}, Message-ID "
              f"{markdown(case.message_id) or 'not known'}"
              for which, case in (("First", found.first), ("Second", found.second))]  # fmt: skip
    told = [f"- {line}" for line in found.how().partition("\n\n")[2].splitlines()]
    sides = found.events.assign(same=found.events["same"].map({True: "yes", False: "no"}))
    return "\n\n".join([
        "# Two messages side by side", "\n".join(titles), prose(found.difference),
        "## What it led to", "\n".join(told), "## Event by event",
        markdown_table(sides, _SIDES),
    ])  # fmt: skip


def routes_page(found: Routes) -> str:
    """Return the recipients of each message by route."""
    if found.groups.empty:
        return found.how()
    parts = []
    for _, rows in found.groups.groupby("message_id", sort=False):
        first = rows.iloc[0]
        parts += [f"# {markdown(first['subject']) or '(no subject)'}",
                  f"Message-ID {markdown(first['message_id'])}"]  # fmt: skip
        parts += [_route(row, int(rows["count"].sum())) for row in rows.itertuples()]
    return "\n\n".join(parts)


def triage_page(found: Triage) -> str:
    """Return the outcomes of many messages as tables, and what those of one outcome share.

    >>> from tracekit import triage
    >>> from tracekit.model import MessageTrace
    >>> triage_page(triage(MessageTrace.empty())).splitlines()[0]
    '# 0 messages'
    """
    parts = [f"# {len(found.diagnosis.messages):,} messages"]
    parts += [prose(found.reports_say)] if found.reports_say else []
    for tree, rows in found.groups.groupby("tree", sort=False):
        told = rows.assign(share=[f"{share:.0%}" for share in rows["share"]])
        parts += [
            f"## {load_trees()[tree].title}",
            markdown_table(told, _OUTCOMES, words=_OUTCOMES),
        ]
    shared = [f"- {prose(p.sentence)}\n  - Next: {prose(p.look_at)}\n"
              f"  - {which(p.messages)}" for p in found.patterns.itertuples()]  # fmt: skip
    parts += ["## What they have in common", "\n".join(shared) or "Nothing stands out."]
    if found.limits:
        listed = "\n".join(f"- {prose(limit)}" for limit in found.limits)
        parts += ["## What this export cannot show", listed]
    return "\n\n".join(parts)


def _route(row: tuple, total: int) -> str:
    lines = [f"## Route {row.route}: {row.count} of {total} recipients", ""]
    lines += [f"- {markdown(name)}" for name in row.recipients]
    if row.parts:
        lines += ["", f"Parts from route 1: {prose(row.parts)}"]
    lines += ["", *(f"1. {way[0].upper()}{way[1:]}: {markdown(station)}"
                    for way, station in row.stations)]  # fmt: skip
    return "\n".join(lines)


def _who(case: Case) -> str:
    return (f"- Message-ID: {markdown(case.message_id) or 'not known'}\n"
            f"- Recipient: {markdown(case.recipient) or 'not known'}")  # fmt: skip


def _section(case: Case, tree: str) -> str:
    """Return the answer to one tree's question, the way to it and what to do."""
    outcome, steps = case.outcome(tree), case.steps_of(tree)
    sure = how_sure(case.strength[tree])
    names = [*outcome.references, *(steps[-1].references[:1] if steps else ())]
    titles = dict.fromkeys(load_references()[name].title for name in names)
    return "\n".join([
        f"## {load_trees()[tree].title}", "",
        f"**{outcome.title}** (`{outcome.id}`, {sure}). {outcome.meaning}", "",
        *(_step(step) for step in steps), "",
        *_what_to_do(outcome, in_place_of_own(case, tree)), "",
        f"Read on: {'; '.join(titles)}",
    ])  # fmt: skip


def _what_to_do(outcome: Outcome, instead: Acting | None) -> list[str]:
    if instead:
        return [f"{instead.under('What to do')}:", "", f"- {prose(instead.what)}"]
    steps = [*outcome.remedy, f"Next step: {outcome.next_step}"]
    return [f"What to do ({outcome.owner}):", "", *(f"- {step}" for step in steps)]


def _step(step: Step) -> str:
    """Return one step as an item of a list, its rows below it."""
    rows = [f"   - {markdown(line)}" for line in row_lines(step.rows)]
    said = f"{step.question} **{step.answer.capitalize()}.** {prose(step.because)}"
    return "\n".join([f"1. {said} (`{step.node}`)", *rows])


def _absence(lines: list[str]) -> str:
    """Return what is not in the trace, with its reasons in order; commands stay as they are."""
    reasons = (line.partition(". ")[2] for line in lines[1:])
    return "\n".join([f"## Not in the trace: {lines[0].partition(' Possible reasons')[0]}", "",
                      "Possible reasons, the likeliest first:", "",
                      *(f"1. {prose(reason)}" for reason in reasons)])  # fmt: skip
