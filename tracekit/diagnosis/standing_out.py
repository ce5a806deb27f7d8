"""Which values show something more often than chance gives: counts of each, and of all others.

Fisher's exact test says how likely chance gives one value so many of all hits; that is multiplied
by the number of values that are compared (Bonferroni): among thousands of senders some have three
bad messages of five by luck. Several values together are held to Chernoff's bound.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tracekit.diagnosis.chance import CHANCE, FEWEST, SHARE, TIMES, distance, exact_chance

_COUNTS = ("hits", "of", "other_hits", "others")


def counted(value: np.ndarray, hit: np.ndarray, units: np.ndarray) -> pd.DataFrame:
    """Count by value: hits, of how many, and the same of all others; a row a value, by its number.

    `value` (0 and up, none left out) and `hit`: a row a unit and value. `units`: hits of all units.
    """
    of, hits = np.bincount(value), np.bincount(value[hit], minlength=value.max(initial=-1) + 1)
    return pd.DataFrame({"hits": hits, "of": of, "other_hits": int(units.sum()) - hits,
                         "others": len(units) - of})  # fmt: skip


def stands_out(counts: pd.DataFrame) -> np.ndarray:
    """Mark where it happened to half of a value's messages, twice as often as elsewhere, and not by
    chance."""
    hits, of, other_hits, others = (counts[name].to_numpy(np.int64) for name in _COUNTS)
    share = hits / of
    elsewhere = np.where(others > 0, other_hits / np.maximum(others, 1), 1.0)
    told = (hits >= FEWEST) & (share >= SHARE) & (share >= elsewhere * TIMES)
    at, compared = np.flatnonzero(told), int((of >= FEWEST).sum())
    chance = exact_chance(hits[at], of[at], other_hits[at], others[at])
    told[at] = chance * compared < CHANCE
    return told


def several_together(counts: pd.DataFrame) -> np.ndarray:
    """Mark the values that have it in nearly all of their messages, where it is rare elsewhere.

    One message or two of each may be enough then: what they are compared with is everybody else.
    """
    hits, of, other_hits, others = (counts[name].to_numpy(np.int64) for name in _COUNTS)
    fits = hits / of >= 0.8
    kept = fits
    for _ in range(5):
        rest_hits = np.maximum(hits + other_hits - hits[kept].sum(), 0)
        rest = np.maximum(of + others - of[kept].sum(), 0)
        base = (rest_hits + 1) / (rest + 2)
        bound = np.exp(-of * distance(hits / of, base))
        found = fits & (bound * len(hits) < CHANCE) & (rest > 0)
        if (found == kept).all():
            break
        kept = found
    return kept
