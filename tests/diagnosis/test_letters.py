"""Ready-made texts: only what the case carries, in plain text, to whom it concerns."""

import pandas as pd
import pytest
from bounces import BOUNCES
from reports import out, read
from samples import SCENARIOS, case_of
from scenarios_first import CLEAN, JUNKED

from tracekit import diagnose, parse
from tracekit.diagnosis.letters import letter
from tracekit.errors import UnknownNameError
from tracekit.knowledge import load_outcomes
from tracekit.knowledge.texts import load_texts


@pytest.fixture(scope="module")
def junked():
    """A mail that the gateway junked."""
    return diagnose(read(out(), JUNKED)).case()


@pytest.mark.parametrize("name", load_texts())
def test_a_text_holds_no_hole_and_no_id(name):
    """No missing value and no internal name of an outcome or node is in any text."""
    texts = list(load_texts())
    for scenario in SCENARIOS[texts.index(name) :: len(texts)]:
        text = letter(case_of(scenario), name)
        words = set(text.replace(".", " ").replace(",", " ").split())
        assert not words & {"nan", "None", "NaT", "<NA>"}, scenario.name
        assert not words & {o for o in load_outcomes() if "-" in o}, scenario.name
        assert not [part for part in ("{summary}", "{title}", "{rows}") if part in text]


def test_a_reply_tells_the_customer_the_summary_and_no_command(junked):
    """A customer gets sentences, not PowerShell."""
    assert junked.summary() in junked.reply()
    assert f"Subject: {junked.subject}" in junked.reply()
    assert "PowerShell" not in junked.reply()


def test_an_escalation_names_the_message_and_the_rows(junked):
    """The other side can find the message, and sees what our trace shows."""
    text = junked.escalation("gateway")

    assert f"Message-ID: {junked.message_id}" in text
    assert "IPW Processed SPAM" in text
    assert "times in UTC" in text
    assert text.index("Send external") < text.index("IPW Processed SPAM")


def test_nobody_is_asked_who_has_nothing_to_do_with_it():
    """A mail that an outside server refused is no case for the gateway's support."""
    concerned = load_texts()["gateway"].outcomes
    text = next(case.escalation("gateway") for case in map(case_of, SCENARIOS)
                if case.outcomes["decision"] == "decided-by-recipient-settings"
                and case.outcomes["gateway"] not in concerned)  # fmt: skip

    assert "does not show that the email gateway is the one to ask" in text
    assert "Our questions" not in text


def test_an_escalation_has_no_place_of_our_files_and_no_command_of_our_portals():
    """The other side has neither our files nor our admin center; nobody there said anything."""
    texts = [case_of(s).escalation(name) for s in SCENARIOS for name in ("gateway", "microsoft")]

    assert [] == [t for t in texts for word in ("PowerShell", "(line ", "You said") if word in t]
    assert [] == [t for t in texts if "please look" in t and "Our questions" not in t]


def test_nobody_is_told_in_a_letter_to_ask_himself():
    """Where the gateway's log would settle it, its support is asked once: in the questions."""
    late = (c for c in map(case_of, SCENARIOS) if c.outcomes["delay"] == "delay-at-gateway")
    case = next(c for c in late if any("ready-made text" in ask for ask in c.asks()))

    assert "When and to which host did you give it back" in case.escalation("gateway")
    assert "ask the gateway's support" not in case.escalation("gateway").casefold()


def test_microsoft_is_not_asked_about_what_waits_at_the_gateway():
    """Mail that the gateway holds is late, and not by Microsoft's doing."""
    held = [case for case in map(case_of, SCENARIOS)
            if case.outcomes["gateway"] in ("held-for-approval", "held-by-gateway")]  # fmt: skip

    assert held
    for case in held:
        assert "does not show that Microsoft is the one to ask" in case.escalation("microsoft")


def test_only_evidence_says_that_somebody_did_nothing():
    """All of a trace is done in Microsoft 365; of the gateway, rows must show that it had no part.

    Where that is not known, or only likely, the letter leaves it out.
    """
    said, untouched = "nothing in it was done by them", load_texts()["gateway"].untouched
    for case in map(case_of, SCENARIOS):
        none_of_it = case.outcomes["gateway"] in untouched and case.strength["gateway"] == "shown"

        assert said not in case.escalation("microsoft")
        assert said not in case.escalation("gateway") or none_of_it


def test_nobody_is_asked_before_it_is_time():
    """What was handed over a minute ago is looked at again, and nobody is asked to act."""
    early = diagnose(read(out()), complete=True, taken=pd.Timestamp("2022-12-06T12:33-05:00"))
    late = diagnose(read(out()), complete=True, taken=pd.Timestamp("2022-12-06T18:33-05:00"))
    texts = [found.case().escalation("gateway") for found in (early, late)]

    assert "at-gateway" == early.case().outcomes["gateway"]
    assert texts[0].startswith("It is too early to ask the email gateway.")
    assert texts[0].endswith("Nobody has to do anything yet: look again in 15 minutes.")
    assert "please look at this message" in texts[1]


@pytest.mark.parametrize("name", ["its return was refused"])
def test_what_a_bounce_has_answered_is_not_asked(name):
    """Its gateway wrote it, so it had the message; the answer to the return stands in it."""
    case = diagnose(parse(BOUNCES[name][0])).case()
    text = case.escalation("gateway")

    assert "the email gateway had the message and could not give it back" in case.summary()
    assert "What the bounce says\n" in text
    assert "zone not known" not in text
    assert "Did you receive this message" not in text
    assert "what did that host answer at each try" not in text
    assert "From which address did you try to give the message back" in text


def test_the_gateway_is_asked_why_it_came_back_twice():
    """One hand-over and two returns: its support knows what it was told the first time."""
    text = diagnose(read(out(), CLEAN, CLEAN.replace("12:3", "12:4"))).case()

    assert "duplicate-delivery" == text.outcomes["copies"]
    assert "give this message back more than once?" in text.escalation("gateway")


def test_hostile_text_stays_in_its_line():
    """A subject cannot add lines, or signs that are not seen, to a letter."""
    report = CLEAN.replace("Subject: ", "Subject: a\u202eb\u0007 ", 1)
    text = diagnose(parse(report)).case().escalation("gateway")

    assert "\u202e" not in text
    assert "\u0007" not in text


def test_another_name_is_refused(junked):
    """A wrong name gives the ones that there are."""
    with pytest.raises(UnknownNameError, match="reply"):
        letter(junked, "police")
