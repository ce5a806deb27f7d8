"""Commands come with this message's ids and days in them, and nothing a shell would run."""

import pandas as pd
import pytest

from tracekit import diagnose, explain
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
    "a`b@example.com", "x" * 400, "a b@example.com",
])  # fmt: skip
def test_nothing_a_shell_would_run_is_filled_in(bad):
    """What cannot be a plain id or address is named instead of copied."""
    words = fillings(bad, bad, pd.DataFrame())

    assert ("<Message-ID>", "<recipient>") == (words["message_id"], words["recipient"])


def test_every_placeholder_is_known():
    """No entry has a word in braces that nobody fills in."""
    assert [] == [name for name, text in load_asks().items() if "{" in fill(text)]


def test_an_explanation_names_what_to_put_in():
    """Without a message, the placeholders read as what they stand for."""
    assert "{" not in str(explain("g-marks"))
