"""Find many byte strings in one pass over a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

_WIDEST = 8  # first bytes by which a string is looked up
_BLOCK = 4 << 20


class Needles:
    """Byte strings, each with a number, that are looked for all at once.

    >>> Needles([b"anna", b"contoso"]).find(b"to anna@contoso.com, anna")
    {0: (2, 3), 1: (1, 8)}
    """

    def __init__(self, needles: Iterable[bytes]):
        self._by_width: dict[int, dict[int, dict[int, dict[bytes, int]]]] = {}
        for number, needle in enumerate(needles):
            width = min(len(needle), _WIDEST)
            if width > 1:
                begin = self._by_width.setdefault(width, {}).setdefault(_number(needle[:width]), {})
                begin.setdefault(len(needle), {}).setdefault(needle, number)
        self._starts = {width: np.array(sorted(begins), np.uint64)
                        for width, begins in self._by_width.items()}  # fmt: skip
        self._pairs = np.zeros(1 << 16, bool)
        for begins in self._by_width.values():
            for lengths in begins.values():
                for needle in (n for listed in lengths.values() for n in listed):
                    self._pairs[needle[0] << 8 | needle[1]] = True

    def find(self, data: bytes) -> dict[int, tuple[int, int]]:
        """Return for each needle that is there how often it is, and its first place."""
        found: dict[int, tuple[int, int]] = {}
        for width, place, value in self._candidates(data):
            for length, listed in self._by_width[width][value].items():
                number = listed.get(data[place : place + length])
                if number is not None:
                    count, first = found.get(number, (0, place))
                    found[number] = (count + 1, min(first, place))
        return found

    def _candidates(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        """Give each place where the first bytes of a needle stand, block by block."""
        for start in range(0, len(data), _BLOCK):
            signs = np.frombuffer(data[start : start + _BLOCK + _WIDEST], np.uint8)
            pairs = signs[:-1].astype(np.uint16) << 8 | signs[1:]
            places = np.flatnonzero(self._pairs[pairs[:_BLOCK]])
            for width, starts in self._starts.items():
                there = places[places <= len(signs) - width]
                values = np.zeros(len(there), np.uint64)
                for step in range(width):
                    values = values << np.uint64(8) | signs[there + step].astype(np.uint64)
                at = np.minimum(np.searchsorted(starts, values), len(starts) - 1)
                hits = np.flatnonzero(starts[at] == values)
                yield from zip([width] * len(hits), (there[hits] + start).tolist(),
                               values[hits].tolist(), strict=True)  # fmt: skip


def _number(begin: bytes) -> int:
    return int.from_bytes(begin, "big")
