"""Names of rules by their ids: Extended reports have ids only, other inputs tell the names."""

from __future__ import annotations

import numpy as np
import pandas as pd


def names_of_ids(events: pd.DataFrame) -> pd.Series:
    """Return the name of each rule id that has exactly one name in these events."""
    return _single(events, "rule_id", "rule_name")


def ids_of_names(events: pd.DataFrame) -> pd.Series:
    """Return the id of each rule name that has exactly one id in these events."""
    return _single(events, "rule_name", "rule_id")


def _single(events: pd.DataFrame, by: str, what: str) -> pd.Series:
    both = events[events["rule_id"].notna() & events["rule_name"].notna()]
    told = both[[by, what]].drop_duplicates()
    return told[~told[by].duplicated(keep=False)].set_index(by)[what]


def with_rule_names(events: pd.DataFrame) -> pd.DataFrame:
    """Fill the rule names that are missing where the id has exactly one name; never between two.

    >>> from tracekit.model import table
    >>> rows = [{"rule_id": "a", "rule_name": "Reset"}, {"rule_id": "a"}, {"rule_id": "b"}]
    >>> with_rule_names(table("events", rows))["rule_name"].tolist()
    ['Reset', 'Reset', nan]
    """
    bare = (events["rule_id"].notna() & events["rule_name"].isna()).to_numpy()
    if not bare.any():
        return events
    known = names_of_ids(events)
    if known.empty:
        return events
    told = events["rule_id"].map(known).astype("str")
    return events.assign(rule_name=events["rule_name"].where(~bare, told))


def rule_labels(events: pd.DataFrame, unit: np.ndarray, every: pd.DataFrame) -> np.ndarray:
    """Number the rules that events of units name, by id where it is known, else by name.

    A name goes with an id where `every` event here knows no other one, or where its unit has that
    one id without a name and that one name without an id. 0: no rule.
    """
    ids, names = events["rule_id"].str.casefold(), events["rule_name"]
    told = names.map(ids_of_names(every)).astype("str").str.casefold()
    label = ids.fillna(told)
    bare = label.isna() & names.notna()
    if bare.any():
        named = every.loc[every["rule_name"].notna(), "rule_id"].str.casefold().dropna()
        label = label.fillna(_only_ids(events, label, bare, unit, label.isin(named.unique())))
    text = ("i" + label).fillna("n" + names)
    return pd.factorize(text)[0] + 1


def _only_ids(
    events: pd.DataFrame, label: pd.Series, bare: pd.Series, unit: np.ndarray, named: pd.Series
) -> pd.Series:
    """Return the id for names without one, where a unit has just that name and just that id."""
    group = [unit, events["event"].to_numpy(dtype=object)]
    single = label.groupby(group).transform("nunique").eq(1)
    single &= events["rule_name"].where(bare).groupby(group).transform("nunique").eq(1)
    single &= ~named.groupby(group).transform("any")
    return label.groupby(group).transform("first").astype("str").where(single & bare)
