"""Commands come with this message's ids and days in them, and nothing a shell would run."""

from pathlib import Path

import pandas as pd
import pytest

from tracekit import diagnose, explain, read
from tracekit.knowledge.filling import fill, fillings
from tracekit.knowledge.loader import load_asks
from tracekit.readers.front import parse

LIST = """Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,MessageTraceId
2026-11-18T08:15:02Z,{sender},{recipient},Two,Delivered,{message_id},00000001-5a1e-4c0b-9d2f-08df454c0b57
"""


def asks(message_id="<a@mail.example.net>", recipient="anna@example.com", sender="b@example.net"):
    """What to ask for about one record of a list."""
    text = LIST.format(message_id=message_id, recipient=recipient, sender=sender)
    return "\n".join(diagnose(parse(text)).case().asks())


def test_a_list_is_told_the_two_commands_that_settle_it():
    """The whole command can be copied: ids, address and days within the limit of a search."""
    told = asks()

    assert ("Get-MessageTraceV2 -MessageId '<a@mail.example.net>' -RecipientAddress "
            "'anna@example.com' -StartDate 2026-11-17 -EndDate 2026-11-20") in told  # fmt: skip
    assert "| Get-MessageTraceDetailV2 -StartDate 2026-11-17 -EndDate 2026-11-20" in told


@pytest.mark.parametrize("bad", [
    "x'; Remove-Mailbox -Confirm:$false; '", "a\u2019b@example.com", "$(calc)@example.com",
    "x" * 400, "a b@example.com", "a\u201bb@x", "a\u202eb@x", "a\x1bb@x", "a\u00a0b@x", "a\nb@x",
])  # fmt: skip
def test_nothing_a_shell_would_run_is_filled_in(bad):
    """What cannot be a plain id or address is named instead of copied."""
    words = fillings(bad, bad, pd.DataFrame())

    assert ("<Message-ID>", "<recipient>") == (words["message_id"], words["recipient"])


@pytest.mark.parametrize(("given", "quoted"), [
    ("<a`b@x>", "<a`b@x>"), ('<"a;b"@x>', '<"a;b"@x>'), ("<a,b\\c@x>", "<a,b\\c@x>"),
    ("<m\u00fcller@x>", "<m\u00fcller@x>"), ("<\u90ae\u4ef6@x>", "<\u90ae\u4ef6@x>"),
    ("<o'b$c@x>", "<o''b$c@x>"),
])  # fmt: skip
def test_what_means_itself_between_single_quotes_is_filled_in(given, quoted):
    """PowerShell reads nothing between single quotes but the quote itself."""
    assert quoted == fillings(given, None, pd.DataFrame())["message_id"]


def test_what_is_given_but_not_filled_in_is_not_said_to_be_missing():
    """The trace gives it: it is its characters that keep it out of a command."""
    told = asks(message_id="<a\u2019b@mail.example.net>")

    assert "(the trace gives it with characters that are not safe in a command, so put in" in told
    assert "the trace does not give" not in told


@pytest.mark.parametrize(("taken", "start"), [
    (None, "2026-08-25"),
    ("2026-11-22 17:00Z", "2026-08-25"),
    ("2026-11-23 17:00Z", "2026-08-26"),
    ("2026-11-24 00:00Z", "2026-08-26"),
    ("2026-11-24 17:10Z", "2026-08-26T18:00:00Z"),
])  # fmt: skip
def test_no_search_begins_before_what_the_service_reaches(taken, start):
    """A time frame that begins more than 90 days ago is refused: the day before is left out."""
    times = pd.to_datetime(["2026-08-26 20:00Z"])
    journeys = pd.DataFrame({"sender": ["b@example.net"], "received": times})
    taken = taken and pd.Timestamp(taken)

    assert start == fillings("<1@x>", "a@example.com", journeys, taken)["start"]


def test_every_placeholder_is_known():
    """No entry has a word in braces that nobody fills in."""
    assert [] == [name for name, text in load_asks().items() if "{" in fill(text)]


def test_an_explanation_names_what_to_put_in():
    """Without a message, the placeholders read as what they stand for."""
    assert "{" not in str(explain("g-marks"))


def test_what_the_trace_does_not_give_is_said():
    """A command with a gap names the gap: a placeholder in quotes could be taken for an id."""
    told = asks(message_id="")

    assert "(the trace does not give, so put in yourself: Message-ID)" in told
    assert "put in yourself" not in asks()


def test_until_when_a_message_can_be_traced():
    """Ninety days after it came in, as the service's limit is, a message is out of reach."""
    assert "90 days, for this message until 2027-02-16" in asks()


def test_days_of_an_unknown_zone_are_a_day_wider():
    """A clock without a zone still tells the days, give or take one."""
    times = pd.Series([pd.Timestamp("2026-11-18 23:50")])
    journeys = pd.DataFrame({"sender": ["b@example.net"], "received": pd.NaT, "local": times})
    words = fillings("<1@x>", "a@example.com", journeys)

    assert ("2026-11-16", "2026-11-21") == (words["start"], words["end"])


def test_a_search_is_never_longer_than_ten_days():
    """Records weeks apart: the first ten days, which is what one query may cover."""
    times = pd.to_datetime(["2026-11-01 08:00Z", "2026-11-25 08:00Z"])
    journeys = pd.DataFrame({"sender": ["b@example.net"] * 2, "received": times})
    words = fillings("<1@x>", "a@example.com", journeys)

    assert ("2026-10-31", "2026-11-10") == (words["start"], words["end"])


def test_the_log_of_a_server_is_asked_for_more_of_the_log():
    """What an Exchange server logged is looked up on the servers, Exchange Online comes after."""
    path = Path(__file__).parents[1] / "data" / "tracking-log" / "exchange-2019.log"
    case = diagnose(read(path)).cases()[0]
    told = next(step.ask for step in case.steps if "Get-MessageT" in step.ask)

    assert 0 < told.index("Get-MessageTrackingLog -MessageId '<inv-4711@mail.example.net>'")
    assert told.index("Get-MessageTrackingLog") < told.index("Get-MessageTraceV2")


def test_an_extended_report_is_no_log_of_a_server():
    """Its rows are those of Exchange Online, which has no Get-MessageTrackingLog."""
    path = Path(__file__).parents[1] / "data" / "extended-csv" / "typical.csv"

    assert "Get-MessageTrackingLog" not in diagnose(read(path)).cases()[0].how()
