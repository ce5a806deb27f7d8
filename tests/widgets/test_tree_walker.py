"""The walker: one question at a time, with the proof beside it, forward and back."""

import ipywidgets as w
import pytest
from pages import assert_harmless
from payloads import PAYLOADS
from test_paste_box import everything, press, texts
from test_timeline_explorer import control

from tracekit import diagnose, load_sample, parse
from tracekit.errors import UnknownNameError
from tracekit.knowledge import load_complaints, load_trees
from tracekit.model import MessageTrace
from tracekit.widgets import TreeWalker

SAYS = " (what the trace says)"


@pytest.fixture(scope="module")
def found():
    """The diagnosis of the two bundled journeys."""
    return diagnose(load_sample("inky-outbound") + load_sample("inky-return-junk"))


@pytest.fixture
def walker(found):
    """At the first question of the gateway tree."""
    return TreeWalker(found)


def answers(walker: TreeWalker) -> list[w.Button]:
    """The buttons that answer."""
    words = ("Yes", "No", "Cannot tell")
    return [x for x in everything(walker)
            if isinstance(x, w.Button) and x.description.removesuffix(SAYS) in words]  # fmt: skip


def follow(walker: TreeWalker) -> None:
    """Answer as the trace says until the walk ends."""
    for _ in range(40):
        if walker.value.finished:
            return
        next(b for b in answers(walker) if b.description.endswith(SAYS)).click()


def test_a_question_comes_with_its_reason_and_its_proof(walker):
    """The question, why it is asked, what the trace answers, and the rows."""
    press(walker, "Yes" + SAYS)
    press(walker, "Yes" + SAYS)
    shown = texts(walker)

    assert "Was it handed to the gateway?" in shown
    assert "Why it is asked:" in shown
    assert "What the trace answers: Yes." in shown
    assert "Send external" in shown


@pytest.mark.parametrize(("tree", "outcome"), [
    ("gateway", "analysed-inline"), ("disposition", "in-junk"), ("decision", "decided-by-gateway"),
    ("delay", "no-delay"), ("copies", "single-copy"),
])  # fmt: skip
def test_following_the_trace_ends_where_the_diagnosis_ends(found, tree, outcome):
    """Every tree reaches its outcome by its buttons, and tells cause, remedy and owner."""
    walker = TreeWalker(found, tree=tree)

    follow(walker)

    assert outcome == walker.value.outcome.id
    shown = texts(walker)
    assert all(word in shown for word in ("Outcome:", "Cause:", "Who acts:", "Next step:", "1. "))


def test_one_button_an_answer_and_one_marked(walker):
    """Three buttons with words; the trace's own answer is marked in words."""
    assert 3 == len(answers(walker))
    assert 1 == sum(b.description.endswith(SAYS) for b in answers(walker))


def test_a_persons_answer_is_kept_with_the_reason(walker):
    """Who answers otherwise can say why, and the trail says who answered."""
    control(walker, "Reason").value = "I saw more rows in the portal"
    press(walker, "No")

    assert "person" == walker.value.trail[0].by
    assert "answered by you). Reason: I saw more rows in the portal" in texts(walker)
    assert "" == control(walker, "Reason").value


def test_back_and_start_again(walker):
    """Every answer can be taken back, one or all."""
    first = walker.value.node
    follow(walker)
    press(walker, "Back")
    assert not walker.value.finished
    press(walker, "Start again")
    assert (first, ()) == (walker.value.node, walker.value.trail)


def test_the_buttons_rest_at_the_outcome(walker):
    """After the end there is nothing to answer, but the way back is open."""
    follow(walker)

    assert all(b.disabled for b in answers(walker))
    assert not control(walker, "Back").disabled


@pytest.mark.parametrize("complaint", load_complaints())
def test_what_the_user_reports_takes_its_tree(found, complaint):
    """Each complaint leads to the tree that answers it, and names the next one."""
    walker = TreeWalker(found, complaint=complaint)
    first, *later = load_complaints()[complaint].trees

    assert first == walker.value.tree_name
    follow(walker)
    assert all(load_trees()[name].title in texts(walker) for name in later)


def test_choosing_what_is_reported_begins_anew(walker):
    """The choice works as well after the walk has begun."""
    press(walker, "Yes" + SAYS)
    control(walker, "Reported").value = "late"

    assert ("delay", ()) == (walker.value.tree_name, walker.value.trail)


def test_an_unknown_tree_is_an_error_of_the_caller(found):
    """A name that nobody knows is refused where it is written."""
    with pytest.raises(UnknownNameError, match="no-such-tree"):
        TreeWalker(found, tree="no-such-tree")
    with pytest.raises(UnknownNameError, match="no-such-complaint"):
        TreeWalker(found, complaint="no-such-complaint")


def test_no_message_no_question():
    """An empty trace is said to be empty."""
    walker = TreeWalker(diagnose(MessageTrace.empty()))

    assert walker.value is None
    assert "no message to ask about" in texts(walker)
    names = ("Yes", "No", "Cannot tell", "Back", "Start again")
    knobs = [b for b in everything(walker) if isinstance(b, w.Button) and b.description in names]
    assert all(b.disabled for b in knobs)
    assert len(names) == len(knobs)


THREE = [(*PAYLOADS, *PAYLOADS[:2])[n : n + 3] for n in range(0, len(PAYLOADS), 3)]


@pytest.mark.parametrize("payloads", THREE, ids=range(len(THREE)))
def test_no_payload_acts_in_a_walk(payloads):
    """Subject, rule name and reason are shown as text on every page."""
    subject, rule, reason = payloads
    report = (f"Subject: {subject} Sender: a@example.com Recipient: b@example.org Status: x Date "
              "(UTC) | Event | Detail | ---- 12/6/2022, 12:31 PM | Transport rule | "
              f"Transport rule: '{rule}', ID: ('1'), DLP policy: '', ID: (2).")  # fmt: skip
    walker = TreeWalker(diagnose(parse(report)))
    control(walker, "Reason").value = reason
    press(walker, next(b for b in answers(walker) if not b.description.endswith(SAYS)).description)

    for panel in everything(walker):
        if hasattr(panel, "shown"):
            assert_harmless(panel.value)


def test_every_control_speaks(walker):
    """Each control has a name for a screen reader and a tooltip."""
    controls = [x for x in everything(walker) if isinstance(x, w.Button | w.Text | w.Dropdown)]

    assert 8 <= len(controls)
    assert all(x.description and x.tooltip for x in controls)
