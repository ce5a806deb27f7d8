"""The walk is saved, resumed, and takes another trace in; the tree can be seen as a map."""

import json

import pytest
from test_desk import control, press, texts
from test_tree_walker import SAYS, follow

from tracekit import diagnose, load_sample
from tracekit.charts.tree_map import tree_map
from tracekit.diagnosis import Walk
from tracekit.errors import InputError
from tracekit.knowledge import load_trees
from tracekit.model import MessageTrace
from tracekit.samples import sample_text
from tracekit.widgets import TreeWalker


@pytest.fixture(scope="module")
def half():
    """The journey out alone."""
    return diagnose(load_sample("inky-outbound"))


@pytest.fixture(scope="module")
def whole():
    """Both journeys."""
    return diagnose(load_sample("inky-outbound") + load_sample("inky-return-junk"))


def test_a_walk_survives_json_with_reason_and_name(whole):
    """Who overruled the trace, and why, comes back from the text."""
    walk = Walk.start(whole).answer().answer("no", "seen in the portal", "Sam").answer()
    again = Walk.from_dict(json.dumps(walk.to_dict()), whole)

    assert walk.to_dict() == again.to_dict()
    assert ("person", "seen in the portal", "Sam") == (
        again.trail[1].by, again.trail[1].reason, again.trail[1].who)  # fmt: skip
    assert () == again.changes


def test_another_trace_changes_the_answer_and_keeps_the_trail(half):
    """The missing return is read: the same questions, a new answer, and it is said."""
    walk = Walk.start(half).finish()
    assert "return-not-in-trace" == walk.node
    on = walk.with_trace(load_sample("inky-return-junk"))

    assert "analysed-inline" == on.finish().node
    assert [a.step.node for a in walk.trail[:4]] == [a.step.node for a in on.trail[:4]]
    assert "The trace said no before; now it says yes." in [c.sentence for c in on.changes]


def test_what_a_person_answered_stays_theirs_with_another_trace(half):
    """More of the trace does not take away what somebody knew better."""
    walk = Walk.start(half).answer().answer("cannot tell", "I am not sure", "Sam")
    on = walk.with_trace(load_sample("inky-return-junk"))

    assert ("person", "Sam") == (on.trail[1].by, on.trail[1].who)


@pytest.mark.parametrize("text", [
    "", "x", "[]", "[" * 100_000, '{"tree": "gateway"}', '{"tree": "none", "trail": []}',
    '{"tree": "gateway", "trail": [{"node": "g-events", "answer": "perhaps"}]}',
])  # fmt: skip
def test_what_is_no_saved_walk_is_told_in_plain_words(whole, text):
    """A broken paste gives one sentence, and what to do."""
    with pytest.raises(InputError, match="What to do"):
        Walk.from_dict(text, whole)


def test_save_and_resume_by_the_buttons(whole):
    """Save writes the text, Resume in a new panel stands at the same question."""
    walker = TreeWalker(whole, tree="decision")
    press(walker, "Yes" + SAYS)
    press(walker, "Save walk")
    other = TreeWalker(whole)
    control(other, "Saved walk").value = control(walker, "Saved walk").value
    press(other, "Resume walk")

    assert ("decision", walker.value.node) == (other.value.tree_name, other.value.node)
    assert "decision" == control(other, "Question").value


def test_a_file_is_written_and_read_and_no_other_file_is_overwritten(whole, tmp_path):
    """A walk goes into a file and comes back; a letter that lies there stays as it is."""
    walker, kept = TreeWalker(whole), tmp_path / "walk.json"
    press(walker, "Yes" + SAYS)
    control(walker, "File").value = str(kept)
    press(walker, "Save walk")
    control(walker, "Saved walk").value = ""
    press(walker, "Start again")
    press(walker, "Resume walk")
    assert 1 == len(walker.value.trail)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sam", encoding="utf-8")
    control(walker, "File").value = str(letter)
    press(walker, "Save walk")

    assert "nothing was overwritten" in texts(walker)
    assert "Dear Sam" == letter.read_text(encoding="utf-8")


def test_a_wrong_text_is_told_in_the_panel_and_the_walk_stays(whole):
    """Nothing is lost by a wrong paste."""
    walker = TreeWalker(whole)
    press(walker, "Yes" + SAYS)
    control(walker, "Saved walk").value = "hello"
    press(walker, "Resume walk")

    assert "this is no saved walk" in texts(walker)
    assert 1 == len(walker.value.trail)


def test_a_trace_is_taken_in_on_the_spot(half):
    """Paste the return while the walk waits for it: the panel says what is new and goes on."""
    walker = TreeWalker(half)
    follow(walker)
    control(walker, "Trace text").value = sample_text("inky-return-junk")
    press(walker, "Read")
    assert "What is different now" in texts(walker)
    follow(walker)

    assert "analysed-inline" == walker.value.outcome.id


def test_a_walk_begins_when_the_first_trace_is_read():
    """A panel without a message takes its first one in the same way."""
    walker = TreeWalker(diagnose(MessageTrace.empty()))
    control(walker, "Trace text").value = sample_text("inky-outbound")
    press(walker, "Read")

    assert walker.value is not None
    assert not walker._answers["yes"].disabled


@pytest.mark.parametrize("tree", load_trees())
def test_the_map_has_every_question_and_the_walked_way(whole, tree):
    """Each question is in the map with its exits; the walked ones say their answer."""
    walk = Walk.start(whole, tree).finish()
    told = tree_map(tree, walk).description

    assert all(node.question in told for node in load_trees()[tree].nodes.values())
    assert len(walk.trail) == told.count("Answered: ")
    assert f"The walk ended at: {walk.outcome.title}." in told


def test_the_map_is_drawn_while_it_is_open(whole):
    """Opening the map draws it; an answer lights the next question."""
    walker = TreeWalker(whole)
    assert not walker._map.value
    press(walker, "▸ The whole tree")
    before = walker._map.value
    press(walker, "Yes" + SAYS)

    assert before
    assert before != walker._map.value
