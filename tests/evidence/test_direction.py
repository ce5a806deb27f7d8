"""Where mail comes from and goes to, in words that do not deny each other."""

import pytest

import tracekit
from tracekit import diagnose
from tracekit.training.report import report


@pytest.mark.parametrize("ending", ["fail 550 5.7.705 Access denied", "defer 450 4.4.312 DNS"])
def test_of_what_was_submitted_here_it_is_known_where_it_came_from(ending):
    """Only where it was bound for is open, and the next question says that it came from inside."""
    trace = tracekit.parse(report(["09:05 submit", f"09:06 {ending}"], sender="a@example.com",
                                  recipient="b@example.org"), "pasted")  # fmt: skip
    said = {step.node: step.because for step in diagnose(trace).case().steps}

    assert said["g-internal"].startswith("It came from inside; whether it was bound for somebody")
    assert said["g-leaving"].startswith("It came from inside")


def test_of_what_no_row_says_neither_is_known():
    """A report that begins nowhere says neither."""
    trace = tracekit.parse(report(["09:06 defer 450 4.4.312 DNS"], sender="a@example.com",
                                  recipient="b@example.org"), "pasted")  # fmt: skip
    said = {step.node: step.because for step in diagnose(trace).case().steps}

    assert said["g-internal"] == "Where it came from, or where it was bound for, is not said."
