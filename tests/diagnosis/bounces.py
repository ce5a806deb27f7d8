"""Bounces as senders get them, alone or beside a line of a list: as a mail, and as it is pasted."""

GATEWAY = "ipw-mta-o365-prod-0f1e2d3c4b5a6978.elb.us-west-2.amazonaws.com"
EDGE = "example-net.mail.protection.outlook.com"
INSIDE = "AM9PR01MB1.eurprd01.prod.outlook.com"
OUTSIDE, SENDER = "mx1.example.net", "mail.example.com"
UNKNOWN = "550 5.4.1 Recipient address rejected: Access denied."
TAKEN = f"""\
Received: from {SENDER} (192.0.2.7) by {INSIDE} (2001:db8::1) with Microsoft SMTP Server
 id 15.20.5880.8; Tue, 6 Dec 2022 17:31:41 +0000
"""
ITS_HEADERS = """\
{taken}From: Ann <ann@example.com>
To: bob@example.net
Subject: Top Articles
Date: Tue, 6 Dec 2022 17:31:40 +0000
Message-ID: <1.2@mail.example.com>
"""
MAIL = """\
Return-Path: <>
Received: by {writer}; Tue, 6 Dec 2022 17:31:45 +0000
From: MAILER-DAEMON@example.com
To: ann@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-1@{writer}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I am sorry, your message went no further.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; {writer}
Arrival-Date: Tue, 6 Dec 2022 17:31:41 +0000

Final-Recipient: rfc822; bob@example.net
Action: {action}
Status: {status}
Remote-MTA: dns; {refuser}
Diagnostic-Code: smtp; {said}

--b1
Content-Type: text/rfc822-headers

{headers}
--b1--
"""
TEXT = """\
Your message to bob@example.net couldn't be delivered.

Diagnostic information for administrators:
Generating server: {writer}

bob@example.net
Remote Server at {refuser} (192.0.2.36) returned '{said}'

Original message headers:
{headers}"""
LISTED = """\
Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageId,MessageTraceId
2022-12-06T17:31:41Z,ann@example.com,bob@example.net,Top Articles,Failed,,192.0.2.7,1234,\
<1.2@mail.example.com>,3b1f7c5e-1111-4000-8000-000000000001
"""


def bounce(form=TEXT, writer=SENDER, refuser=EDGE, said=UNKNOWN, action="failed", taken=""):
    """Write a bounce: who wrote it, who refused the message, and in which words."""
    return form.format(writer=writer, refuser=refuser, said=said, action=action,
                       status=said.split()[1], headers=ITS_HEADERS.format(taken=taken))  # fmt: skip


CLOSED = "550 5.7.51 TenantInboundAttribution; There is a partner connector configured."
RETURN_REFUSED = bounce(writer=GATEWAY, said=CLOSED).rstrip()
FORWARD = "550 5.7.520 Access denied, Your organization does not allow external forwarding."
# Texts by what they show; read as one input where there is one, else as several.
BOUNCES = {
    "refused at the door": (bounce(),),
    "refused at the door, as a mail": (bounce(MAIL),),
    "refused by another server": (bounce(refuser=OUTSIDE),),
    "Microsoft wrote it": (bounce(writer=INSIDE),),
    "its return was refused": (RETURN_REFUSED,),
    "its return was refused, and it is listed": (RETURN_REFUSED, LISTED),
    "refused by the gateway": (bounce(writer=INSIDE, refuser=GATEWAY, said="550 5.7.1 No."),),
    "a forward was refused": (bounce(writer=INSIDE, refuser=INSIDE, said=FORWARD),),
    "one server is not named": (bounce().replace("Generating server: mail.example.com\n", ""),),
}
