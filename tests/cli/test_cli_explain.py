"""tracekit explain: the meaning of a word, in the terminal."""

import pytest


@pytest.mark.parametrize("name", ["Defer", "Quarantined", "4.7.721", "in-junk"])
def test_events_statuses_codes_and_outcomes_are_explained(tracekit, name):
    """Each kind of word that a trace or a diagnosis shows has its page."""
    done = tracekit("explain", name)

    assert 0 == done.returncode
    assert "What it is" in done.stdout.decode()


def test_a_name_of_two_words_needs_no_quotes(tracekit):
    """`tracekit explain Send external` is what people type."""
    assert (
        tracekit("explain", "Send external").stdout
        == tracekit("explain", "Send", "external").stdout
    )


def test_an_unknown_name_is_one_line_and_exit_code_2(tracekit):
    """The line repeats the name."""
    done = tracekit("explain", "no-such-word")
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert "no-such-word" in line
