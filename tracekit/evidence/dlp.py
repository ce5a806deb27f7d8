"""What data loss prevention (DLP) of the organization did to a message, not a mail flow rule."""

from __future__ import annotations

import pandas as pd

from tracekit.evidence.facts import Facts, once
from tracekit.evidence.signs import are_by_mail_flow_rules, is_failure

REFUSED = "5.7.171"  # of a DLP policy alone (ms-ndr)
_AGENT = "dlp policy agent"


@once
def refused_by_dlp(facts: Facts) -> pd.Series:
    """Mark the failures of a DLP policy: by their code or agent, where no mail flow rule is named.

    A mail flow rule that belonged to a policy rejects with TRANSPORT.RULES, and is one.
    """
    events = facts.events
    failed = is_failure(facts)
    if not failed.any():
        return failed
    code = events["inner_code"].fillna(events["enhanced_code"]).eq(REFUSED)
    by_agent = events["component"].str.casefold().eq(_AGENT)
    return failed & (code | by_agent).fillna(False).astype(bool) & ~are_by_mail_flow_rules(facts)


@once
def are_dlp(facts: Facts) -> pd.Series:
    """Mark the rows of DLP: of its rules, and of what it refused."""
    return facts.events["event"].eq("DLP rule") | refused_by_dlp(facts)
