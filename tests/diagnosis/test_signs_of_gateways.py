"""What a profile says of a mode, a misconfiguration or a fault is what a diagnosis says of it."""

import pytest
from bundled_samples import diagnosed

from tracekit.knowledge import list_gateways, load_gateway
from tracekit.knowledge.loader import load_outcomes

ENTRIES = {
    f"{name}: {entry.name}": (name, entry)
    for name in list_gateways()
    for table in ("modes", "misconfigurations", "incidents")
    for entry in getattr(load_gateway(name), table)
}
SAMPLED = [name for name, (_, entry) in ENTRIES.items() if entry.sample]


@pytest.mark.parametrize("name", SAMPLED)
def test_a_sign_leads_to_what_the_profile_names(name):
    """The sample of an entry is diagnosed, and ends in something that the entry shows."""
    gateway, entry = ENTRIES[name]
    case = diagnosed(entry.sample, gateway).case()
    found = {*case.outcomes.values(), *(a.id for a in case.absences),
             *(c.id for c in case.contradictions)}  # fmt: skip

    assert found & set(entry.shows), (case.outcomes, entry.shows)


def test_what_has_no_sample_is_known():
    """Without one is what looks like another mode, and what only a header or many mails show."""
    assert {
        "inky: Silent mode (opt-in)", "inky: Learning mode",
        "inky: A rule that sets SCL -1 reaches too far",
    } == {name for name in ENTRIES if name.startswith("inky") and name not in SAMPLED}  # fmt: skip


def test_each_way_past_the_gateway_has_a_known_cause_at_inky():
    """Every outcome that sends an admin to the gateway's rules is a sign of a misconfiguration."""
    inky = load_gateway("inky")
    known = {name for entry in inky.misconfigurations for name in entry.shows}
    asked = {"recipient-not-in-scope", "routing-rule-did-not-match", "gateway-rules-missing",
             "routed-not-sent", "gateway-unreachable", "refused-by-gateway", "mail-loop",
             "held-by-gateway", "return-not-in-trace", "journal-only", "verdict-not-enforced",
             "stopped-before-handover", "held-for-approval"}  # fmt: skip

    assert asked <= set(load_outcomes())
    assert set() == asked - known
