"""The desk as a support engineer uses it: real JupyterLab, real browser, several cases.

One desk is open for all tests: first with the sample that it begins with, then with other inputs.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
MIXED = ("powershell-text/list.txt", "trace-csv/typical.csv", "extended-csv/typical.csv")
DESK = ".jp-OutputArea-output .widget-vbox"
SPOKEN = ("button", "textbox", "combobox", "listbox", "slider", "tab", "checkbox", "spinbutton")


@pytest.fixture(scope="module")
def desk(opened, tmp_path_factory):
    """The notebook of the desk, run; `keep(name)` keeps a picture of it."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(ROOT / "notebooks" / "01-explore-a-trace.ipynb", folder)
    exports = folder / "exports"
    exports.mkdir()
    for name in MIXED:
        shutil.copy(DATA / name, exports / name.replace("/", "-"))
    page = opened(folder / "01-explore-a-trace.ipynb", 2600)
    page.keep = lambda name: page.screenshot(path=ROOT / "test-artifacts" / f"desk-{name}.png")
    return page


@pytest.fixture(scope="module")
def exports(desk):
    """The desk with the list of a folder of exports."""
    desk.get_by_role("button", name="Read a trace").click()
    desk.get_by_label("Path").fill("exports")
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text("5 of 5 messages").first.wait_for(timeout=30_000)
    return desk


def test_a_question_lights_the_rows_that_prove_it(desk):
    """Choosing a question marks its rows in the timeline below it; nothing is asked outside."""
    questions = desk.get_by_label("Questions")
    wanted = questions.locator("option", has_text="Was it handed to the gateway?").first
    questions.select_option(value=wanted.get_attribute("value"))
    desk.get_by_text("marked at the left edge").first.wait_for(timeout=15_000)
    desk.wait_for_function(
        "[...document.querySelectorAll('.vega-embed path')].some("
        "p => p.getAttribute('fill') === '#1f6f5c' && p.getAttribute('opacity') === '1')",
        timeout=15_000,
    )
    desk.keep("lit")

    assert [] == desk.refused


def test_arrow_keys_choose_a_question_and_stay_in_the_list(desk):
    """JupyterLab does not take them for a move to another cell."""
    questions = desk.get_by_label("Questions")
    questions.focus()
    for key in ("Home", "ArrowDown", "ArrowDown"):
        desk.keyboard.press(key)
    desk.wait_for_timeout(500)

    assert 2 == questions.evaluate("list => list.selectedIndex")
    assert "SELECT" == desk.evaluate("document.activeElement.tagName")


def test_event_is_chosen_by_a_click_and_by_a_key(desk):
    """The clickable timeline is drawn offline; a mark and the Next button both show the row."""
    desk.locator(".vega-embed svg [aria-label*='Deliver: to the Junk']").last.click(force=True)
    desk.locator(".jp-OutputArea dl").get_by_text("junk", exact=True).wait_for(timeout=15_000)
    desk.get_by_role("button", name="Previous event").focus()
    desk.keyboard.press("Enter")
    shown = desk.locator(".jp-OutputArea dl").get_by_text("Spam", exact=True)
    shown.first.wait_for(timeout=15_000)

    assert [] == desk.refused


def test_every_control_has_a_name_and_is_reached_in_a_narrow_window(desk):
    """A screen reader has a name for each; at 700 and 420 pixels none is cut off at the side."""
    assert [] == unnamed(desk)
    desk.keyboard.press("Control+b")  # the list of files takes room
    for width in (700, 420):
        desk.set_viewport_size({"width": width, "height": 2600})
        desk.wait_for_timeout(1000)
        desk.keep(f"narrow-{width}")
        assert [] == cut_off(desk)
    desk.evaluate(HIDE, "hidden")
    assert cut_off(desk)  # it would be seen
    desk.evaluate(HIDE, "")
    desk.set_viewport_size({"width": 1280, "height": 2600})
    desk.keyboard.press("Control+b")


def unnamed(page) -> list[str]:
    """The controls of the desk that a screen reader has no name for."""
    spoken = page.locator(DESK).first.aria_snapshot()
    controls = re.findall(rf"^\s*- (?:{'|'.join(SPOKEN)})\b.*", spoken, re.MULTILINE)
    assert 20 < len(controls)
    return [control for control in controls if '"' not in control]


def cut_off(page) -> list[str]:
    """The controls that stand beyond the side of the window, where no scrolling leads."""
    return page.evaluate(BEYOND)


HIDE = """how => {
    const button = document.querySelector('.jp-OutputArea-output .widget-vbox button')
    button.parentElement.style.overflowX = how
    button.style.marginLeft = how && '900px'
}"""
BEYOND = """() => {
    const desk = document.querySelector('.jp-OutputArea-output .widget-vbox')
    const beyond = control => {
        const at = control.getBoundingClientRect()
        for (let box = control.parentElement; box; box = box.parentElement) {
            const style = getComputedStyle(box), frame = box.getBoundingClientRect()
            if (style.overflowX === 'visible') continue
            if (at.right <= frame.right + 1 && at.left >= frame.left - 1) continue
            return style.overflowX === 'hidden' || style.overflowX === 'clip'
        }
        return false
    }
    const controls = [...desk.querySelectorAll('button, input, select, textarea, [role=tab]')]
        .filter(c => c.checkVisibility() && c.getBoundingClientRect().width)
    return controls.filter(beyond).map(c => c.outerHTML.slice(0, 200))
}"""


def test_pasted_reports_are_read(desk):
    """Text that is pasted and read with the button shows its journeys; prose is no trace."""
    desk.get_by_role("button", name="Read a trace").click()
    box = desk.get_by_label("Trace text")
    box.fill("Dear all, the mail is gone.")
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text("No message trace found").first.wait_for(timeout=10_000)
    # The sample is of the same message: it would be added to what is here.
    desk.get_by_role("button", name="Clear the desk").click()
    sample = ROOT / "tracekit" / "samples" / "inky-outbound.txt"
    box.fill(sample.read_text(encoding="utf-8"))
    desk.get_by_role("button", name="Read", exact=True).click()
    desk.get_by_text("handed to the email gateway, and nothing later").first.wait_for(
        timeout=20_000
    )
    box.wait_for(state="hidden")

    assert [] == desk.refused


def test_a_click_on_a_bar_lists_its_messages(exports):
    """In the real browser, a bar of the overview narrows the list."""
    bar = exports.locator(".vega-embed").filter(has_text="Where it is").first
    bar.wait_for(timeout=15_000)
    exports.wait_for_timeout(1000)
    box = bar.locator("line[aria-label]").last.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    exports.mouse.click(*middle)
    exports.get_by_text("1 of 5 messages").first.wait_for(timeout=15_000)
    exports.keep("overview")
    exports.mouse.click(*middle)
    exports.get_by_text("5 of 5 messages").first.wait_for(timeout=15_000)

    assert [] == exports.refused


def test_a_folder_of_exports_becomes_a_list_that_filters_narrow(exports):
    """A path is read on the spot; a filter leaves only what fits; the chosen message is shown."""
    exports.get_by_text("5 of 5 messages").first.wait_for(timeout=30_000)
    listed = exports.get_by_label("Messages").locator("option")
    listed.nth(4).wait_for(state="attached", timeout=15_000)
    exports.keep("folder")
    exports.get_by_label("Recipient").first.fill("nobody-has-this")
    exports.get_by_label("Recipient").first.press("Enter")
    exports.get_by_text("0 of 5 messages").first.wait_for(timeout=15_000)

    listed.first.wait_for(state="detached", timeout=15_000)

    assert 0 == listed.count()
