"""What an event says in words, where its source has columns instead of a sentence."""

from __future__ import annotations

import pandas as pd

# Column by column: the words before its value. The first of two that say the same is taken.
_WORDS = {"rule_name": "Rule '{}'", "rule_id": "rule ID {}", "action": "action {}",
          "folder": "folder {}", "malware": "malware {}", "scl": "spam level {}",
          "host": "{}", "server": "server {}"}  # fmt: skip


def described(events: pd.DataFrame) -> pd.Series:
    """Return the detail of each event; where it has none, what its columns say.

    >>> described(pd.DataFrame({"detail": ["x", None], "rule_name": [None, "A"],
    ...                         "action": [None, "Quarantine"]}, dtype="str")).tolist()
    ['x', "Rule 'A', action Quarantine"]
    """
    told = events["detail"].astype("str")
    if told.notna().all():
        return told
    lacking = events[told.isna()]
    text = pd.Series("", index=lacking.index, dtype="str")
    for name, words in _WORDS.items():
        if name not in lacking:
            continue
        value = lacking[name].astype("str")
        if name == "rule_id" and "rule_name" in lacking:
            value = value.where(lacking["rule_name"].isna())
        before, after = words.split("{}")
        text = text + (", " + before + value + after).fillna("")
    return told.fillna(text.str.removeprefix(", ").replace("", None))
