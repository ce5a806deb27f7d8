"""What bounces in an input say of each message, whoever wrote them and however they were saved."""

import base64

import pytest
from test_bounces import MICROSOFT

from tracekit.readers.front import parse

HEAD = """\
From: Ann <ann@example.com>
To: bob@example.net
Subject: =?utf-8?Q?B=C3=BCcher?=
Date: Tue, 6 Dec 2022 18:31:40 +0100
Message-ID: <1.2@mail.example.com>
"""
EDGE = "example-net.mail.protection.outlook.com"
ANSWER = "550 5.4.1 Recipient address rejected: Access denied."
POSTFIX = f"""\
This is the mail system at host mail.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<bob@example.net>: host {EDGE}[192.0.2.36]
    said: {ANSWER} (in reply to RCPT TO command)

{HEAD}"""
EXIM = f"""\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.

  bob@example.net
    host {EDGE} [192.0.2.36]
    SMTP error from remote mail server after RCPT TO:<bob@example.net>:
    {ANSWER}

Reporting-MTA: dns; mail.example.com

{HEAD}"""
SENDMAIL = f"""\
   ----- The following addresses had permanent fatal errors -----
<bob@example.net>

   ----- Transcript of session follows -----
... while talking to {EDGE}.:
>>> RCPT To:<bob@example.net>
<<< {ANSWER}

Reporting-MTA: dns; mail.example.com
Final-Recipient: RFC822; bob@example.net
Action: failed
Status: 5.4.1
Remote-MTA: DNS; {EDGE}
Diagnostic-Code: SMTP; {ANSWER}

{HEAD}"""
EXCHANGE = """\
{heading}

{writer}: mail.example.com

bob@example.net
Remote Server at {edge} (192.0.2.36) returned '{answer}'

{headers}
{head}"""
LANGUAGES = {
    "English": ("Diagnostic information for administrators:", "Generating server",
                "Original message headers:"),
    "German": ("Diagnoseinformationen für Administratoren:", "Generierender Server",
               "Ursprüngliche Nachrichtenkopfzeilen:"),
    "French": ("Informations de diagnostic pour les administrateurs :", "Serveur de génération",
               "En-têtes de message d'origine :"),
    "one that nobody listed": ("Diagnostika:", "Server", "Hlavičky:"),
}  # fmt: skip


def exchange(language="English"):
    """A report of Exchange, in one of the languages that it has."""
    heading, writer, headers = LANGUAGES[language]
    return EXCHANGE.format(heading=heading, writer=writer, headers=headers, edge=EDGE,
                           answer=ANSWER, head=HEAD)  # fmt: skip


FIELDS = f"""\
Reporting-MTA: dns; mail.example.com
Arrival-Date: Tue, 6 Dec 2022 17:31:41 +0000

Final-Recipient: rfc822; bob@example.net
Action: failed
Status: 5.4.1
Remote-MTA: dns; {EDGE}
Diagnostic-Code: smtp; 550 5.4.1 Recipient address rejected:
    Access denied.
"""


def mail(words="It went no further.", fields=FIELDS, head=HEAD, coded="", kind="text/plain"):
    """A bounce as a mail program saves it."""
    return "\n".join([
        "Received: by mail.example.com; Tue, 6 Dec 2022 17:31:45 +0000",
        "From: MAILER-DAEMON@example.com", "Message-ID: <bounce-1@example.com>",
        'Content-Type: multipart/report;\n report-type=delivery-status; boundary="b 1"', "",
        "--b 1", f"Content-Type: {kind}; charset=utf-8", coded, "", words,
        "--b 1", "Content-Type: message/delivery-status", "", fields,
        "--b 1", "Content-Type: message/rfc822", "", head + "Content-Type: text/plain", "",
        "Your message to eve@example.org couldn't be delivered: 550 5.1.1 as you know.", "--b 1--",
    ])  # fmt: skip


def told(text, *names):
    """The rows that a text gives, by the names of their columns."""
    extra = parse(text).extra
    columns = [f"bounce_{name}" for name in names]
    return extra[columns].fillna("").to_numpy().tolist() if "bounce" in extra else []


WHOLE = ["<1.2@mail.example.com>", "ann@example.com", "bob@example.net", EDGE, "mail.example.com",
         "5.4.1"]  # fmt: skip
SAID = ("message_id", "sender", "recipient", "host", "reporter", "enhanced_code")


@pytest.mark.parametrize("text", [
    POSTFIX, EXIM, SENDMAIL, mail(), mail(POSTFIX.partition("\n\nFrom:")[0]),
    *map(exchange, LANGUAGES),
], ids=["Postfix", "Exim", "Sendmail", "mail", "mail of Postfix", *LANGUAGES])  # fmt: skip
def test_every_server_names_the_message_and_who_refused_it(text):
    """Ids, addresses, code and both servers, in whatever words and language."""
    assert [WHOLE] == told(text, *SAID)


@pytest.mark.parametrize("text", [
    mail(),
    mail(base64.b64encode(exchange().encode()).decode(), coded="Content-Transfer-Encoding: base64"),
    mail(f"<html><body><p>{ANSWER}</p></body></html>", kind="text/html"),
    mail(exchange().replace("=", "=3D"), coded="Content-Transfer-Encoding: quoted-printable"),
    mail().replace("\n", "\r\n"), "From MAILER-DAEMON Tue Dec  6 17:31:45 2022\n" + mail(),
    "\n".join("> " + line for line in exchange().splitlines()),
], ids=["plain", "base64", "HTML", "quoted-printable", "CRLF", "mbox", "quoted"])  # fmt: skip
def test_how_a_bounce_was_saved_changes_nothing(text):
    """Encodings go; what the returned mail itself says, even of another bounce, counts nothing."""
    assert [WHOLE] == told(text, *SAID)


@pytest.mark.parametrize(("action", "status", "said", "count"), [
    ("failed", "5.4.1", ANSWER, 1), ("failed", "4.4.7", "Delivery time expired", 1),
    ("delayed", "4.4.1", "451 4.4.1 try later", 0), ("delayed", "5.4.1", ANSWER, 0),
    ("relayed", "2.1.9", "250 2.1.9 ok", 0), ("delivered", "2.1.5", "250 2.1.5 ok", 0),
    ("expanded", "2.1.5", "250 2.1.5 ok", 0),
])  # fmt: skip
def test_only_a_report_of_failure_is_a_bounce(action, status, said, count):
    """What is delayed is tried again; what was relayed or delivered did not come back."""
    told_so = f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n"
    fields = FIELDS.partition("Action")[0] + told_so

    assert count == len(told(mail(fields=fields), "recipient"))


def test_each_recipient_has_a_row_of_its_own_unless_it_got_the_mail():
    """A report of several recipients tells the fate of each."""
    group = FIELDS.partition("\n\n")[2]
    eve = group.replace("bob@", "eve@").replace("5.4.1", "5.2.2")
    zoe = group.replace("bob@", "zoe@").replace("failed", "delivered")
    found = told(mail(fields=f"{FIELDS}\n{eve}\n{zoe}"), "recipient", "enhanced_code")

    assert [["bob@example.net", "5.4.1"], ["eve@example.net", "5.2.2"]] == found


def test_several_bounces_in_one_paste_are_told_apart():
    """Each with its own message; the same with words between, and without Message-IDs."""
    other = exchange().replace("1.2@", "7.7@").replace("bob@", "eve@")
    one, two = (text.partition("Original message")[0] for text in (exchange(), other))

    expected = [["bob@example.net", "<1.2@mail.example.com>"],
                ["eve@example.net", "<7.7@mail.example.com>"]]  # fmt: skip
    assert expected == told(f"{exchange()}\nand this\n\n{other}", "recipient", "message_id")
    assert [["bob@example.net"], ["eve@example.net"]] == told(f"{one}\n{two}", "recipient")


def test_a_received_line_of_microsofts_in_the_returned_header_is_told():
    """The message had been in Microsoft 365 before it was refused."""
    line = ("Received: from a (192.0.2.7) by AM9PR01MB1.eurprd01.prod.outlook.com (192.0.2.8) with "
            "Microsoft SMTP Server; Tue, 6 Dec 2022 17:31:43 +0000\n")  # fmt: skip
    ours = line.replace("AM9PR01MB1.eurprd01.prod.outlook.com", "mx.example.org")

    assert [["AM9PR01MB1.eurprd01.prod.outlook.com", "2022-12-06T17:31:43+00:00"]] == told(
        mail(head=line + HEAD), "taken_by", "taken_at")  # fmt: skip
    assert [["", ""]] == told(mail(head=ours + HEAD), "taken_by", "taken_at")


@pytest.mark.parametrize(("text", "received"), [
    (mail(), "2022-12-06T17:31:41+00:00"), (exchange(), "2022-12-06T17:31:40+00:00"),
    (MICROSOFT + "Error: 550 5.1.1 unknown\n", ""),
])  # fmt: skip
def test_only_a_time_with_its_zone_is_a_time(text, received):
    """When the server took it, else when it was written; a date that reads two ways is none."""
    assert [[received]] == told(text, "received")


@pytest.mark.parametrize("text", [
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found",
    "Dear all, the code was 550 5.1.1 again. Bob",
    HEAD + "\nHi bob, 550 5.1.1 is a code.\n",
])  # fmt: skip
def test_an_answer_that_names_nobody_is_no_bounce(text):
    """A code alone is explained, and makes no message."""
    assert [] == told(text, "recipient")


def test_hostile_bounces_take_no_longer_than_their_length():
    """Beginnings without end, and parts in parts, are cut off."""
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3000))
    text = "reporting-mta: " * 9000 + "\n" + "550 5.1.1 x\n<a@b.example>:\n" * 3000

    assert [] == told(deep, "recipient")
    assert 200 >= len(told(text, "recipient"))


@pytest.mark.parametrize(("said", "kinds"), [
    ("mx.example.net did not want it", ["lost"]),
    ("Remote Server returned '550 Not wanted'", ["fragment"]),
    ("Remote Server returned '450 4.7.1 Later'", ["fragment"]),
])  # fmt: skip
def test_a_bounce_without_an_answer_is_accounted_for(said, kinds):
    """Words that no grammar knows are shown, and not swallowed by the header below them."""
    text = f"Diagnostic information for administrators:\n\nbob@example.net\n{said}\n\n{HEAD}"
    problems = parse(text).problems

    assert kinds == problems["kind"].tolist()
    assert said.partition("'")[2].rstrip("'") in problems["text"].iloc[0]
