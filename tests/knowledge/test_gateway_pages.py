"""The pages of a gateway tell all of its profile, and give advice that fits its kind."""

from typing import get_args

import pytest

import tracekit
from tracekit.knowledge import explain, list_gateways, load_gateway
from tracekit.knowledge.folders import load_folders
from tracekit.knowledge.gateway_entries import Kind
from tracekit.knowledge.gateway_pages import ADVICE

INKY = load_gateway("inky")
TABLES = ("destinations", "modes", "misconfigurations", "regions", "incidents", "outbound")
FOUND_BY_SHAPE = {
    "ipw-mta-o365-prod-00.elb.us-east-1.amazonaws.com": "Region us-east-1",
    "34.210.15.192": "Region us-west-2",
}


def told(name):
    """The page as one line."""
    return " ".join(str(explain(name)).split())


@pytest.mark.parametrize("table", TABLES)
def test_everything_of_a_profile_is_on_a_page(table):
    """Each entry of each table stands on the page of its part, whole."""
    part = {"destinations": "verdicts"}.get(table, table)
    page = told(f"inky {part}")

    assert getattr(INKY, table)
    for entry in getattr(INKY, table):
        for field in ("name", "verdict", "meaning", "sign", "check", "when", "external", "trusted"):
            assert " ".join(getattr(entry, field, "").split()) in page
        for name in getattr(entry, "shows", ()):
            assert name in page


def test_the_overview_tells_each_part():
    """Verdicts with their destinations, modes, regions, outgoing mail, signs and properties."""
    page = told("inky")

    for entry in INKY.destinations:
        assert f"Verdict {entry.verdict}: from outside {entry.external}, from inside" in page
    for entry in INKY.modes:
        assert f"{entry.name}: {entry.meaning} In a trace: {entry.sign}" in page
    for entry in INKY.misconfigurations:
        assert f"If you see: {entry.sign} Then perhaps: {entry.name}." in page
    for entry in (*INKY.regions, *INKY.outbound):
        assert f"{entry.name}: {entry.meaning}" in page
    assert "Turn-round: 5 minutes." in page
    assert "May hold mail for 72 hours." in page


def test_internal_mail_of_a_bad_verdict_stays_in_the_inbox():
    """INKY's own table: what is trusted goes to the Inbox, whatever the verdict."""
    assert {"Inbox"} == {entry.trusted for entry in INKY.destinations}
    assert ["Inbox", "Inbox", "Junk", "Junk"] == [e.external for e in INKY.destinations][:4]


def test_every_kind_has_its_advice():
    """No kind of gateway is left without what to look for."""
    assert set(get_args(Kind)) == set(ADVICE)


@pytest.mark.parametrize("name", sorted(set(list_gateways()) - {"none"}))
def test_advice_fits_the_kind(name):
    """Two journeys are looked for only where mail goes out and comes back."""
    page, kind = told(name), load_gateway(name).kind

    assert (kind in ("inline", "sign")) == ("Look for Send external" in page
                                            or "Send external to its host" in page)  # fmt: skip
    assert ("mx" == kind) == ("It stands before Microsoft 365" in page)
    assert ("journal" == kind) == ("look for a Journal row" in page)


@pytest.mark.parametrize(("name", "words"), FOUND_BY_SHAPE.items())
def test_a_host_says_its_region(name, words):
    """A smart host holds its region in its name; an address is listed with one."""
    assert words in told(name)


@pytest.mark.parametrize(("name", "kind"), [
    ("IPW-Group", "gateway group"), ("IPW-Group-Silent", "gateway group"),
    ("X-IPW-GROUPMEMBER", "gateway header"), ("Learning mode", "gateway"),
    ("Caution (Spam)", "gateway"), ("Receive from Exclaimer Cloud V2", "gateway connector"),
    ("Shield - Send to Outpost", "gateway rule"),
    ("Inky Phish Fence Remediation", "gateway application"),
])  # fmt: skip
def test_names_of_the_profile_are_explained(name, kind):
    """A group of the tenant is no rule of the gateway, whatever its name begins with."""
    assert kind == explain(name).kind


def test_a_connector_back_is_no_hand_over():
    """Through an inbound connector mail comes back: its name proves no way out."""
    exclaimer = load_gateway("exclaimer")

    assert (True, False) == (exclaimer.is_connector("Send to Exclaimer Cloud"),
                             exclaimer.is_connector("Receive from Exclaimer Cloud"))  # fmt: skip
    assert "Get-InboundConnector" in told("Receive from Exclaimer Cloud")


def test_an_outcome_names_what_is_known_to_lead_there():
    """From the outcome to the misconfigurations of the gateway's profile."""
    assert "The recipient is not in IPW-Group" in told("recipient-not-in-scope")


def test_a_folder_is_explained_as_a_row_prints_it():
    """By Exchange's own name behind DefaultFolderType, and as a whole detail."""
    for name in load_folders():
        page = explain(f"DefaultFolderType:{name}")
        assert ("folder", name) == (page.kind, page.name)
        assert f"DefaultFolderType:{name}" in page.sections["Looks like"][0]
    detail = "The message was successfully delivered to the folder: DefaultFolderType:DeletedItems"

    assert "thrown away" in str(tracekit.explain(detail))


def test_the_folders_of_exchange_have_an_entry():
    """The well-known names of the web services and of Graph that mail could be put in."""
    named = """deleteditems drafts outbox sentitems calendar contacts tasks notes journal voicemail
        searchfolders msgfolderroot root recoverableitemsroot recoverableitemsdeletions
        recoverableitemsversions recoverableitemspurges recoverableitemsdiscoveryholds archiveroot
        archivemsgfolderroot archivedeleteditems archiveinbox archiverecoverableitemsroot syncissues
        conflicts localfailures serverfailures conversationhistory archive clutter scheduled"""
    known = {name.casefold() for name in load_folders()}

    assert set() == set(named.split()) - known
