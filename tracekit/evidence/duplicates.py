"""Copies that Microsoft 365 removed, for their like lay in the mailbox already."""

from __future__ import annotations

import pandas as pd

DUPLICATES = ["DUPLICATEDELIVER", "DUPLICATE DELIVER"]
_REMOVED = "cat.duplicaterecipient"  # of a Drop: 250 2.1.5 CAT.DuplicateRecipient


def removed_as_duplicates(events: pd.DataFrame) -> set:
    """Return the journeys that delivered nothing, for their copy was removed as a duplicate."""
    dropped = events[["journey", "token"]][events["event"].isin(["Drop", "Fail"])]
    dropped = dropped[dropped["token"].str.casefold().eq(_REMOVED).fillna(False)]
    found = {*events.loc[events["event"].isin(DUPLICATES), "journey"], *dropped["journey"]}
    ended = events["event"].isin(["Deliver", "Quarantine", "Send external"])
    return found - set(events.loc[ended, "journey"]) if found else found
