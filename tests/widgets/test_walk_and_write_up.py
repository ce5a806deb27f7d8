"""The walk and the write-up at the desk: what a person answered goes with the case."""

import json

from test_desk import control, press, texts
from test_paste_box import everything

from tracekit.readers.front import read
from tracekit.render.panel import Panel
from tracekit.samples import sample_text
from tracekit.widgets import Desk, Session, View
from tracekit.widgets.case_view import _TITLES
from tracekit.widgets.fold import Fold
from tracekit.widgets.walk_tab import WalkTab
from tracekit.widgets.write_up import WriteUp, _plain

PAIR = sample_text("inky-two-journeys")


def turn_to(desk: Desk, title: str) -> None:
    """Open a page of the message."""
    desk._case._tabs.selected_index = _TITLES.index(title)


def test_the_walk_begins_when_it_is_looked_at(desk):
    """A desk that is only read costs no walk; the walk is of the message that is shown."""
    assert desk._case._walk.value is None
    turn_to(desk, "Walk")

    assert desk.value.case.number == desk._case._walk.value.number


def test_the_walk_starts_from_what_the_user_reports(pair_of_reports):
    """The tree that answers the complaint is taken."""
    tab = WalkTab()
    tab.begin(pair_of_reports.changed(complaint="late").case)

    assert "delay" == tab.value.tree_name


def test_answers_of_a_person_are_written_into_the_case(one, tmp_path):
    """An overruled answer with its reason and name is in the write-up, beside the inputs.

    So is what was said at the desk: that all results were read, and when the search was run.
    """
    desk, known = one, View(complete=True, taken="2022-12-08 12:00 -05:00")
    desk._given = PAIR
    desk._take(Session.of(read(PAIR), known))
    turn_to(desk, "Walk")
    control(desk._case._walk, "Reason").value = "the console has no such mail"
    control(desk._case._walk, "Your name").value = "Kim"
    press(desk._case._walk, "No")
    turn_to(desk, "Write up")
    control(desk, "Ticket").value = "4711"
    control(desk, "Folder").value = str(tmp_path / "4711")
    press(desk, "Write up this case")
    told = (tmp_path / "4711" / "case.md").read_text(encoding="utf-8")
    options = json.loads((tmp_path / "4711" / "manifest.json").read_bytes())["options"]

    assert "manifest.json" in texts(desk._case._write_up)
    assert "4711" in told
    assert "the console has no such mail" in told
    assert "Kim" in told
    assert {"complete": True, "taken": "2022-12-08T17:00:00+00:00"}.items() <= options.items()
    assert PAIR.encode() in [p.read_bytes() for p in (tmp_path / "4711" / "input").iterdir()]


def test_a_folder_that_holds_something_else_is_left_alone(pair_of_reports, tmp_path):
    """Nothing of a person is overwritten; the panel says so in plain words."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    box = WriteUp(lambda: (PAIR, "inky"), lambda: None)
    box.show(pair_of_reports.case)
    control(box, "Folder").value = str(tmp_path)
    press(box, "Write up this case")

    assert "That did not work" in texts(box)
    assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_page_that_others_use_opens_and_writes_no_files():
    """Without paths there is neither a path or folder to name nor a button to press."""
    desk = Desk(paths=False)
    named = {getattr(x, "description", "") for x in everything(desk)}

    assert "use tracekit case" in texts(desk)
    assert set() == {"Path", "Folder", "Write up this case"} & named
    assert {"Trace text", "Read"} <= named


def test_a_trace_taken_in_on_the_walk_is_at_the_desk_as_well(empty):
    """What “Add a trace and go on” read is diagnosed with the rest, everywhere."""
    desk = empty
    desk.read(sample_text("inky-outbound"))
    turn_to(desk, "Walk")
    walker = desk._case._walk
    control(walker, "Trace text").value = sample_text("inky-return-junk")
    press(walker, "Read")

    assert 2 == len(desk.value.trace.journeys)
    assert "in-junk" == desk.value.case.outcomes["disposition"]


def test_a_subject_becomes_a_harmless_folder():
    """No path, no dots, no length that a disk refuses."""
    assert "etc-passwd" == _plain("../../etc/passwd")
    assert "" == _plain(None)
    assert len(_plain("x" * 500)) <= 40


def test_a_fold_opens_and_closes_with_a_button():
    """What ipywidgets' accordion gives to the mouse alone is a button here, and says its state."""
    fold = Fold("More", Panel())
    words = []
    for _ in range(2):
        words.append((fold.value, fold._knob.description, fold._knob.tooltip))
        fold._knob.click()

    assert [(False, "▸ More", "Show: More"), (True, "▾ More", "Hide: More")] == words
