"""tracekit train: a case, an exam, its review, a folder of one's own."""

import pytest

from tracekit.training import bundled_scenarios, render

MODEL = "o cannot-tell\n\n{ask}\n{tell}\n80\n"


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A folder of the test to work in, with the record of practice in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACEKIT_RECORD", str(tmp_path / "practice.jsonl"))


@pytest.fixture
def train(tracekit, record):
    """Run the verb with answers as text; returns what it wrote as text."""
    return lambda *words, answers="": in_words(tracekit("train", *words, text=answers))


def in_words(done):
    """The same finished command with text for bytes."""
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def choices_of(text):
    """Find the number of the right thing to ask for, and to tell, in what is shown."""
    lines = text.splitlines()
    ask = next(line for line in lines if "open the result > Find related" in line)
    tell = next(line for line in lines if line[1:3] == ". " and "We see that" in line)
    return {"ask": ask.partition(".")[0], "tell": tell.partition(".")[0]}


def test_a_case_an_exam_and_its_review(train, tmp_path):
    """Answered as the scenario says it is a hundred points; nothing is shown before."""
    case = ("--scenario", "lone-return", "--as-written", "--trainee", "kim")
    first = train(*case, answers="o cannot-tell\n\n1\n1\n80\n")
    right = MODEL.format(**choices_of(first.stdout))
    done = train(*case, answers=right)
    shown, _, learnt = done.stdout.partition("100 of 100 points")

    assert (0, 0) == (first.returncode, done.returncode)
    assert "Right: " not in shown
    assert "Right: The trace cannot tell" in learnt
    assert 2 == len((tmp_path / "practice.jsonl").read_text("utf-8").splitlines())
    assert "2 cases by kim" in train("--progress").stdout

    (tmp_path / "exam.toml").write_text(
        'title = "One"\nseed = 1\nvaried = false\nscenarios = ["lone-return", "lone-return"]\n',
        "utf-8",
    )
    exam = ("--exam", "exam.toml", "--trainee", "kim")
    broken_off = train(*exam, answers=right)
    tell = right.splitlines()[-2]
    sat = train(*exam, answers=right.replace(f"\n{tell}\n", f"\n{tell} please send both reports\n"))
    told = train("--review", "result-kim.json")

    assert (2, 0) == (broken_off.returncode, sat.returncode)
    assert "Taken up again after case 1." in sat.stdout
    assert "of 100 points" not in sat.stdout
    assert "kim, One: 100 of 100 points, passed" in told.stdout
    assert "In their own words to the customer: please send both reports" in told.stdout
    assert 0 == told.returncode


def test_answers_that_end_too_soon_are_one_clear_error(process, record):
    """It says what is missing, and keeps nothing; answers come through a pipe."""
    words = ("train", "--scenario", "lone-return", "--as-written")
    found = in_words(process(*words, text="y\n"))

    assert 2 == found.returncode
    assert "they end before the case does" in found.stderr


def test_a_folder_of_ones_own_is_checked_by_file_and_field(train, tmp_path):
    """A real trace with its answers is a scenario; a mistake in it is named."""
    text = bundled_scenarios().texts["lone-return"]
    head, _, rest = text.partition("[[journey]]")
    body = rest[rest.index("[[answer]]") :].partition("[twin]")[0]
    head = head + 'trace = "ticket.txt"\n\n'
    rows = '[rows]\nscan = { event = "Defer" }\ndisclaimer = { has = "Company disclaimer" }\n\n'
    folder = tmp_path / "own"
    folder.mkdir()
    pages = render(bundled_scenarios().scenarios["lone-return"]).pages
    (folder / "ticket.txt").write_text(pages[0][1], "utf-8")
    (folder / "my-case.toml").write_text(
        (head + rows + body).replace('id = "lone-return"', 'id = "my-case"'), "utf-8"
    )
    fine = train("--check", "own")
    listed = train("--scenarios", "own", "--list")
    (folder / "my-case.toml").write_text(
        (folder / "my-case.toml").read_text("utf-8").replace('"Defer"', '"Deliverd"'), "utf-8"
    )
    wrong = train("--check", "own")

    assert (0, "No mistakes.") == (fine.returncode, fine.stdout.strip())
    assert "my-case" in listed.stdout
    assert 1 == wrong.returncode
    assert "my-case.toml, distractor 1, field row, line" in wrong.stderr
