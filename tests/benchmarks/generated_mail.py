"""Draw mail: messages, their passes through Microsoft 365, and what befalls each of them.

Seven of ten messages go out to a gateway and come back as a second pass with another network id;
three in a hundred of those never return. One in eight has two to five recipients. Shares and
shapes are guesses after a public sample, not a measurement of real mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count

import numpy as np

BLOCK = 2_000
SENDERS, RECIPIENTS, BACK_ENDS, FRONT_ENDS = 30_000, 2_000, 400, 120
GATEWAY_SHARE, NEVER_SHARE, SEVERAL_SHARE = 0.70, 0.03, 0.12
FIRST, DAYS = np.datetime64("2026-03-02T00:00:00.000", "ms"), 9
SLOTS = 12  # Times of one pass: seven steps, then one end for each of five recipients.
_DAY = 86_400_000
_TICKS_TO_1970 = 621_355_968_000_000_000
_VERDICTS = (("NSPM", 1), ("NSPM", 1), ("NSPM", -1), ("SKN", -1), ("SPM", 5), ("SPM", 9))
_WORDS = ("Invoice", "meeting", "report", "monthly", "Re:", "order", "delivery", "draft", "AW:",
          "project", "question", "offer", "Fwd:", "minutes", "contract", "reminder")  # fmt: skip
_FOREIGN = ("Übersicht für März", "Żółta łódź", "Отчёт за год", "会議の議事録", "รายงาน", "📈 Q3")


@dataclass(slots=True)
class Pass:
    """One way through Microsoft 365: from one Receive to the hand-over or the mailboxes."""

    number: int
    network_id: str
    internal_id: int
    times: list[str]
    sent: bool
    returned: bool
    back_end: int
    front_end: int
    size: int
    latency: float
    verdict: str
    scl: int
    chance: list[float]
    failed: list[bool]


@dataclass(slots=True)
class Message:
    """One mail with all its passes."""

    number: int
    message_id: str
    sender: str
    recipients: list[str]
    subject: str
    client_ip: str
    never_returned: bool
    passes: list[Pass]


def messages(seed: int) -> Iterator[Message]:
    """Draw messages without end; the same seed gives the same ones.

    >>> next(messages(1)).message_id == next(messages(1)).message_id
    True
    """
    for block in count():
        yield from _block(np.random.default_rng([seed, block]), block * BLOCK)


def _block(rng: np.random.Generator, first: int) -> Iterator[Message]:
    drawn = rng.random((BLOCK, 8)).tolist()
    numbers = rng.integers(0, 1 << 32, (BLOCK, 4)).tolist()
    pairs = zip(_passes(rng), _passes(rng), strict=True)
    subjects = rng.integers(0, len(_WORDS), (BLOCK, 6)).tolist()
    for number, (chance, bits, both, words) in enumerate(
        zip(drawn, numbers, pairs, subjects, strict=True), first
    ):
        gateway = chance[0] < GATEWAY_SHARE
        never = gateway and chance[1] < NEVER_SHARE
        there, back = _ways(number, both, gateway, bits)
        yield Message(
            number=number,
            message_id=f"<{bits[0]:08x}{bits[1]:08x}.{number:07d}@mail.example.net>",
            sender=_sender(int(SENDERS * chance[2] ** 3)),
            recipients=_recipients(chance),
            subject=_subject(chance[5], number, words),
            client_ip=_address(bits[2]),
            never_returned=never,
            passes=[there, back] if gateway and not never else [there],
        )


def _passes(rng: np.random.Generator) -> Iterator[tuple]:
    """Yield what one pass of each message of a block needs, in whole columns."""
    gaps = rng.exponential(180, (BLOCK, SLOTS)).astype("int64") + 1
    offsets = gaps.cumsum(axis=1) - gaps[:, :1]
    begins = rng.integers(0, DAYS * _DAY, BLOCK)
    turn_round = rng.exponential(20_000, BLOCK).astype("int64") + 3_000
    return zip(begins.tolist(), turn_round.tolist(), offsets, rng.random((BLOCK, 6)).tolist(),
               (rng.random((BLOCK, 5)) < 0.028).tolist(),
               rng.integers(0, 1 << 31, (BLOCK, 5)).tolist(), strict=True)  # fmt: skip


def _ways(number: int, both: tuple, gateway: bool, bits: list[int]) -> tuple[Pass, Pass]:
    begin, turn_round, offsets, *_ = there = both[0]
    size = 4_000 + int(2_000_000 * there[3][5] ** 6)
    first = _pass(2 * number, begin, there, gateway, False, size)
    again = begin + int(offsets[-1]) + turn_round
    return first, _pass(2 * number + 1, again, both[1], False, True, size + 3_000 + bits[3] % 6_000)


def _pass(number: int, begin: int, drawn: tuple, sent: bool, returned: bool, size: int) -> Pass:
    _, _, offsets, chance, failed, bits = drawn
    at = FIRST + begin
    ticks = _TICKS_TO_1970 + (int(at.astype("int64")) - 2) * 10_000
    verdict, scl = _VERDICTS[bits[0] % len(_VERDICTS)]
    return Pass(
        number=number,
        network_id=f"{bits[1]:08x}-{bits[2] & 0xFFFF:04x}-4{bits[2] >> 20:03x}-"
        f"{bits[3] & 0xFFFF:04x}-{ticks >> 16:012x}",
        internal_id=10_000_000_000_000 + bits[4] * 30_000 + number % 30_000,
        times=np.datetime_as_string(at + offsets).tolist(),
        sent=sent,
        returned=returned,
        back_end=bits[3] % BACK_ENDS,
        front_end=bits[2] % FRONT_ENDS,
        size=size,
        latency=int(offsets[-1]) / 1000,
        verdict=verdict,
        scl=scl,
        chance=chance,
        failed=failed,
    )


def _recipients(chance: list[float]) -> list[str]:
    several = chance[3] < SEVERAL_SHARE
    start = int(RECIPIENTS * chance[4] ** 1.5)
    how_many = 2 + int(4 * chance[3] / SEVERAL_SHARE) if several else 1
    return [_recipient((start + 37 * turn) % RECIPIENTS) for turn in range(how_many)]


def _subject(chance: float, number: int, words: list[int]) -> str:
    """Commas in 8 %, quotes in 4 %, a line break in 0.1 %, other scripts in 5 %."""
    text = " ".join([_WORDS[word] for word in words[: 3 + number % 4]]) + f" {number:06d}"
    if chance < 0.08:
        return f"{text}, second part"
    if chance < 0.12:
        return f'{text} "final"'
    if chance < 0.17:
        return f"{_FOREIGN[number % len(_FOREIGN)]} {text}"
    return f"{text}\nsecond line" if chance < 0.171 else text


@cache
def _sender(number: int) -> str:
    return f"sender{number:05d}@{('example.net', 'example.org', 'news.example.net')[number % 3]}"


@cache
def _recipient(number: int) -> str:
    return f"user{number:04d}@example.com"


def _address(bits: int) -> str:
    if bits % 20 == 0:
        return f"2001:db8::{bits >> 16:x}"
    return f"{('192.0.2', '198.51.100', '203.0.113')[bits % 3]}.{1 + bits % 254}"
