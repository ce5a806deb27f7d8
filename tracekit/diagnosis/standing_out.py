"""Which values show something more often than chance gives, and since when: counts and bounds.

Fisher's exact test says how likely chance gives one value so many of all hits; that is multiplied
by the number of values that are compared (Bonferroni): among thousands of senders some have three
bad messages of five by luck. A turn in time, at the best of all splits, and several values together
are held to Chernoff's bound.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# Fewer messages than these are no pattern; nor is what others show half as often.
FEWEST, _SHARE, _TIMES, _CHANCE = 3, 0.5, 2.0, 0.02
# A run is looked for in everything that happened, so it is held to more.
_RUN_CHANCE = 0.001


def counted(pairs: pd.DataFrame, hit: pd.Series) -> pd.DataFrame:
    """Count by value: hits, of how many, and the same of all others; first a row a value.

    `pairs`: message, value, time and hit, a row a message and value. `hit`: all messages.
    """
    by = pairs.groupby("value", sort=False)
    counts = by["hit"].agg(hits="sum", of="size").astype("int64")
    return counts.assign(other_hits=int(hit.sum()) - counts["hits"],
                         others=len(hit) - counts["of"])  # fmt: skip


def stands_out(counts: pd.DataFrame) -> pd.Series:
    """Say where it happened to half of a value's messages, twice as often as elsewhere, and not by
    chance."""
    share = counts["hits"] / counts["of"]
    elsewhere = counts["other_hits"] / counts["others"].clip(lower=1)
    elsewhere = elsewhere.where(counts["others"] > 0, 1.0)
    compared = int(counts["of"].ge(FEWEST).sum())
    enough = counts["hits"].ge(FEWEST) & share.ge(_SHARE) & share.ge(elsewhere * _TIMES)
    return enough & _by_chance(counts).mul(compared).lt(_CHANCE)


def _by_chance(counts: pd.DataFrame) -> pd.Series:
    """How likely at most so many hits, or more, fall to a value by chance (hypergeometric).

    The largest term of the tail, and the others as the geometric series that is above them.
    """
    hits, of, other, others = (
        counts[name].to_numpy(dtype=np.int64) for name in ("hits", "of", "other_hits", "others")
    )
    log = _log_factorials(int((of + others).max(initial=0)))

    def choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
        return log[n] - log[k] - log[n - k]

    term = choose(hits + other, hits) + choose(of - hits + others - other, of - hits) - choose(
        of + others, of)  # fmt: skip
    falls = other * (of - hits) / ((hits + 1) * (others - other + 1))
    tail = np.where(falls < 1, np.exp(term) / np.maximum(1 - falls, 1e-12), 1.0)
    return pd.Series(np.minimum(tail, 1.0), index=counts.index)


def _log_factorials(most: int) -> np.ndarray:
    return np.append(0.0, np.cumsum(np.log(np.arange(1, most + 1))))


def several_together(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the values that have it in nearly all of their messages, where it is rare elsewhere.

    One message or two of each may be enough then: what they are compared with is everybody else.
    """
    fits = counts["hits"] / counts["of"] >= 0.8
    total, among = counts["hits"] + counts["other_hits"], counts["of"] + counts["others"]
    kept = fits
    for _ in range(5):
        rest = counts.assign(other_hits=total - counts.loc[kept, "hits"].sum(),
                             others=among - counts.loc[kept, "of"].sum()).clip(lower=0)  # fmt: skip
        found = fits & _is_rare_elsewhere(rest) & (rest["others"] > 0)
        if found.equals(kept):
            break
        kept = found
    return counts[kept]


def _is_rare_elsewhere(rest: pd.DataFrame) -> pd.Series:
    base = (rest["other_hits"] + 1) / (rest["others"] + 2)
    bound = np.exp(-rest["of"] * _distance(rest["hits"] / rest["of"], base))
    return (bound * len(rest)).lt(_CHANCE)


def turned(pairs: pd.DataFrame) -> pd.DataFrame:
    """Find by value when it began or ended: since, until, and what is in and out of that span.

    Columns: since, until (missing: it is so from the first, or to the last), hits_in, in_all,
    hits_out, out_all. A value that shows no turn is left out.
    """
    known = pairs.dropna(subset=["time"]).sort_values(["value", "time"], kind="stable")
    first = _split(known)
    inside = pd.concat([_inside(known, first), _in_runs(known[~known["value"].isin(first.index)])])
    return _turns(inside, known[known["value"].isin(inside["value"])])


def _inside(known: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each value that lie on the side of its split, and of a second one."""
    if first.empty:
        return known.iloc[:0]
    rising = first["rises"].reindex(known["value"]).to_numpy()
    at = known["time"].array
    cut = first["cut"].reindex(known["value"]).array
    inside = known[((at > cut) == rising) & first["cut"].reindex(known["value"]).notna().array]
    second = _split(inside)
    second = second[second["rises"] != first["rises"].reindex(second.index)]
    cut = second["cut"].reindex(inside["value"]).array
    rises = second["rises"].reindex(inside["value"]).to_numpy()
    return inside[pd.isna(cut) | ((inside["time"].array > cut) == rises)]


def _in_runs(known: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the span of the longest run of hits of each value, if it is no chance.

    One split sees a short span in the middle badly: before it and after it are much alike.
    """
    by = known.groupby("value", sort=False)["hit"]
    hits, of = by.transform("sum").to_numpy(), by.transform("size").to_numpy()
    rows = known.assign(hits=hits, size=of, part=(~known["hit"]).cumsum())[known["hit"]]
    runs = rows.groupby(["value", "part"], sort=False).agg(
        length=("time", "size"), since=("time", "min"), until=("time", "max"),
        hits=("hits", "first"), size=("size", "first")).reset_index()  # fmt: skip
    best = runs.sort_values("length", ascending=False, kind="stable").drop_duplicates("value")
    best = best[best["length"].ge(FEWEST) & best["hits"].lt(best["size"])].set_index("value")
    log = _log_factorials(int(best["size"].max()) if len(best) else 0)
    n, k, run = (best[name].to_numpy(dtype=np.int64) for name in ("size", "hits", "length"))
    # So many orders have a run of that length at a given place, of all orders of the hits.
    chance = np.exp(log[n - run] - log[k - run] - log[n] + log[k]) * (n - run + 1)
    best = best[chance * known["value"].nunique() < _RUN_CHANCE]
    since = best["since"].reindex(known["value"]).array
    until = best["until"].reindex(known["value"]).array
    return known[np.asarray((known["time"].array >= since) & (known["time"].array <= until))]


def _turns(inside: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    hits = inside[inside["hit"]].groupby("value")["time"].agg(since="min", until="max")
    ends = known.groupby("value")["time"].agg(["min", "max"])
    span = inside.groupby("value")["time"].agg(["min", "max"])
    of = inside.groupby("value")["hit"].agg(hits_in="sum", in_all="size").astype("int64")
    whole = known.groupby("value")["hit"].agg(["sum", "size"]).reindex(of.index)
    table = of.assign(hits_out=whole["sum"] - of["hits_in"], out_all=whole["size"] - of["in_all"])
    began = span["min"] > ends["min"].reindex(span.index)
    ended = span["max"] < ends["max"].reindex(span.index)
    table = table.assign(since=hits["since"].where(began), until=hits["until"].where(ended))
    share, outside = table["hits_in"] / table["in_all"], table["hits_out"] / table["out_all"]
    much = share.ge(_SHARE) & share.ge(outside * _TIMES) & table["hits_in"].ge(FEWEST)
    return table[much & table["out_all"].ge(FEWEST)]


def _split(known: pd.DataFrame) -> pd.DataFrame:
    """Return the best split in time of each value: cut (the last time before it), rises.

    Only where the two parts differ more than chance makes them at the best of all splits.
    """
    by = known.groupby("value", sort=False)
    left, n = by["hit"].cumsum().to_numpy(), by.cumcount().to_numpy() + 1
    hits, of = by["hit"].transform("sum").to_numpy(), by["hit"].transform("size").to_numpy()
    later = known["time"].array < by["time"].shift(-1).array
    usable = later & (n >= FEWEST) & (of - n >= FEWEST) & (hits >= FEWEST) & (hits < of)
    rows = known.assign(left=left, n=n, hits=hits, size=of)[np.asarray(usable, dtype=bool)]
    before, whole = rows["left"] / rows["n"], rows["hits"] / rows["size"]
    after = (rows["hits"] - rows["left"]) / (rows["size"] - rows["n"])
    gain = rows["n"] * _distance(before, whole) + (rows["size"] - rows["n"]) * _distance(
        after, whole)  # fmt: skip
    rows = rows.assign(gain=gain, rises=after > before).sort_values("gain", ascending=False,
                                                                    kind="stable")  # fmt: skip
    best = rows.drop_duplicates("value").set_index("value")
    sure = np.exp(-best["gain"]) * best["size"] * len(best) < _CHANCE
    return best.loc[sure, ["time", "rises"]].rename(columns={"time": "cut"})


def _distance(share: pd.Series, base: pd.Series) -> pd.Series:
    """Relative entropy of two shares (Kullback and Leibler), in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        yes = np.where(share > 0, share * np.log(share / base), 0.0)
        no = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - base)), 0.0)
    return pd.Series(yes + no, index=share.index)
