"""Whether every record of a message is here: only a person, or a list of other mail too, tells."""

import pytest

from tracekit import diagnose, read

HEAD = ("Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId,"
        "MessageTraceId\n")  # fmt: skip
MINE = ("2025-11-20T08:00:00Z,mia@example.net,kim@example.org,Hi,Delivered,,192.0.2.4,20000,"
        "<a@example.net>,aaaaaaaa-0000-4000-8000-00000000005c\n")  # fmt: skip
ANOTHER = MINE.replace("5c", "5e").replace("20000", "24000")
OTHER_MAIL = MINE.replace("<a@", "<b@").replace("5c", "5d")
DETAILS = (
    "Date,Event,Action,Detail,Data,MessageId,MessageTraceId,RecipientAddress,SenderAddress\n"
    "2025-11-20T08:00:00Z,Receive,,Message received by: DB9PR01MB7011.eurprd01.prod.outlook.com "
    "using TLS1.2 with AES256,,<a@example.net>,aaaaaaaa-0000-4000-8000-00000000005c,"
    "kim@example.org,mia@example.net\n"
    "2025-11-20T08:00:01Z,Deliver,,The message was successfully delivered to the folder: "
    "DefaultFolderType:Inbox,,<a@example.net>,aaaaaaaa-0000-4000-8000-00000000005c,"
    "kim@example.org,mia@example.net\n"
)


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        pytest.param(MINE + OTHER_MAIL, "gateway-rules-missing", id="a list of other mail too"),
        pytest.param(MINE, "cannot-tell", id="a list of this record alone"),
        pytest.param(MINE + ANOTHER + OTHER_MAIL, "cannot-tell", id="a second record, not opened"),
        pytest.param(OTHER_MAIL + OTHER_MAIL.replace("<b@", "<c@").replace("5d", "5f"),
                     "cannot-tell", id="a list without it"),
    ],
)  # fmt: skip
def test_a_list_tells_that_nothing_is_missing(tmp_path, listed, found):
    """All records are likely here where a list of more mail holds the one that was opened."""
    tmp_path.joinpath("list.csv").write_text(HEAD + listed)
    tmp_path.joinpath("details.csv").write_text(DETAILS)
    trace = read([tmp_path / "list.csv", tmp_path / "details.csv"])
    case = diagnose(trace).case("<a@example.net>", "kim@example.org")

    assert found == case.outcomes["gateway"]
    assert "shown" != case.strength["gateway"]


def test_what_malware_stopped_before_the_rules_lacks_no_rule(tmp_path):
    """A list that was read has no other record of it: the rules had no turn, none is missing."""
    delivered = "The message was successfully delivered to the folder: DefaultFolderType:Inbox"
    kept = "Message quarantined in: DefaultFolderType:QuarantinedEmailSecured"
    received, end = DETAILS.replace(delivered, kept).splitlines()[1:]
    malware = end.replace(f"Deliver,,{kept}", "Malware,,No detail information available.")
    rows = "\n".join([DETAILS.splitlines()[0], received, malware, end, ""])
    tmp_path.joinpath("list.csv").write_text(HEAD + MINE + OTHER_MAIL)
    tmp_path.joinpath("details.csv").write_text(rows)
    trace = read([tmp_path / "list.csv", tmp_path / "details.csv"])
    case = diagnose(trace).case("<a@example.net>", "kim@example.org")

    assert ("stopped-before-rules", "consistent with") == (
        case.outcomes["gateway"], case.strength["gateway"])  # fmt: skip
