"""Five cases worked from the panel as a support engineer would: no code, no documentation."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "browser" / "desk_cases"
SPOKEN = ("button", "textbox", "combobox", "listbox", "slider", "tab", "checkbox", "spinbutton")


@dataclass(frozen=True)
class Ticket:
    """What came in, what the user reports, the page to look at, and what must stand there."""

    file: str
    reported: str
    page: str
    answers: tuple[str, ...]
    pasted: bool = True


TICKETS = (
    Ticket("pasted-pair.txt", "A good mail was marked, junked, blocked or put in the wrong folder",
           "Decision", ("Delivered to the Junk Email folder", "The gateway decided (likely)")),
    Ticket("bounce.txt", "It bounced", "Legend",
           ("was not delivered, and the sender is told so", "A mail server outside")),
    Ticket("delay.txt", "It came late", "Time",
           ("The time passed between the hand-over and the return", "delivery log")),
    Ticket("extended-report.csv", "It was not analysed", "Proof",
           ("The gateway saw it and gave it back",), pasted=False),
    Ticket("summary-list.csv", "It never arrived or disappeared", "Answers",
           ("12 of 12 messages",), pasted=False),
)  # fmt: skip


@pytest.fixture
def desk(lab, page, run_all, tmp_path):
    """The notebook of the desk, run; `keep(name)` keeps a picture of it."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / "01-explore-a-trace.ipynb", folder)
    page.set_viewport_size({"width": 1280, "height": 2200})
    run_all(lab(folder).format("01-explore-a-trace.ipynb"), seconds=300)
    page.set_default_timeout(90_000)

    def keep(name: str) -> None:
        artifacts = ROOT / "test-artifacts"
        artifacts.mkdir(exist_ok=True)
        page.wait_for_timeout(1000)
        page.screenshot(path=artifacts / f"case-{name}.png")

    page.keep = keep
    return page


def test_five_cases_are_solved_from_the_panel(desk):
    """Each input is read, and its answers stand on the first page; every control has a name."""
    for ticket in TICKETS:
        give(desk, ticket)
        desk.get_by_label("Reported").first.select_option(label=ticket.reported)
        for answer in ticket.answers:
            desk.locator(".widget-html-content").filter(has_text=answer).first.wait_for()
        desk.get_by_role("tab", name=ticket.page, exact=True).click()
        desk.keep(ticket.file.split(".")[0])
    desk.get_by_role("tab", name="Write up").click()

    assert [] == unnamed(desk)
    assert [] == desk.refused
    for width in (700, 420):
        desk.set_viewport_size({"width": width, "height": 1600})
        desk.keep(f"narrow-{width}")
        assert desk.get_by_role("button", name="Write up this case").is_visible()


def give(desk, ticket: Ticket) -> None:
    """Read an input as a person would: paste it, or choose its file."""
    fold = desk.get_by_role("button", name="Read a trace")
    fold.focus()
    desk.keyboard.press("Enter")
    if ticket.pasted:
        desk.get_by_label("Trace text").fill((CASES / ticket.file).read_text(encoding="utf-8"))
    else:
        desk.locator("input[type=file]").first.set_input_files(CASES / ticket.file)
        desk.get_by_text(f"{ticket.file} (").first.wait_for()
    desk.get_by_role("button", name="Read", exact=True).press("Enter")
    desk.get_by_label("Trace text").wait_for(state="hidden")


def unnamed(page) -> list[str]:
    """The controls of the desk that a screen reader has no name for."""
    spoken = page.locator(".jp-OutputArea-output .widget-vbox").first.aria_snapshot()
    controls = re.findall(rf"^\s*- (?:{'|'.join(SPOKEN)})\b.*", spoken, re.MULTILINE)
    assert 20 < len(controls)
    return [control for control in controls if '"' not in control]
