"""triage(): outcomes counted, and what the messages of one outcome share."""

import json

import numpy as np
import pandas as pd
import pytest
from reports import GW, out, read, report

import tracekit
from tracekit import diagnose, triage
from tracekit.cli import main
from tracekit.diagnosis.shared import DIMENSIONS
from tracekit.diagnosis.turning import Rows, turned
from tracekit.knowledge.loader import load_trees
from tracekit.knowledge.patterns import load_patterns


def clock(minute):
    """The time so many minutes after noon."""
    return f"{12 + minute // 60}:{minute % 60:02d}"


def mail(number, minute, *, back=True, sender=None, recipient=None, folder="inbox"):
    """The two journeys of one message, or the way out alone."""
    who = {
        "message_id": f"<{number}@mail.example.com>",
        "sender": sender or f"a{number}@example.com",
        "recipient": recipient or f"r{number}@example.org",
    }
    at = clock(minute)
    returned = report([f"{at} receive", f"{at} deliver {folder}"], **who)
    return [out(at, **who), *([returned] if back else [])]


def rejected(number, minute, rule, **who):
    """A message that a rule sent to quarantine before the gateway could see it."""
    at = clock(minute)
    rows = [f"{at} receive", f"{at} rule {rule} => Quarantine"]
    return [report(rows, message_id=f"<{number}@mail.example.com>", **who)]


def patterns_of(*parts):
    """The ids and values of the patterns of some messages."""
    found = triage(read(*(text for part in parts for text in part))).patterns
    return {(row.id, row.value): row for row in found.itertuples()}


GOOD = [mail(n, n) for n in range(8)]


def test_every_message_is_counted_once_in_every_tree():
    """The groups of a tree add up to all messages, and their shares to one."""
    groups = triage(read(*(text for part in GOOD for text in part))).groups

    by = groups.groupby("tree")
    assert {8} == set(by["messages"].sum())
    assert by["share"].sum().round(6).eq(1).all()
    assert set(load_trees()) == set(groups["tree"])


def test_good_mail_shows_no_pattern():
    """Where everything went well there is nothing in common to point at."""
    assert {} == patterns_of(*GOOD)


def test_a_rule_that_keeps_one_sender_is_found():
    """The sender and the rule are both named, with counts that can be checked."""
    bad = [rejected(n, n, "Block list", sender="bad@example.net") for n in range(20, 24)]
    found = patterns_of(*GOOD, *bad)

    for key in (
        ("sender-kept-from-the-inbox", "bad@example.net"),
        ("rule-and-inbox", "Block list"),
    ):
        assert (4, 4, 0, 8) == (found[key].hits, found[key].of, found[key].other_hits,
                                found[key].others)  # fmt: skip
        assert key[1] in found[key].sentence


def test_when_it_began_is_said():
    """Eight messages came back, then none: the first that did not is named, in UTC."""
    held = [mail(n, n + 120, back=False) for n in range(30, 34)]
    row = next(row for (name, _), row in patterns_of(*GOOD, *held).items()
               if name == "never-came-back")  # fmt: skip

    assert (4, 12) == (row.hits, row.of)
    assert "2022-12-06 19:30" == f"{row.since:%Y-%m-%d %H:%M}"
    assert "19:30 UTC" in row.sentence


def test_a_server_that_began_to_defer_is_told_once_with_the_minute():
    """From 14:05 all mail to the gateway waits: its server is named, not each sender's domain."""
    wait = f"{clock(125)} defer 451 4.4.316 Connection refused @{GW}"
    parts = []
    for n in range(0, 240, 3):
        late = n >= 125
        who = {"message_id": f"<{n}@mail.example.com>", "sender": f"a{n}@d{n % 5}.example.net",
               "recipient": f"r{n % 11}@example.org"}  # fmt: skip
        rows = [wait.replace(clock(125), clock(n))] if late else []
        way_out = report([f"{clock(n)} receive", f"{clock(n)} route", *rows,
                          f"{clock(n + 11 * late)} send GW"], to_ip="192.0.2.9", **who)  # fmt: skip
        at = clock(n + 1 + 11 * late)
        parts.append([way_out, report([f"{at} receive", f"{at} deliver inbox"], **who)])
    parts += [[report([f"{clock(n)} submit", f"{clock(n)} send OUT"], sender="r1@example.org",
                      message_id=f"<o{n}@example.org>", recipient=f"x{n}@example.net")]
              for n in range(0, 240, 5)]  # fmt: skip
    ((key, row),) = patterns_of(*parts).items()

    assert ("host-defers", GW) == key
    assert (38, 80, 0, 0) == (row.hits, row.of, row.other_hits, row.others)
    assert "2022-12-06 19:06" == f"{row.since:%Y-%m-%d %H:%M}"
    assert "38 of 38; before: 0 of 42." in row.sentence


def test_that_a_verdict_of_the_gateway_does_its_work_is_no_pattern():
    """All mail that its spam rule marked lies in Junk, as it should; a rule of ours is told."""

    def marked(n, rule):
        at, who = (
            clock(n % 8),
            {
                "message_id": f"<{n}@mail.example.com>",
                "sender": f"a{n}@example.com",
                "recipient": f"r{n}@example.org",
            },
        )
        back = [f"{at} receive", f"{at} rule {rule}", f"{at} spam", f"{at} deliver junk"]
        return [out(at, **who), report(back, **who)]

    good = [mail(100 + n, n % 8) for n in range(40)]
    spam = [marked(n, "IPW Processed SPAM") for n in range(20, 26)]
    ours = [marked(n, "Newsletters to Junk") for n in range(30, 36)]

    assert {("rule-and-inbox", "Newsletters to Junk")} == set(patterns_of(*good, *spam, *ours))


def test_two_messages_are_no_pattern():
    """What happened twice may be chance."""
    bad = [rejected(n, n, "Block list", sender="bad@example.net") for n in range(20, 22)]

    assert {} == patterns_of(*GOOD, *bad)


def test_what_happens_to_everybody_is_nobodys_pattern():
    """If all mail lies in Junk, no sender stands out."""
    found = patterns_of(*(mail(n, n, folder="junk", sender=f"s{n % 2}@example.com")
                          for n in range(8)))  # fmt: skip

    assert set() == {name for name, _ in found if name.startswith("sender")}


@pytest.mark.parametrize("rule", ["rule Bypass INKY - Sales", "rule Disclaimer", ""])
def test_a_group_of_recipients_past_the_gateway_is_found(rule):
    """A domain whose mail a rule exempts, or all of whose mail shows no sign of the gateway."""
    past = [
        [report([f"{clock(n)} receive", *[f"{clock(n)} {rule}"] * bool(rule),
                 f"{clock(n)} deliver inbox"], message_id=f"<{n}@mail.example.com>",
                sender=f"a{n}@example.com", recipient=f"r{n}@sales.example.org")]
        for n in range(20, 25)
    ]  # fmt: skip

    assert ("recipients-past-the-gateway", "sales.example.org") in patterns_of(*GOOD, *past)


def test_recipients_who_are_too_few_alone_are_named_together():
    """Four recipients with two messages each, and no sign of the gateway, are one group."""
    past = [
        [report([f"{clock(n)} receive", f"{clock(n)} deliver inbox"],
                message_id=f"<{n}@mail.example.com>", sender=f"a{n}@example.com",
                recipient=f"finance{n % 4}@example.org")]
        for n in range(60, 68)
    ]  # fmt: skip
    many = [mail(n, n) for n in range(60)]
    (row,) = [r for (name, _), r in patterns_of(*many, *past).items()
              if name == "recipient-past-the-gateway"]  # fmt: skip

    assert (8, 8, 0, 60) == (row.hits, row.of, row.other_hits, row.others)
    assert "to 4 recipients ('finance0@example.org'" in row.sentence


def test_luck_is_no_pattern():
    """Two of sixteen messages in Junk for everybody: who got three of five stands out by luck."""
    folders = ["junk" if n % 8 == 0 else "inbox" for n in range(64)]
    bad = [mail(100 + n, n, folder="junk" if n < 3 else "inbox", sender="s@example.net")
           for n in range(5)]  # fmt: skip
    others = [mail(n, n, folder=folder, sender=f"s{n % 12}@example.com")
              for n, folder in enumerate(folders)]  # fmt: skip

    assert {} == patterns_of(*others, *bad)


def turn_of(hit, start, minutes):
    """The turn of one value, number 0, that was hit or not every so many minutes."""
    time = pd.date_range(start, periods=len(hit), freq=f"{minutes}min").to_numpy()
    return turned(Rows(np.zeros(len(hit), dtype=int), time, np.array(hit))).loc[0]


def test_the_turn_is_found_in_spite_of_a_stray():
    """One Defer in the morning does not hide that all mail waits from 14:05 on."""
    turn = turn_of([n == 7 or n >= 40 for n in range(60)], "2026-11-18 10:05", 6)

    assert "2026-11-18 14:05" == f"{turn['since']:%Y-%m-%d %H:%M}"
    assert (20, 20, 1, 40) == tuple(turn[["hits_in", "in_all", "hits_out", "out_all"]])
    assert pd.isna(turn["until"])


def test_a_span_has_a_beginning_and_an_end():
    """What happened between two times only is told with both."""
    turn = turn_of([20 <= n < 35 for n in range(60)], "2026-11-18 10:00", 1)

    assert ("10:20", "10:34") == (f"{turn['since']:%H:%M}", f"{turn['until']:%H:%M}")


def test_a_diagnosis_is_not_made_again():
    """What diagnose() was told stays: the outcomes are those of the diagnosis given."""
    diagnosis = diagnose(read(*out_only()), complete=True)

    assert triage(diagnosis).diagnosis is diagnosis


def out_only():
    """A message that was handed over, and nothing else."""
    return mail(1, 1, back=False)


def test_every_pattern_names_a_known_dimension():
    """No pattern asks for something that nobody works out, and none is unused."""
    assert set(DIMENSIONS) == {pattern.dimension for pattern in load_patterns().values()}


@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv"])
def test_the_command_prints_each_form(form, tmp_path, capsys):
    """The same on the command line, to read, for programs and for a spreadsheet."""
    path = tmp_path / "pasted.txt"
    path.write_text("\n\n".join(text for part in GOOD for text in part), encoding="utf-8")

    assert 0 == main(["triage", str(path), "--format", form])
    told = capsys.readouterr().out
    if form == "json":
        assert json.loads(told)["patterns"] == []
    words = {"text": "Nothing stands out", "json": '"groups"', "csv": "r7@example.org",
             "markdown": "## What they have in common\n\nNothing stands out."}  # fmt: skip
    assert words[form] in told


def test_what_stands_out_names_messages_and_what_is_next():
    """The text and the page name some messages of a pattern, so that one can be opened."""
    bad = [rejected(n, n, "Block list", sender="all@example.net") for n in range(6)]
    found = triage(read(*(text for part in (*bad, *GOOD) for text in part)))

    assert not found.patterns.empty
    for told in (found.how(), found.to_markdown()):
        assert f"Next: {found.patterns['look_at'].iloc[0]}" in told
        assert f"essages {found.patterns['messages'].iloc[0][0]}, " in told


def test_an_export_of_failures_alone_says_so():
    """What was picked for its end is compared with nothing."""
    bad = [rejected(n, n, "Block list", sender=f"s{n}@example.net") for n in range(6)]
    found = triage(read(*(text for part in bad for text in part)))

    assert found.patterns.empty
    assert "If only such mail was exported" in " ".join(found.limits)
    assert "What this export cannot show" in found.how()


def test_an_export_of_one_recipient_without_events_says_so():
    """A list for one mailbox has nobody to compare with, and only the Status."""
    rows = [f"2026-11-18T08:{n:02d}:00Z,s{n}@example.net,bob@example.com,x,Delivered,<{n}@x>,"
            for n in range(6)]  # fmt: skip
    head = "Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,MessageTraceId"
    told = " ".join(triage(tracekit.parse("\n".join([head, *rows]) + "\n")).limits)

    assert "mail to one recipient" in told
    assert "No message has event rows" in told
    assert "from 2026-11-18 08:00 to 2026-11-18 08:05 UTC" in told


def test_a_pattern_at_the_edge_of_an_export_is_told_as_one():
    """The last messages may have come back after the export ended."""
    held = [mail(n, n + 10, back=False) for n in range(30, 34)]
    row = next(row for (name, _), row in patterns_of(*GOOD, *held).items()
               if name == "never-came-back")  # fmt: skip

    assert "a way back that came later is not in it" in row.sentence


def test_an_ordinary_export_has_only_its_hours():
    """Good mail of many people with events lacks nothing but what lies outside its hours."""
    (only,) = triage(read(*(text for part in GOOD for text in part))).limits

    assert only.startswith("It came in from 2022-12-06 17:00 to 2022-12-06 17:07 UTC")
