"""What the filters and rules decided, read from whole columns of custom_data."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd

from tracekit.decode.custom_data import Item, fold, read

TEXTS = ("sfv", "di", "cat", "srv", "ipv", "cip", "ctry", "dir")
LEVELS = ("scl", "bcl", "pcl")
COLUMNS = ("sfv", "scl", "bcl", "pcl", "di", "cat", "srv", "ipv", "cip", "ctry", "dir",
           "malware_found", "malware_name", "malware_action", "rule_hits", "rule_evaluated",
           "doubt")  # fmt: skip
_LEVEL = re.compile(r"-1|[0-9]")
_GUID = re.compile(r"[0-9a-f]{32}")
_ID = re.compile(r"[0-9a-z-]{1,64}")


def verdicts(
    column: pd.Series, component: pd.Series, event: pd.Series, *, as_written: bool = False
) -> pd.DataFrame:
    """Read the verdicts of every AGENTINFO row of component AGENT, on the index of the column.

    Text: `sfv`, `di`, `cat`, `srv`, `ipv`, `cip`, `ctry`, `dir`, `malware_name`,
    `malware_action`; Int64: `scl`, `bcl`, `pcl`; boolean: `malware_found`. `rule_hits` are the ids
    of rules that matched and acted (ETR), `rule_evaluated` of rules that were only timed (ETRP),
    each joined by `;` and empty where there are none. All are missing in other rows, where a
    value is not stated or stated in two ways, and where `doubt` says why the cell is not trusted.
    `as_written`: the cells are those of a report or log itself (see custom_data.problems_in).

    >>> row = pd.DataFrame({"c": ["S:SFA=SUM|SFV=SPM|SCL=9"], "s": ["AGENT"], "e": ["AGENTINFO"]})
    >>> verdicts(row["c"], row["s"], row["e"])[["sfv", "scl"]].values.tolist()
    [['SPM', 9]]
    """
    from tracekit.decode.verdict_columns import decode_rows

    wanted = agent_rows(component, event).to_numpy() & column.notna().to_numpy()
    places = wanted.nonzero()[0]
    found = decode_rows(column.iloc[places], as_written=as_written)
    found.index = pd.Index(places)
    found = found.reindex(range(len(column)))
    return found.set_axis(column.index)


def agent_rows(component: pd.Series, event: pd.Series) -> pd.Series:
    """Tell which rows are the agents' own: component AGENT, event AGENTINFO, in any case.

    >>> agent_rows(pd.Series(["Agent", "SMTP"]), pd.Series(["AGENTINFO", "AGENTINFO"])).tolist()
    [True, False]
    """
    sides = (component.astype("str").str.upper().eq("AGENT"),
             event.astype("str").str.upper().eq("AGENTINFO").set_axis(component.index))  # fmt: skip
    return (sides[0] & sides[1]).astype("bool")


def verdict(text: str, *, as_written: bool = False) -> dict[str, object]:
    """Read one cell: the same as a row of `verdicts`, by the full parser; None where missing.

    >>> verdict("S:SFA=SUM|SFV=SPM|SCL=9")["scl"]
    9
    """
    found, doubts = read(text, as_written=as_written)
    if doubts:
        return {"doubt": " ".join(doubts)}
    filtered = [item for item in found if item.is_record("SFA", "SUM")]
    said = {name: single([v for item in filtered for v in item.values(name)])
            for name in (*TEXTS, *LEVELS)}  # fmt: skip
    said["bcl"] = single([v for item in filtered for v in item.values("bcl")] +
                         [item.head for item in found if fold(item.name) == "bcl"])  # fmt: skip
    levels = {name: level(said[name]) for name in LEVELS}
    return {**said, **levels, **_malware(found), **_rules(found)}


def single(values: list[str]) -> str | None:
    """Return the one value that all agree on; None for none and for two.

    >>> single(["a", "", "a"]), single(["a", "b"])
    ('a', None)
    """
    distinct = set(values) - {""}
    return distinct.pop() if len(distinct) == 1 else None


def level(text: str | None) -> int | None:
    """Read a confidence level: -1 to 9, or None.

    >>> level("-1"), level("99")
    (-1, None)
    """
    return int(text) if text and _LEVEL.fullmatch(text) else None


def _malware(found: tuple[Item, ...]) -> dict[str, object]:
    sums = [item for item in found if item.is_record("AMA", "SUM")]
    hits = [item for item in found if item.is_record("AMA", "EV") and item.values("v") == ["1"]]
    whole = single([v for item in sums for v in item.values("v")])
    names = [name for item in hits for name in item.values("name")[:1]]
    return {
        "malware_found": {"1": True, "0": None if hits else False}.get(
            whole or "", True if hits and not whole else None
        ),
        "malware_name": "; ".join(dict.fromkeys(names)) or None,
        "malware_action": single([v for item in sums for v in item.values("action")]),
    }


def _rules(found: tuple[Item, ...]) -> dict[str, str]:
    hits = [rule_id(i) for i in found if i.is_record("TRA", "ETR") and i.values("action")]
    timed = [rule_id(i) for i in found if i.is_record("TRA", "ETRP")]
    return {"rule_hits": ";".join(dict.fromkeys(filter(None, hits))),
            "rule_evaluated": ";".join(dict.fromkeys(filter(None, timed)))}  # fmt: skip


def rule_id(item: Item, key: str = "ruleId") -> str | None:
    """Return the id under a key of a record, as a GUID in small letters with dashes.

    An id of another length is returned as it is, in small letters; anything else is None.
    """
    return dashed(single(item.values(key)))


@lru_cache(maxsize=4096)
def dashed(text: str | None) -> str | None:
    """Write a GUID in small letters with dashes.

    >>> dashed("C27D21EECA0311E0BCB896154924019B")
    'c27d21ee-ca03-11e0-bcb8-96154924019b'
    """
    low = fold(text or "").strip("{}")
    plain = low.replace("-", "")
    if _GUID.fullmatch(plain):
        return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))
    return low if _ID.fullmatch(low) else None
