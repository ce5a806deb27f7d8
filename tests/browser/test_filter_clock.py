"""How long a filter takes at the desk, in the browser's own clock: measured, not asserted."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

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
QUIET = "() => window.clock.all && performance.now() - window.clock.begun > window.clock.all + 1500"


def test_filters_of_a_tenants_export_are_timed(opened, tmp_path_factory):
    """Every filter changes the list and the pictures; the times go to the artifacts."""
    folder = tmp_path_factory.mktemp("clock")
    shutil.copy(ROOT / "notebooks" / "01-explore-a-trace.ipynb", folder)
    _generate(folder / "export.csv")
    desk = opened(folder / "01-explore-a-trace.ipynb", 2600)
    desk.get_by_role("button", name="Read a trace").click()
    desk.get_by_label("Path").fill("export.csv")
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text(" messages; times are UTC").first.wait_for(timeout=120_000)
    desk.locator(".vega-embed").filter(has_text="Where it is").first.wait_for(timeout=30_000)
    desk.wait_for_timeout(2000)
    desk.evaluate(WATCH)
    times = {f"{name}={value!r}": _timed(desk, name, value) for name, value in _filters(desk)}
    told = json.dumps({"rows": ROWS, "milliseconds": times}, indent=1)
    (ROOT / "test-artifacts" / "filter-times.json").write_text(told, encoding="utf-8")

    assert all({"list", "overview"} <= set(one) for one in times.values()), told


def _generate(path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
    import generate

    generate.extended(path, ROWS)


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
