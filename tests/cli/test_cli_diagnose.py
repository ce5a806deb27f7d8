"""tracekit diagnose: the same diagnosis as text, JSON and Markdown."""

import json
from pathlib import Path

import pytest

pytest.importorskip("tracekit.diagnosis", reason="the diagnosis room is not built yet")

TREES = ["gateway", "disposition", "decision", "delay", "copies"]


@pytest.fixture
def message(tracekit, reports):
    """The one message of the two reports, as JSON."""
    document = json.loads(tracekit("diagnose", *reports, "--format", "json").stdout)
    assert ["tracekit", "messages"] == list(document)
    (message,) = document["messages"]
    return message


def test_json_has_the_promised_shape(message):
    """Programs are built on these names."""
    names = ["message_id", "recipient", "subject", "outcomes", "strength", "steps"]
    assert names == list(message)
    assert sorted(TREES) == sorted(message["outcomes"]) == sorted(message["strength"])
    assert {"shown", "consistent with", "cannot tell"} >= set(message["strength"].values())


def test_json_steps_have_an_answer_a_reason_and_rows(message):
    """Every step says why, and points at its rows."""
    assert message["steps"]
    for step in message["steps"]:
        assert ["tree", "node", "answer", "because", "rows"] == list(step)
        assert step["answer"] in ("yes", "no", "cannot tell")
        assert isinstance(step["rows"], list)


def test_both_journeys_together_are_an_inline_analysis_that_ended_in_junk(message):
    """The gateway saw the message; it lies in Junk."""
    assert "analysed-inline" == message["outcomes"]["gateway"]
    assert "in-junk" == message["outcomes"]["disposition"]


def test_the_order_of_inputs_does_not_matter(tracekit, reports, message):
    """Direction comes from evidence, never from the order of pasting."""
    turned = json.loads(tracekit("diagnose", *reports[::-1], "--format", "json").stdout)

    assert message["outcomes"] == turned["messages"][0]["outcomes"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_the_outcome_and_the_reason(tracekit, reports, form):
    """Text and Markdown name the message and every outcome."""
    shown = tracekit("diagnose", *reports, "--format", form).stdout.decode()

    assert "News – März" in shown
    assert "Junk" in shown


def test_markdown_does_not_act_on_what_strangers_wrote(tracekit, reports):
    """A subject that is Markdown, HTML and TeX stays a subject."""
    subject = "[x](https://example.net) <img src=x onerror=1> $\\href{y}{z}$"
    text = Path(reports[0]).read_text(encoding="utf-8").replace("News – März", subject)
    shown = tracekit("diagnose", "-", "--format", "markdown", text=text).stdout.decode()

    assert f"`{subject}`" in shown
    assert subject not in shown.replace(f"`{subject}`", "")


@pytest.mark.parametrize("option", ["--gateway", "--complaint"])
def test_an_unknown_name_is_one_line_that_lists_the_known(tracekit, reports, option):
    """The person sees what could have been written."""
    done = tracekit("diagnose", *reports, option, "no-such-name")
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert "no-such-name" in line


def test_an_unusable_input_is_exit_code_2(tracekit, reports):
    """The others are diagnosed all the same."""
    done = tracekit("diagnose", "no-such-file.txt", *reports, "--format", "json")

    assert 2 == done.returncode
    assert 1 == len(json.loads(done.stdout)["messages"])
