"""Dates, addresses, encoded words and Received lines: nothing is guessed."""

from __future__ import annotations

import pytest

from tracekit.readers.headers.dates import only_date
from tracekit.readers.headers.lexing import addresses
from tracekit.readers.headers.received import read_received
from tracekit.readers.headers.words import decode_words

LINE = (
    "from mail.example.net (192.0.2.10) by X1.mail.protection.outlook.com (10.0.0.1) "
    "with Microsoft SMTP Server id 15.20; Tue, 1 Jul 2025 04:40:06 +0000"
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 1 Jul 2025 04:40:06 +0200 (CEST)", "2025-07-01T02:40:06+00:00"),
        ("1 Jul 2025 04:40 -0000", "2025-07-01T04:40:00+00:00"),
        ("1 Jul 2025 04:40:06 EST", "2025-07-01T09:40:06+00:00"),
        ("31 Feb 2025 04:40:06 +0000", None),
        ("1 Jul 2025 04:40:06", None),
        ("1 Jul 2025 04:40:06 CEST", None),
        ("1 Jul 2025 04:40:06 +9900", None),
        ("1 Jul 2025 04:40:06 +0075", None),
        ("1 Jul 2025 04:40:06 +00", None),
        ("1 Jul 2025 04:40:0", None),
        ("1 Jul 9999 24:61:06 +0000", None),
    ],
)
def test_dates(value, expected):
    """A date is taken when its zone is known and it exists; nothing is guessed."""
    stamp = only_date(value)

    assert expected == (stamp.time.isoformat() if stamp and stamp.time else None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"fake@example.org" <a@example.com>', ["a@example.com"]),
        ("fake@example.org <a@example.com>", ["a@example.com"]),
        ("(c@example.org) a@example.com", ["a@example.com"]),
        ("<>", ["<>"]),
        ("undisclosed-recipients:;", []),
        ("<a@example.com", []),
        ('"unclosed <a@example.com>', []),
        ("a b@example.com c", []),
    ],
)
def test_addresses(value, expected):
    """An address is what stands in angle brackets, or alone; a display name never is one."""
    assert expected == addresses(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?B?4pyT?= =?utf-8?Q?_ok?=", "✓ ok"),
        ("=?utf-8?B?4p?= =?utf-8?B?yT?=", "=?utf-8?B?4p?= =?utf-8?B?yT?="),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=", "ä"),
        ("=?utf-8?Q?=C3?= x", "=?utf-8?Q?=C3?= x"),
        ("=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"),
        ("=?punycode?Q?a?= b", "=?punycode?Q?a?= b"),
        ("=?utf-8?Q?a=0D=0AReceived:_x?=", "a Received: x"),
        ("a =?utf-8?Q?b?= =?utf-8?Q?c?= d", "a bc d"),
    ],
)
def test_encoded_words(value, expected):
    """Encoded words are decoded, hold no line break, and stay as they are where damaged."""
    assert expected == decode_words(value)


def test_a_helo_is_never_the_address():
    """What the other side called itself is not the address that the server saw."""
    for value in (
        "from x (HELO 6.6.6.6) (192.0.2.3) by z; y",
        'from x ([192.0.2.3]:25 "EHLO [6.6.6.6]") by z; y',
        "from x ([192.0.2.3] helo=[6.6.6.6]) by z; y",
        "from [6.6.6.6] (unknown [192.0.2.3]) by z; y",
    ):
        assert "192.0.2.3" == read_received(value).from_ip

    assert read_received("from [6.6.6.6] by z; y").from_ip is None
    assert read_received("from a ([6.6.6.6] [192.0.2.3]) by z; y").from_ip is None


def test_a_cut_line_gives_no_half_name():
    """Wherever the text ends, a hop says what the whole line says, or nothing."""
    whole = read_received(LINE)
    said = {
        (name, getattr(read_received(LINE[:end], cut=True), name))
        for end in range(len(LINE) + 1)
        for name in ("from_host", "from_ip", "by_host", "protocol", "id", "time")
    }

    assert said == {(name, getattr(whole, name)) for name, _ in said} | {(n, None) for n, _ in said}
