"""Generated reports: the values, the text that the button would print, what must be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

ZEROS = "00000000-0000-0000-0000-000000000000"
HELP = "<div>See the <a href='https://admin.example.com/#/connectors'>connectors</a> page.</div>"


@dataclass(frozen=True)
class Values:
    """What one report says; each row is minutes after the start, event, detail, decoded values."""

    subject: str
    sender: str
    recipient: str
    start: datetime
    offset: timedelta
    rows: tuple[tuple[int, str, str, dict], ...]
    message_id: str
    kilobytes: int
    from_ip: str
    to_ip: str | None
    rule: str


def zone(offset: timedelta) -> str:
    """Print an offset as the table's head does."""
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"


def clock(time: datetime) -> str:
    """Print a time as a browser in en-US does."""
    hour = time.hour % 12 or 12
    half = "PM" if time.hour >= 12 else "AM"
    return f"{time.month}/{time.day}/{time.year}, {hour}:{time.minute:02} {half}"


def render(v: Values) -> str:
    """Write the text in lines, as the button copies it."""
    rows = [
        f"{clock(v.start + timedelta(minutes=m))} | {event} | {detail}\n"
        for m, event, detail, _ in v.rows
    ]
    return (
        f"Subject: {v.subject}\nSender: {v.sender}\nRecipient: {v.recipient}\n"
        "Received -> Processed -> Sent\n"
        "Status: Office 365 used one of your organization's connectors to send the message. Here "
        "are the details:<br /><br /><b>Connector name:</b> \u200eOut\u200e<br />"
        f"<b>Mail flow rule:</b> \u200e{v.rule}\u200e\nMore information: {HELP}\n"
        f"Date ({zone(v.offset)}) | Event | Detail |\n{'-' * 36}\n{''.join(rows)}"
        f"More information\nMessage ID:{v.message_id}\nMessage size | From IP | To IP\n"
        f"\u200e{v.kilobytes}.00\u200e KB | {v.from_ip} | {v.to_ip or 'null'}\n"
    )


_WORDS = "abc ABC xyz 0189 äßé ไทย עברית 日本 😀 .,;!?-_()[]{}#%+=@/\\~^`$ "
# What breaks parsers: quotation marks, bars, arrows, tags, escapes, dates, Microsoft's own words.
_NASTY = ["'", '"', "|", "->", "<b>", "</div>", "<br />", "&amp;", "&lt;", "', ID: (", "'.", "''",
          "Re: ", "Subject: ", "Sender: ", "Status: x", "12/6/2022", "7/31/2020 12:59:14 AM",
          "More information", "DLP policy: ", "Receive", "};{", "}]", "[{", "null", "KB", "https:",
          "Message ID", "=1+1", "a@example.org"]  # fmt: skip


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip("| ") or "x"


def names(nasty: bool) -> st.SearchStrategy[str]:
    """Generate subjects and rule names."""
    plain = st.text(_WORDS, min_size=1, max_size=30)
    if not nasty:
        letters = st.text("abcdefg ABC äß日 0189 .!", min_size=1, max_size=30)
        return letters.map(_tidy).map(lambda t: f"A {t} z")
    parts = st.lists(st.one_of(plain, st.sampled_from(_NASTY)), min_size=1, max_size=5)
    return parts.map("".join).map(_tidy)


def _rule(kind: str, name: str, guid: str) -> tuple:
    detail = f"{kind}: '{name}', ID: ('{guid.upper()}'), DLP policy: '', ID: ({ZEROS})."
    return kind, detail, {"rule_name": name, "rule_id": guid}


def _led(code: str, enhanced: str, words: str) -> tuple:
    led = f"{code} {enhanced} {words}"
    fields = "};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.9};{LRT=12/6/2022 5:31:12 PM}]"
    decoded = {"smtp_code": code, "enhanced_code": enhanced, "host": "mx.example.net",
               "ip": "192.0.2.9"}  # fmt: skip
    return "Defer", f"Reason: [{{LED={led}{fields}", decoded


_FIXED = [
    ("Receive", "Message received by: BN6PR13MB1234.namprd13.prod.outlook.com using TLS1.2 with "
     "AES256", {"server": "BN6PR13MB1234.namprd13.prod.outlook.com", "tls": "TLS1.2",
                "cipher": "AES256"}),
    ("Submit", "The message was submitted.", {}),
    ("Spam", "No detail information available.", {}),
    ("Spam", "Spam confidence level: 9", {"scl": 9}),
    ("Deliver", "The message was successfully delivered.", {}),
    ("Deliver", "The message was delivered to the Junk Email folder.", {"folder": "junk"}),
    ("Send external", "Message sent to mx.example.net at 2001:db8::7 using TLS1.3 with AES128",
     {"host": "mx.example.net", "ip": "2001:db8::7", "tls": "TLS1.3", "cipher": "AES128"}),
    ("Defer", "Reason: 400 4.7.721 Advanced Threat Protection scanning in progress.",
     {"smtp_code": "400", "enhanced_code": "4.7.721"}),
]  # fmt: skip


def rows(nasty: bool) -> st.SearchStrategy[tuple]:
    """Generate event, detail and what must be decoded from it."""
    guid = st.uuids(version=4).map(str)
    led_words = st.text("abc xyz {}[];=:-_<>()/", min_size=1, max_size=30).map(_tidy)
    return st.one_of(
        st.sampled_from(_FIXED),
        st.builds(_rule, st.sampled_from(["Transport rule", "DLP rule"]), names(nasty), guid),
        st.builds(_led, st.sampled_from(["450", "550"]), st.sampled_from(["4.7.1", "5.7.703"]),
                  led_words if nasty else st.just("refused by the server")),
    )  # fmt: skip


_minutes = st.lists(st.integers(0, 30), min_size=1, max_size=7).map(sorted)


@st.composite
def values(draw, nasty: bool = True) -> Values:
    """Generate one report's values."""
    minutes = draw(_minutes)
    number = draw(st.integers(1, 10**9))
    return Values(
        subject=draw(names(nasty)),
        sender=f"a{number}@example.com",
        recipient=draw(
            st.sampled_from(["bob@example.net", "o'neil+x@mail.example.com", "ü@example.org"])
        ),
        start=draw(st.datetimes(datetime(2016, 1, 13), datetime(2030, 12, 31))).replace(
            second=0, microsecond=0),
        offset=timedelta(minutes=draw(st.sampled_from([-720, -300, -210, 0, 60, 330, 345, 840]))),
        rows=tuple((m, *draw(rows(nasty))) for m in minutes),
        message_id=f"<{number}.x@mail.example.com>",
        kilobytes=draw(st.integers(1, 90_000)),
        from_ip=draw(st.sampled_from(["192.0.2.1", "2001:db8::1"])),
        to_ip=draw(st.sampled_from([None, "192.0.2.2", "2001:db8::2", "192.0.2.3, 192.0.2.4"])),
        rule=draw(names(nasty=False)),
    )  # fmt: skip
