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
    assert ["tracekit", "gateway", "gateway_because", "messages"] == list(document)
    (message,) = document["messages"]
    return message


def test_json_has_the_promised_shape(message):
    """Programs are built on these names."""
    names = ["message_id", "recipient", "subject", "outcomes", "findings", "strength", "summary",
             "steps", "absences", "contradictions", "notes", "asks"]  # fmt: skip
    assert names == list(message)
    assert sorted(TREES) == sorted(message["outcomes"]) == sorted(message["strength"])
    assert {"shown", "consistent with", "cannot tell"} >= set(message["strength"].values())


def test_json_steps_have_an_answer_a_reason_and_rows(message):
    """Every step says why, and points at its rows."""
    assert message["steps"]
    for step in message["steps"]:
        assert ["tree", "node", "question", "answer", "strength", "because", "ask", "references",
                "rows"] == list(step)  # fmt: skip
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


SOON, LATER = "2022-12-06T12:40-05:00", "2022-12-06T20:31Z"


@pytest.mark.parametrize(("known", "outcome"), [
    ((), "return-not-in-trace"),
    (("--incomplete", "--taken", LATER), "return-not-in-trace"),
    (("--complete", "--taken", LATER), "held-by-gateway"),
    (("--complete", "--taken", SOON), "at-gateway"),
])  # fmt: skip
def test_what_a_person_knows_decides_what_no_row_can(tracekit, reports, known, outcome):
    """Whether all records are here, and when the trace was made, reach the diagnosis."""
    done = tracekit("diagnose", reports[0], "--format", "json", *known)

    assert outcome == json.loads(done.stdout)["messages"][0]["outcomes"]["gateway"]


@pytest.mark.parametrize(("allowed", "outcome"), [("10", "delay-at-gateway"), ("60", "no-delay")])
def test_a_person_says_what_late_is(tracekit, reports, allowed, outcome):
    """Forty minutes on the way are late for one and not for another."""
    back = Path(reports[1])
    text = back.read_text(encoding="utf-8").replace("12:32 PM", "1:11 PM")
    back.write_text(text, encoding="utf-8")
    done = tracekit("diagnose", *reports, "--format", "json", "--late-after", allowed)

    assert outcome == json.loads(done.stdout)["messages"][0]["outcomes"]["delay"]


@pytest.mark.parametrize(("option", "value", "said"), [
    ("--taken", "2022-12-06T12:40", "names no zone"),
    ("--taken", "2022-12-06", "names no zone"),
    ("--taken", "yesterday", "is no point in time"),
    ("--taken", "2022-13-06T12:40Z", "is no point in time"),
    ("--taken", "0001-01-01T00:00+14:00", "is no point in time"),
    ("--late-after", "-3", "is no number of minutes"),
    ("--late-after", "nan", "is no number of minutes"),
    ("--late-after", "soon", "is no number of minutes"),
])  # fmt: skip
def test_a_value_that_is_none_is_refused_with_an_example(tracekit, reports, option, value, said):
    """The person reads what was written, what is wrong with it, and how to write it."""
    done = tracekit("diagnose", *reports, option, value)
    last = done.stderr.decode().splitlines()[-1]

    assert 2 == done.returncode
    assert f"'{value}' {said}" in last
    assert "like" in last


def test_all_here_and_not_all_here_exclude_each_other(tracekit, reports):
    """Nobody can know both."""
    assert 2 == tracekit("diagnose", *reports, "--complete", "--incomplete").returncode


def test_an_unusable_input_is_exit_code_2(tracekit, reports):
    """The others are diagnosed all the same."""
    done = tracekit("diagnose", "no-such-file.txt", *reports, "--format", "json")

    assert 2 == done.returncode
    assert 1 == len(json.loads(done.stdout)["messages"])


@pytest.fixture
def many(tmp_path):
    """A list of 30 results, of which the mail to the board lies in quarantine."""
    rows = ["Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,MessageTraceId"]
    for n in range(30):
        who, status = ("board", "Quarantined") if n % 5 == 0 else (f"r{n % 5}", "Delivered")
        rows.append(f"2026-11-18T08:{n:02d}:00Z,a{n}@example.com,{who}@example.org,Mail {n},"
                    f"{status},<{n}@mail.example.com>,")  # fmt: skip
    path = tmp_path / "list.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_many_messages_are_a_line_each(tracekit, many):
    """A table, the outcomes, what stands out, and how to see one: a screen or two."""
    told = tracekit("diagnose", str(many)).stdout.decode()

    assert 30 == sum(line.count("@example.com ") for line in told.splitlines())
    assert len(told.splitlines()) < 80
    assert "6 of 6 messages to 'board@example.org' were kept from the inbox" in told
    assert "--message-id" in told


@pytest.mark.parametrize(("choice", "messages"), [
    (("--number", "7"), 1),
    (("--message-id", "7@mail.example.com"), 1),
    (("--recipient", "Board@example.org"), 6),
    (("--all",), 30),
])  # fmt: skip
def test_those_that_are_chosen_are_told_in_full(tracekit, many, choice, messages):
    """In text with every question, and in JSON alone."""
    told = tracekit("diagnose", str(many), *choice).stdout.decode()
    kept = tracekit("diagnose", str(many), *choice, "--format", "json").stdout

    assert messages == told.count("\nMessage-ID <")
    assert messages == len(json.loads(kept)["messages"])


def test_json_of_many_messages_is_whole(tracekit, many):
    """What is for programs has every message."""
    told = json.loads(tracekit("diagnose", str(many), "--format", "json").stdout)

    assert 30 == len(told["messages"])


@pytest.mark.parametrize("choice", [("--number", "99"), ("--message-id", "none@example.com")])
def test_a_message_that_is_not_there_is_one_line(tracekit, many, choice):
    """The person sees what could have been written."""
    done = tracekit("diagnose", str(many), *choice)
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert choice[1] in line
