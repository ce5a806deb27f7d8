"""Each sample of a status code is read back as the entry that it stands in."""

import pytest

from tracekit.decode.reason import decode_reason
from tracekit.knowledge import find_code, load_smtp_codes


def entry_of(text):
    """Return the key of the entry that a reply finds."""
    said = decode_reason(text)
    code = said.get("inner_code") or said["enhanced_code"]
    return find_code(code, said.get("token", ""), said.get("reason", "")).key


@pytest.mark.parametrize("form", ["{}", "Reason: [{{LED={}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]"])
def test_a_sample_leads_to_its_entry(form):
    """Alone, and as a report prints it, each reply finds its own entry and no other."""
    found = {
        (sample, key): entry_of(form.format(sample))
        for key, code in load_smtp_codes().items()
        for sample in code.samples
    }

    assert {} == {pair: other for pair, other in found.items() if other != pair[1]}
