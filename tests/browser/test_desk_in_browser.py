"""The desk as a support engineer uses it: real JupyterLab, real browser, several cases.

One desk is open for all tests: first with the sample that it begins with, then with other inputs.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from filter_clock import filter_times, write_export

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
CASES = ROOT / "tests" / "widgets" / "desk_cases"
MIXED = ("powershell-text/list.txt", "trace-csv/typical.csv", "extended-csv/typical.csv")
DESK = ".jp-OutputArea-output .widget-vbox"
SPOKEN = ("button", "textbox", "combobox", "listbox", "slider", "tab", "checkbox", "spinbutton")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the notebook of the desk is in, with inputs that can be named."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("delay.txt", "summary-list.csv"):
        shutil.copy(CASES / name, folder)
    shutil.copy(ROOT / "notebooks" / "01-explore-a-trace.ipynb", folder)
    exports = folder / "exports"
    exports.mkdir()
    for name in MIXED:
        shutil.copy(DATA / name, exports / name.replace("/", "-"))
    return folder


@pytest.fixture(scope="module")
def desk(opened, folder):
    """The notebook of the desk, run; `keep(name)` keeps a picture of it."""
    page = opened(folder / "01-explore-a-trace.ipynb", 2600)
    page.keep = lambda name: page.screenshot(path=ROOT / "test-artifacts" / f"desk-{name}.png")
    return page


@pytest.fixture(scope="module")
def exports(desk):
    """The desk with the list of a folder of exports."""
    read(desk, path="exports")
    taken(desk, "5 of 5 messages")
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


def read(desk, text: str = "", path: str = "", file: Path | None = None) -> None:
    """Give the desk an input, as a person does."""
    box = desk.get_by_label("Trace text").first
    if not box.is_visible():
        desk.get_by_role("button", name="Read a trace").click()
    box.fill(text)
    desk.get_by_label("Path").first.fill(path)
    if file:
        desk.locator("input[type=file]").first.set_input_files(file)
        desk.get_by_text("Chosen:").first.wait_for(timeout=15_000)
    desk.wait_for_timeout(300)  # a person's pace: what was typed is sent before the key is pressed
    desk.get_by_role("button", name="Read", exact=True).first.press("Enter")


def see(desk, words: str) -> None:
    """Wait until the panel says something."""
    desk.get_by_text(words).locator("visible=true").first.wait_for(timeout=30_000)


def taken(desk, words: str) -> None:
    """Wait until an input is taken: the panel has its answer, and the box is folded away."""
    see(desk, words)
    desk.get_by_label("Trace text").first.wait_for(state="hidden", timeout=15_000)


def turn_to(desk, page: str) -> None:
    """Open a page of the message."""
    desk.get_by_role("tab", name=page, exact=True).first.click()


def test_prose_is_no_trace_and_changes_nothing(desk):
    """The panel says what it expected, and that what stands below is what was read before."""
    read(desk, "Dear all, the mail is gone.")
    see(desk, "No message trace found")
    see(desk, "What stands below is unchanged")


def test_a_pair_pasted_in_two_goes_is_solved_and_written_up(desk, folder):
    """What is known beside the first report is said with keys; the second one is added to it.

    Then a row is clicked, and a button makes the write-up. The box that was read from folds away,
    and hands the focus on to its title.
    """
    back, out = (CASES / "pasted-pair.txt").read_text("utf-8").split("\nSubject: ", 2)[1:]
    read(desk, f"Subject: {out}")
    taken(desk, "Handed to the gateway; nothing later is here")
    desk.get_by_label("Results read").focus()
    for key in ("ArrowDown", "Tab"):
        desk.keyboard.press(key)
    desk.keyboard.type("2026-03-20 12:00 UTC\n")
    see(desk, "did not come back in time")
    desk.keep("known")
    read(desk, f"Subject: {back}")
    taken(desk, "Added to what was here")
    see(desk, "The gateway saw it and gave it back")
    assert "▸ Read a trace" == desk.evaluate("document.activeElement.innerText")
    assert desk.get_by_role("status").filter(has_text="1 of 1 messages").count()
    desk.locator(".tracekit-rows tbody tr").last.click()
    see(desk, "The message was put away for this recipient")
    desk.locator(".tracekit-rows tbody tr").last.get_by_text("►").wait_for(timeout=15_000)
    turn_to(desk, "Write up")
    desk.get_by_role("button", name="Write up this case").click()
    see(desk, "Written:")
    desk.keep("pair")

    assert 1 == len(list(folder.glob("cases/*/case.html")))
    assert 2 == len(list(folder.glob("cases/*/input/*.txt")))


def test_an_uploaded_extended_report_is_solved(desk):
    """The file goes in with the upload button."""
    read(desk, file=CASES / "extended-report.csv")
    taken(desk, "The gateway saw it and gave it back")
    turn_to(desk, "Proof")


def test_one_user_is_found_in_a_summary_list(desk):
    """A path is read; a filter leaves the user's messages; the panel says what to get."""
    read(desk, path="summary-list.csv")
    taken(desk, "12 of 12 messages")
    desk.get_by_label("Recipient", exact=True).first.fill("grace")
    desk.get_by_label("Recipient", exact=True).first.press("Enter")
    see(desk, "3 of 12 messages")
    see(desk, "Get-MessageTraceV2 -MessageId")


def test_a_bounce_alone_tells_what_to_get_and_waits_for_it(desk):
    """Its code is explained, the command stands there; the trace is then looked at with it."""
    read(desk, (CASES / "bounce-report.txt").read_text("utf-8"))
    see(desk, "This is a bounce")
    see(desk, "Get-MessageTraceV2 -MessageId '<board-7731@example.org>'")
    desk.keep("bounce")
    read(desk, (CASES / "bounce.txt").read_text("utf-8"))
    taken(desk, "was not delivered, and the sender is told so")
    turn_to(desk, "Headers")
    see(desk, "The way before and between, from the headers")


def test_a_delay_is_measured_and_its_walk_is_kept(desk):
    """Which part took how long; the walk is saved in a file, and taken up on a cleared desk."""
    read(desk, path="delay.txt")
    taken(desk, "The time passed between the hand-over and the return")
    turn_to(desk, "Time")
    see(desk, "47 min")
    walk_of(desk)
    desk.get_by_label("Reason", exact=True).first.fill("seen in the console")
    desk.get_by_role("button", name="No", exact=True).first.click()
    see(desk, "Reason: seen in the console")
    desk.get_by_role("button", name="Save walk").click()
    see(desk, "Saved in walk.json")
    desk.keep("walk")
    desk.get_by_role("button", name="Read a trace").click()
    desk.get_by_role("button", name="Clear the desk").click()
    see(desk, "No message was read yet")
    read(desk, path="delay.txt")
    taken(desk, "The time passed between the hand-over and the return")
    walk_of(desk)
    desk.get_by_role("button", name="Resume walk").click()
    see(desk, "Reason: seen in the console")

    assert [] == desk.refused


def walk_of(desk) -> None:
    """Open the walk, and name the file that it is kept in."""
    turn_to(desk, "Walk")
    desk.get_by_role("button", name="Save or resume this walk").click()
    desk.get_by_label("File", exact=True).first.fill("walk.json")


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


def test_filters_of_a_tenants_export_are_timed(desk, folder):
    """Every filter changes the list and the pictures; the times are reported, not asserted."""
    write_export(folder / "export.csv")
    read(desk, path="export.csv")
    desk.get_by_text("Page 1 of").first.wait_for(timeout=60_000)
    desk.wait_for_timeout(1000)

    assert all({"list", "overview"} <= set(one) for one in filter_times(desk).values())
