"""Pages of the tokens of headers: a field with its value, a field alone, a value alone."""

from __future__ import annotations

from collections.abc import Iterator

from tracekit.knowledge.headings import DO, LOOKS, WHAT, WHY
from tracekit.knowledge.term_entries import Verdict
from tracekit.knowledge.terms import load_verdicts


def page_of_verdict(field: str, value: str) -> dict | None:
    """Make the page of a header's token, also where its value lies in a range (SCL 8, 104)."""
    for entry in load_verdicts().values():
        if entry.field.casefold() == field.casefold() and _covers(entry, value.casefold()):
            spelled = {v.casefold(): v for v in (entry.value, *entry.aliases)}
            known = entry.value if value.casefold() in spelled else value.upper()
            return verdict_page(entry, known)
    return None


def pages_of_value(name: str) -> Iterator[dict]:
    """Make the pages of a field that is named alone (SCL), or of a value without one (SKN)."""
    said = name.strip().casefold()
    entries = [e for e in load_verdicts().values() if e.field.casefold() == said]
    if entries:
        yield _field(entries)
    if len(said) > 2 and said.isalpha():
        yield from (verdict_page(e) for e in load_verdicts().values() if _covers(e, said))


def verdict_page(verdict: Verdict, value: str = "") -> dict:
    """Make the page of a token; `value`: the one asked for, where the entry is a range."""
    ask = "Ask for the headers: the copied report does not show them."
    if verdict.field == "DI":
        ask = "Ask for an Extended report: the copied report does not show it."
    return {
        "name": f"{verdict.field}:{value or verdict.value}", "kind": "verdict",
        "title": f"decided by {verdict.decided}",
        "also": tuple(f"{verdict.field}:{alias}" for alias in verdict.aliases),
        WHAT: (verdict.meaning,), WHY: (f"Who decided: {verdict.decided}.",),
        LOOKS: verdict.samples, DO: (ask,), "references": (verdict.source,),
    }  # fmt: skip


def _field(entries: list[Verdict]) -> dict:
    """All values of one field, the first twenty with their meaning."""
    field = entries[0].field
    return {
        "name": field, "kind": "verdict", "title": f"a field with {len(entries)} known values",
        "also": (), WHAT: tuple(f"{e.key}: {e.meaning}" for e in entries[:20]),
        WHY: ("Its value says what was decided, and by whom.",),
        LOOKS: tuple(e.key for e in entries[20:]),
        DO: (f"Explain it with its value, such as {entries[0].key}.",),
        "references": tuple(e.source for e in entries),
    }  # fmt: skip


def _covers(verdict: Verdict, value: str) -> bool:
    known = verdict.value.casefold()
    low, dash, high = known.partition("-")
    if known == value or value in (a.casefold() for a in verdict.aliases):
        return True
    if known.endswith("xx"):
        return len(value) == 3 and value.isdecimal() and value[0] == known[0]
    return bool(low and dash) and value.isdecimal() and len(value) < 4 and (
        int(low) <= int(value) <= int(high))  # fmt: skip
