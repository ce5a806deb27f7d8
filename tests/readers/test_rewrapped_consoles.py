"""What a mail program wrapped is whole again: the rest of a value stands at the margin below it."""

from __future__ import annotations

import textwrap

import pytest
from console_print import DETAIL, as_list, as_table
from console_read import problems, read

DETAILS = [
    "Message received by: DS0PR12MB7200.namprd12.prod.outlook.com using TLS1.2 with AES256",
    "The message was successfully delivered to the folder: DefaultFolderType:JunkEmail",
    "Transport rule: 'Hold wire transfers', ID: ('2b06f579-2a35-4ca5-8e4c-650c596e70d0'), DLP "
    "policy: '', ID: (00000000-0000-0000-0000-000000000000).",
    "Reason: [{LED=550 5.1.1 <b@example.net>: Recipient address rejected: User unknown in virtual "
    "mailbox table};{MSG=};{FQDN=mx.example.net};{IP=203.0.113.20}]",
]


def rewrapped(text, width):
    """Break long lines at blanks, as mail programs do: what goes on begins at the margin."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n"))  # fmt: skip


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("width", [50, 60, 72, 76, 80, 100])
def test_a_list_that_a_mail_program_wrapped_is_whole_again(width, last):
    """What stands below a value at the margin is its rest: between two properties, or behind."""
    order = ["Date", "Event", "Action", "Data", "Detail"] if last else [*DETAIL]
    records = [{name: {**DETAIL, "Detail": told}[name] for name in order} for told in DETAILS]
    text = rewrapped("\n\n".join(map(as_list, records)), width)

    assert DETAILS == [row["Detail"] for row in read(text)]
    assert [] == [problem["kind"] for problem in problems(text)]


@pytest.mark.parametrize("width", [60, 72, 76, 80, 100])
def test_a_table_that_a_mail_program_wrapped_is_whole_again(width):
    """What stands at the margin below a row is the rest of its last cell."""
    records = [{**DETAIL, "Detail": told} for told in DETAILS]
    text = rewrapped(as_table(records, ["Date", "Event", "Detail"]), width)

    assert DETAILS == [row["Detail"] for row in read(text)]


@pytest.mark.parametrize("as_text", [as_list, lambda r: as_table([r], ["Date", "Detail", "Event"])])
def test_words_below_a_whole_sentence_are_no_part_of_it(as_text):
    """What a person wrote below a record stays a person's."""
    record = {"Date": DETAIL["Date"], "Event": "Deliver",
              "Detail": "The message was successfully delivered."}  # fmt: skip
    text = f"{as_text(record)}\nbut it is not there, and nobody knows where it may be now"

    assert [record] == read(text)
    assert ["unknown-text"] == [problem["kind"] for problem in problems(text)]


def test_a_detail_that_has_lost_its_rest_is_marked_as_cut():
    """Where it is not known whether a line is the rest, the sentence is no whole one."""
    told = "The message was delivered to the folder:"
    text = as_list({"Date": DETAIL["Date"], "Event": "Deliver", "Detail": told})
    text += f"\nJunk, I think\n\n{'a longer line ' * 9}"

    assert [f"{told}..."] == [row["Detail"] for row in read(text)]
