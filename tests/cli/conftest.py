"""The command in this process or in one of its own, and two small reports to give it."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracekit.cli import main

DLP = "DLP policy: '', ID: (00000000-0000-0000-0000-000000000000)"
HEAD = "Subject: {subject}\nSender: news@example.com\nRecipient: anna@example.org\n"
TABLE = "Date (UTC-05:00) | Event | Detail |\n------------------------------------\n"
FOOT = "Message ID: <1@example.com> | Message Size: 53 KB | From IP: 192.0.2.7 | To IP: null |\n"
OUTBOUND = (
    HEAD
    + "Received -> Processed -> Sent\n"
    + "Status: Office 365 successfully sent the message to the following external address.\n"
    + TABLE
    + "12/6/2022, 12:31 PM | Receive | Message received by: AB1CD.namprd02.prod.outlook.com"
    + " using TLS1.2 with AES256\n"
    + "12/6/2022, 12:31 PM | Transport rule | Transport rule: 'IPW Mail for Inky', ID:"
    + f" ('6D58F53B-A39E-4349-A0C3-9EF201CD8FEF'), {DLP}.\n"
    + "12/6/2022, 12:31 PM | Send external | Message sent to"
    + " ipw-mta-o365-prod-b3d65134e94c6bdc.elb.us-west-2.amazonaws.com at 192.0.2.9"
    + " using TLS1.2 with AES256\n"
    + FOOT
)
RETURN = (
    HEAD
    + "Received -> Processed -> Delivered\n"
    + "Status: This message was sent to the recipient's Junk Email folder.\n"
    + TABLE
    + "12/6/2022, 12:32 PM | Receive | Message received by: EF2GH.namprd02.prod.outlook.com"
    + " using TLS1.2 with AES256\n"
    + "12/6/2022, 12:32 PM | Transport rule | Transport rule: 'IPW Processed SPAM', ID:"
    + f" ('AE9B2C61-C9C5-4AA4-B249-24D6334EBBAA'), {DLP}.\n"
    + "12/6/2022, 12:32 PM | Deliver | The message was successfully delivered to the folder:"
    + " DefaultFolderType:JunkEmail\n"
    + FOOT
)


@pytest.fixture
def reports(tmp_path: Path) -> list[str]:
    """Paths of the outbound and the return report of one message."""
    for name, text in (("outbound.txt", OUTBOUND), ("return.txt", RETURN)):
        (tmp_path / name).write_text(text.format(subject="News – März"), encoding="utf-8")
    return [str(tmp_path / name) for name in ("outbound.txt", "return.txt")]


@pytest.fixture
def tracekit(monkeypatch):
    """Run `tracekit ARGUMENTS` to its end in this process; text in, bytes as UTF-8 text out."""

    def command(*arguments: object, text: str = "") -> subprocess.CompletedProcess:
        words = [str(word) for word in arguments]
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = ended_with(words)
        written = [stream.detach().getvalue() for stream in (out, err)]
        return subprocess.CompletedProcess(words, code, *written)

    return command


def ended_with(words: list[str]) -> int:
    """Return the exit code; argparse leaves with an exception."""
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.fixture
def process():
    """Run `python -m tracekit ARGUMENTS` in a process of its own: what only a real one shows."""

    def command(*arguments: str, text: str = "", **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "tracekit", *arguments],
            input=text.encode(),
            capture_output=True,
            env={**os.environ, **environment},
            timeout=120,
        )

    return command
