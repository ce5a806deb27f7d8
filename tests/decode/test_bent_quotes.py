"""A rule's name is read whatever became of the straight quotes around it on the way to the desk."""

import pytest

from tracekit.decode.details import decode_detail, is_complete

ROW = (
    "Transport rule: 'IPW Relay Key', ID: ('8bf00282-03bb-4002-84e1-8c84f2044eae'), "
    "DLP policy: '', ID: (00000000-0000-0000-0000-000000000000)."
)
MARKS = ["\u2018\u2019", "\u201a\u2018", "\u2032\u2032", "`\u00b4", "``"]
ENTITIES = ["&#39;", "&#039;", "&apos;", "&rsquo;"]


def bent(row: str, marks: tuple[str, str]) -> str:
    """The row as a word processor or a ticket keeps it."""
    parts = row.split("'")
    return "".join(part + marks[n % 2] for n, part in enumerate(parts[:-1])) + parts[-1]


@pytest.mark.parametrize("marks", [*map(tuple, MARKS), *((one, one) for one in ENTITIES)])
def test_bent_quotes_are_read_as_straight_ones(marks):
    """The row is whole, and has the same rule."""
    row = bent(ROW, marks)

    assert is_complete(row)
    assert decode_detail(ROW) == decode_detail(row)


def test_a_bent_quote_in_a_name_stays():
    """Where the sentence is known as it stands, nothing in it is changed."""
    row = ROW.replace("Relay Key", "Relay\u2019s Key")

    assert "IPW Relay\u2019s Key" == decode_detail(row)["rule_name"]
