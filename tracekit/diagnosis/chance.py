"""How likely chance alone gives what was counted: bounds for whole columns, and what is asked of
them."""

from __future__ import annotations

import numpy as np

# Fewer messages than these are no pattern; nor is what others show half as often.
FEWEST, SHARE, TIMES, CHANCE = 3, 0.5, 2.0, 0.02


def exact_chance(
    hits: np.ndarray, of: np.ndarray, other_hits: np.ndarray, others: np.ndarray
) -> np.ndarray:
    """How likely chance gives so many hits, or more, to a value (hypergeometric).

    The largest term of the tail, and the others as the geometric series that is above them.

    >>> at_most = exact_chance(*(np.array([n]) for n in (3, 3, 0, 9)))
    >>> at_most.round(4).tolist()  # one of 220 ways
    [0.0045]
    """
    log = log_factorials(int((of + others).max(initial=0)))

    def choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
        return log[n] - log[k] - log[n - k]

    term = choose(hits + other_hits, hits) + choose(
        of - hits + others - other_hits, of - hits) - choose(of + others, of)  # fmt: skip
    falls = other_hits * (of - hits) / ((hits + 1) * (others - other_hits + 1))
    tail = np.where(falls < 1, np.exp(term) / np.maximum(1 - falls, 1e-12), 1.0)
    return np.minimum(tail, 1.0)


def log_factorials(most: int) -> np.ndarray:
    """Return the logarithms of the factorials of 0 to `most`.

    >>> np.exp(log_factorials(4)).round().tolist()
    [1.0, 1.0, 2.0, 6.0, 24.0]
    """
    return np.append(0.0, np.cumsum(np.log(np.arange(1, most + 1))))


def distance(share: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Relative entropy of two shares (Kullback and Leibler), in nats.

    >>> distance(np.array([0.5, 1.0]), np.array([0.5, 0.5])).round(3).tolist()
    [0.0, 0.693]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        yes = np.where(share > 0, share * np.log(share / base), 0.0)
        no = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - base)), 0.0)
    return yes + no
