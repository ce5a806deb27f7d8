"""What to do next is said once: every page of a case says of it what the summary says."""

import pandas as pd
import pytest

from tracekit import diagnose, parse

HEAD = ("Subject: A\nSender: a@fabrikam.example\nRecipient: b@contoso.example\nReceived -> "
        "Processed -> {end}\nDate (UTC-05:00) | Event | Detail |\n")  # fmt: skip
TAIL = "More information\nMessage ID:<1@fabrikam.example>\n"
RECEIVED = "9:00 AM | Receive | Message received by: A.namprd02.prod.outlook.com"
ROUTED = "9:01 AM | Transport rule | Transport rule: 'IPW Mail for Inky', ID: ('-1')"
OUT = ("9:01 AM | Send external | Message sent to ipw-mta-o365-prod-"
       "b3d65134e94c6bdc.elb.us-west-2.amazonaws.com at 198.51.100.44")  # fmt: skip
REFUSED = ("9:01 AM | Fail | Reason: [{LED=550 5.7.26 Unauthenticated email};{MSG=};"
           "{FQDN=mx1.example.org};{IP=203.0.113.9};{LRT=}]")  # fmt: skip
LOOPED = ("9:03 AM | Fail | Reason: [{LED=554 5.4.14 Hop count exceeded - possible mail loop "
          "ATTR34};{MSG=};{FQDN=A.prod.outlook.com};{IP=};{LRT=}]")  # fmt: skip
GUARD = "9:01 AM | Fail | Reason: 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup"
PUT_OFF = ("9:01 AM | Defer | Reason: [{LED=451 4.7.1 Greylisted, try again later};{MSG=};"
           "{FQDN=mx1.example.org};{IP=203.0.113.9};{LRT=}]")  # fmt: skip
TAKEN = "9:20 AM | Send external | Message sent to mx1.example.org at 203.0.113.9"
CASES = {
    "code-of-another-server": ([RECEIVED, REFUSED], {}),
    "code-of-exchange": ([RECEIVED, GUARD], {}),
    "a-loop": ([RECEIVED, ROUTED, OUT, "9:02 AM" + RECEIVED[7:], ROUTED, OUT, LOOPED], {}),
    "at-the-gateway": ([RECEIVED, ROUTED, OUT], {"complete": True, "taken": "2026-11-24T14:06Z"}),
    "kept-by-the-gateway": ([RECEIVED, ROUTED, OUT],
                            {"complete": True, "taken": "2026-11-24T20:00Z"}),
    "out-of-reach": ([RECEIVED, ROUTED, OUT], {"taken": "2027-05-01T12:00Z"}),
    "taken-later": ([RECEIVED, PUT_OFF, TAKEN], {"complaint": "late"}),
}  # fmt: skip


def case_of(name):
    rows, how = CASES[name]
    end = "Sent" if OUT in rows[-1:] else "Not delivered"
    text = HEAD.format(end=end) + "".join(f"11/24/2026, {row}\n" for row in rows) + TAIL
    taken = pd.Timestamp(how["taken"]) if "taken" in how else None
    return diagnose(parse(text), "inky", **{"complaint": "never-arrived", **how, "taken": taken}
                    ).case()  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_answers_say_next_what_the_summary_says(name):
    """The last line of the answers is the end of the summary."""
    case = case_of(name)
    head, said = case.answers().splitlines()[-1].split(": ", 1)

    assert head.startswith("Next")
    assert case.summary().endswith(said)


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_page_says_what_the_summary_says(name):
    """What stands in place of an outcome's own step does so in the long text and on the page."""
    case = case_of(name)
    said = case.answers().splitlines()[-1].split(": ", 1)[1]

    assert f": {said}\n" in case.how()
    assert said in case.to_markdown().replace("\\", "")


def test_nobody_is_sent_looking_while_nobody_has_to_act():
    """Of a message that is at the gateway just now, no page asks for records."""
    case = case_of("at-the-gateway")

    assert "Next: Nobody has to do anything yet" in case.answers()
    assert "(tenant admin)" not in case.how()
