"""Every outcome has its finding, its evidence, its advice and what to ask for."""

import pytest
from reports import read
from scenarios_first import FIRST
from scenarios_second import SECOND
from together import Sample, together

from tracekit import case, diagnose, load_sample
from tracekit.case.blocks import markdown_of
from tracekit.case.material import Material, gather
from tracekit.case.options import Options
from tracekit.case.relevant import same
from tracekit.case.sections.finding import line
from tracekit.case.story import Story
from tracekit.case.template import load_template
from tracekit.diagnosis import Walk
from tracekit.diagnosis.acting import in_place_of_own
from tracekit.errors import InputError, KnowledgeError, UnknownNameError
from tracekit.knowledge import load_outcomes
from tracekit.readers.given import Given

ALL = [scenario for scenario in (*FIRST, *SECOND) if not scenario.options]
WORDS = ("finding", "summary", "reported", "identity", "evidence", "remedy", "open", "doubts",
         "provenance")  # fmt: skip


def each_outcome_once() -> list:
    """Scenarios that together are expected to end in every outcome that any of them ends in."""
    seen, kept = set(), []
    for scenario in ALL:
        ends = set(scenario.expected.items())
        if ends - seen:
            kept.append(scenario)
            seen |= ends
    return kept


@pytest.fixture(scope="module")
def stories():
    """A story for every scenario; its pictures are not drawn before they are asked for."""
    read_ones = [Sample(s.name, "report-text", read(*s.reports)) for s in each_outcome_once()]
    trace, _ = together(dict(enumerate(read_ones)))
    material = Material((Given("reports.txt", b"many"),), trace)
    template = load_template()
    return [Story(one, Options(), material, template) for one in diagnose(trace).cases()]


def told(story: Story, name: str) -> str:
    """All words of a section."""
    return markdown_of(story.blocks(name)).replace("`", "")


def test_every_story_has_its_sections(stories):
    """Whatever the outcome, no section that must say something is empty."""
    lacking = [(s.case.outcomes, n) for s in stories for n in WORDS if not s.blocks(n)]

    assert [] == lacking


def test_every_outcome_says_itself_and_its_owner(stories):
    """The evidence names every outcome; the advice has the steps of each that somebody acts on.

    What is said in place of an outcome's own steps stands there, whoever acts.
    """
    for story in stories:
        outcomes = [load_outcomes()[name] for name in story.case.outcomes.values()]
        evidence, remedy = told(story, "evidence"), told(story, "remedy")
        assert [] == [o.id for o in outcomes if o.title not in evidence]
        instead = {n: in_place_of_own(story.case, t) for t, n in story.case.outcomes.items()}
        acts = [o for o in outcomes if o.owner != "nobody" and o.id != "cannot-tell"]
        said = {o.id: instead[o.id].what if instead[o.id] else o.owner for o in acts}
        assert [] == [o.id for o in acts if o.title not in remedy or said[o.id] not in remedy]


def test_what_is_not_proved_is_not_claimed(stories):
    """A finding that is likely says so, and one that cannot be told asks for something."""
    for story in stories:
        found = story.case
        if "consistent with" in (found.strength["disposition"], found.strength["decision"]):
            assert "(fits the trace, not proved by it)" in line(found)
        if "cannot-tell" in found.outcomes.values():
            assert found.asks()[0].split()[0] in told(story, "open")


def test_a_journey_has_the_same_number_in_the_picture_and_in_the_tables():
    """Pasted in whatever order, the way out is journey 1 and the way back journey 2."""
    trace = load_sample("inky-two-journeys")
    material = Material((Given("reports.txt", b"two"),), trace)
    story = Story(diagnose(trace).case(), Options(), material, load_template())
    page = told(story, "timeline")

    assert "Journey 0" not in page
    assert "Journey 1 · Outbound" in page
    assert "Journey 2 · Return" in page
    assert page.index("out to the gateway") < page.index("back from the gateway")


def test_a_walk_is_marked_as_a_persons(pair):
    """An overruled answer stands with its reason and its name, apart from what the trace says."""
    story = case.tell(pair)
    walk = Walk.start(story.case, "gateway").answer().answer("no", "it makes one", "Robin")
    with_walk = case.tell(pair, walks=[walk.finish().to_dict()])

    assert [] == story.blocks("person")
    for text in ("it makes one", "Robin", "The person says"):
        assert text in told(with_walk, "person")
    assert "A person's view" in told(with_walk, "finding")
    assert story.case.outcomes == with_walk.case.outcomes


def test_a_walk_of_another_message_is_refused(pair):
    """A walk is never put into a case that it is not about."""
    other = b"Subject: x\nSender: a@example.org\nRecipient: b@example.org\n"
    walk = Walk.start(case.tell(other + b"12/6/2022, 12:31 PM | Receive | x").case).to_dict()

    with pytest.raises((InputError, UnknownNameError)):
        case.tell(pair, walks=[walk | {"message_id": "<other@example.org>"}])


def test_own_template_orders_and_leaves_out(pair, tmp_path):
    """A template of one's own says which sections there are, in which order, with which words."""
    path = tmp_path / "short.toml"
    path.write_text('name = "short"\n[[section]]\nid = "summary"\ntitle = "In short"\n'
                    '[[section]]\nid = "finding"\ntitle = "Found"\n')  # fmt: skip
    story = case.tell(pair, template=str(path))

    assert ["In short", "Found"] == [section.title for section in story.sections]
    path.write_text('name = "x"\n[[section]]\nid = "nothing"\ntitle = "x"\n')
    with pytest.raises(KnowledgeError, match="nothing"):
        load_template(str(path))


def test_only_inputs_that_concern_the_message_are_kept(pair, tmp_path):
    """What is about another message stays out, unless something depends on it."""
    other = pair[1].read_text().replace("1213727060", "99").replace("alex@", "pat@")
    (tmp_path / "other.txt").write_text(other)
    story = case.tell([*pair, tmp_path / "other.txt"], recipient="alex@example.org")

    assert ["inky-outbound.txt", "inky-return-junk.txt"] == [f.name for f in story.material.files]


def test_a_trace_without_inputs_is_packed_and_told_the_same(pair):
    """A trace that was made elsewhere is kept as its tables; what is said of it is the same."""
    whole = case.tell(pair)
    packed = case.tell(whole.case.diagnosis.trace)

    assert ["trace.json"] == [file.name for file in packed.material.files]
    assert same(whole.case, packed.case)
    again = gather([file.bytes for file in packed.material.files])
    assert again.trace.events.equals(packed.case.diagnosis.trace.events)
