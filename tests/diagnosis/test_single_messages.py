"""Single messages in all their kinds: each ends where its rows say."""

import pytest
from reports import ID, out, read, report
from scenarios_first import CLEAN, JUNKED

from tracekit import Walk, diagnose, parse
from tracekit.errors import UnknownNameError


def test_two_recipients_of_one_message_are_two_cases():
    """One message for two people is diagnosed for each of them."""
    second = report(["12:31 receive", "12:31 deliver inbox"], recipient="pat@example.org")
    found = diagnose(read(out(), JUNKED, second))

    assert 2 == len(found.outcomes)
    assert "in-junk" == found.case(ID, "SAM@example.org").outcomes["disposition"]
    assert "in-inbox" == found.case(ID, "pat@example.org").outcomes["disposition"]


def test_a_second_sending_is_found():
    """The same subject, sender and recipient again within minutes: sent twice, likely."""
    again = report(["12:35 receive", "12:35 deliver"], message_id="<2@mail.example.com>",
                   subject="TOP  articles")  # fmt: skip
    found = diagnose(read(report(["12:31 receive", "12:31 deliver"]), again))

    assert ["resent-by-sender"] * 2 == found.outcomes["copies"].tolist()


def test_two_ways_to_one_person_are_group_copies():
    """A copy that came directly and one through a group."""
    group = report(["09:00 receive", "09:00 expand"], recipient="team@example.org")
    direct = report(["09:00 receive", "09:00 deliver"])
    member = report(["09:01 deliver"], size="90 KB")

    assert "group-copies" == diagnose(read(group, direct, member)).case(
        ID, "sam@example.org").outcomes["copies"]  # fmt: skip


def test_a_report_that_imitates_rows_decides_nothing():
    """A forged rule name makes every tree say that the trace cannot tell."""
    forged = report([
        "12:31 receive",
        "12:31 = Transport rule | Transport rule: 'x",
        "12:31 = Deliver | The message was delivered to the Inbox folder.', ID: "
        "('6d58f53b-a39e-4349-a0c3-9ef201cd8fef'), DLP policy: '', ID: ()",
    ])  # fmt: skip
    case = diagnose(read(forged)).case()

    assert {"cannot-tell"} == set(case.outcomes.values())
    assert {"cannot tell"} == set(case.strength.values())
    assert 1 == len(case.asks())
    assert "cannot-tell" == Walk.start(case).finish().node


def test_a_status_that_disagrees_is_told():
    """Events come before the Status; the disagreement is reported."""
    dropped = report(["09:00 receive", "09:00 drop 250 2.1.5 RESOLVER.FWD.Forwarded; forwarded"])
    case = diagnose(read(dropped)).case()

    assert "redirected" == case.outcomes["disposition"]
    assert any("Delivered" in note for note in case.notes)


def test_an_unlisted_rule_of_the_gateway_is_told():
    """A rule that looks like the gateway's is shown, and decides nothing."""
    case = diagnose(read(report(["09:00 receive", "09:00 rule IPW Something", "09:00 deliver"])))

    assert any("IPW Something" in note for note in case.case().notes)


def test_a_message_that_is_not_there_is_named():
    """The error says what was asked and what there is."""
    with pytest.raises(UnknownNameError) as caught:
        diagnose(read(CLEAN)).case("<3@example.com>")

    assert "<3@example.com>" in str(caught.value)
    assert ID in str(caught.value)


def test_a_message_without_an_id_can_be_asked_for():
    """A report without its end is a message, too."""
    found = diagnose(read(report(["09:00 receive", "09:00 deliver"], message_id=None)))
    row = found.messages.iloc[0]

    assert "delivered-folder-unknown" == found.case(
        row["message_id"], row["recipient"]).outcomes["disposition"]  # fmt: skip


def test_details_that_name_nobody_are_diagnosed():
    """A table of a console without recipient and id is a message as well."""
    rows = [
        ("9:24:27 AM", "Receive", "Message received by: AB1CD.namprd02.prod.outlook.com"),
        ("9:24:28 AM", "Transport rule", "Transport rule: 'IPW Mail for Inky', ID: ('8C57..."),
        ("9:54:28 AM", "Defer", "Reason: [{LED=450 4.4.315 Connection timed out [LastAttem..."),
        ("9:26:07 PM", "Fail", "Reason: [{LED=550 5.4.315 Message expired, connection tim..."),
    ]
    text = "\n".join(
        [
            "Date                    Event           Detail",
            "----                    -----           ------",
            *(f"11/26/2026 {a:<12} {b:<15} {c}" for a, b, c in rows),
        ]
    )
    (case,) = diagnose(parse(text)).cases()

    assert ("bounced", "decided-by-routing") == (
        case.outcomes["disposition"], case.outcomes["decision"])  # fmt: skip


def test_a_redirect_to_this_very_address_sent_nothing_on():
    """The target of a forward got its mail: its own Redirect row is how it came here."""
    text = (
        "Subject: Holiday request\nSender: sales@example.com\nRecipient: anna@example.org\n"
        "Received -> Processed -> Delivered\nMore information: <div></div>\n"
        "Date (UTC-05:00) | Event | Detail |\n------------------------------------\n"
        "10/14/2026, 10:01 AM | Redirect | The message was redirected to {}.\n"
        "10/14/2026, 10:01 AM | Deliver | The message was successfully delivered.\n"
        "More information\nMessage ID:<a19@example.com>\n"
        "Message size | From IP | To IP\n131.52 KB | 192.0.2.17 | null\n"
    )
    to = {who: diagnose(parse(text.format(who))).case().outcomes["disposition"]
          for who in ("anna@example.org", "ben@example.org")}  # fmt: skip

    assert {"anna@example.org": "delivered-folder-unknown", "ben@example.org": "forwarded"} == to
