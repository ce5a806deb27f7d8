"""What holds for every input, a trace or not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracekit import parse, samples

PIECES = ["Subject: ", "Sender: a@example.com ", "Recipient: b@example.com ", " | ", "\n", "> ",
          "12/6/2022, 12:31 PM | Deliver | x", "Message ID:<", "Reason: [{LED=", "\u200e",
          "Date (UTC-05:00) | Event | Detail |", "Received -> Processed -> Sent"]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join)
SAMPLE = samples.sample_text("inky-two-journeys")


def covered(trace, size):
    """Every byte of one input in exactly one span."""
    starts, lengths = trace.spans["offset"].tolist(), trace.spans["length"].tolist()
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    return [0, *ends] == [*starts, size] if size else not starts


@given(st.binary(max_size=300))
@settings(max_examples=60)
def test_bytes_never_fail_and_none_is_lost(raw):
    """Any bytes are read without an error, and every byte is accounted for."""
    assert covered(parse(raw), len(raw))


@given(TEXT)
@settings(max_examples=60)
def test_text_like_a_report_never_fails_and_none_is_lost(text):
    """Any text made of a report's own words is read, and every byte is accounted for."""
    assert covered(parse(text), len(text.encode("utf-8", "surrogatepass")))


@given(st.integers(0, len(SAMPLE)))
@settings(max_examples=60)
def test_a_cut_off_report_adds_no_event(cut):
    """A report that is cut off anywhere never has an event that the whole one has not."""
    whole, part = parse(SAMPLE).events, parse(SAMPLE[:cut]).events

    assert part["event"].tolist() == whole["event"].tolist()[: len(part)]
