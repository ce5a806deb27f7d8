"""How long a filter takes at the desk, in the browser's own clock."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = int(os.environ.get("TRACEKIT_CLOCK_ROWS", "5000"))
WATCH = """() => {
    const desk = document.querySelector('.jp-OutputArea-output .widget-vbox')
    window.clock = {}
    desk.addEventListener('change', () => { window.clock = {begun: performance.now()} }, true)
    const seen = records => {
        const clock = window.clock, now = performance.now() - clock.begun
        for (const { target } of records) {
            const at = target.nodeType === 1 ? target : target.parentElement
            const picture = at?.closest('.vega-embed')
            const isTimeline = /What happened/.test(picture?.textContent)
            if (picture) clock[isTimeline ? 'timeline' : 'overview'] = now
            else if (/\\d of [\\d,]+ messages/.test(at?.textContent)) clock.list ??= now
            clock.all = now
        }
    }
    new MutationObserver(seen).observe(
        desk, {subtree: true, childList: true, characterData: true, attributes: true})
}"""
QUIET = "() => window.clock.all && performance.now() - window.clock.begun > window.clock.all + 700"


def write_export(path: Path) -> None:
    """Write a tenant's export; TRACEKIT_CLOCK_ROWS says of how many rows."""
    sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
    import generate

    generate.extended(path, ROWS)


def filter_times(desk) -> dict[str, dict[str, int]]:
    """Choose filters and take them off; when the list, the overview and all stood, by filter."""
    desk.evaluate(WATCH)
    times = {f"{name}={value!r}": _timed(desk, name, value) for name, value in _filters(desk)}
    told = json.dumps({"rows": ROWS, "milliseconds": times}, indent=1)
    (ROOT / "test-artifacts" / "filter-times.json").write_text(told, encoding="utf-8")
    return times


def _filters(desk) -> list[tuple[str, str]]:
    """What a person does: choose where it is, look for a sender, and take it off again."""
    sender = desk.get_by_label("Messages").locator("option").first.inner_text().split()[2]
    return [("Sender", sender), ("Sender", ""), ("Recipient", "a"), ("Recipient", "")]


def _timed(desk, name: str, value: str) -> dict:
    box = desk.get_by_label(name, exact=True).first
    box.fill(value)
    box.press("Enter")
    desk.wait_for_function(QUIET, timeout=60_000)
    return {part: round(at) for part, at in desk.evaluate("window.clock").items()}
