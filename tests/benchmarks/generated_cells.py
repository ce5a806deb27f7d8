"""The text of the long cells of an Extended report: agents, latencies, contexts, statuses."""

from __future__ import annotations

from functools import cache

from generated_mail import Message, Pass

GATEWAY = "ipw-mta-o365-prod-0123456789abcdef.elb.us-west-2.amazonaws.com"
GATEWAY_IP, GATEWAY_BACK_IP, CONNECTOR = "192.0.2.30", "192.0.2.31", "IPW"
TENANT = "0f0e0d0c-0000-4000-8000-0000000000aa"
_ACTIONS = ("SetHeader", "SetScl", "PrependSubject", "RouteMessageOutboundConnector")


def quoted(text: str) -> str:
    """Quote a cell as CSV does, only where it must be.

    >>> quoted('a "b", c')
    '"a ""b"", c"'
    """
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text else text


@cache
def back_end(number: int) -> str:
    """Name a mailbox server."""
    return f"BE{number % 9}PR02MB{number:04d}.namprd02.prod.outlook.com"


@cache
def front_end(number: int) -> str:
    """Name a server at Microsoft's edge."""
    return f"FE{number % 9}PR02FT{number:03d}.mail.protection.outlook.com"


def server_ip(number: int) -> str:
    """Give the address of a mailbox server."""
    return f"2001:db8:1:{number:x}::a"


@cache
def _rule(number: int) -> str:
    return f"{0xA1B2C3D4 + number * 65_537:08x}-0000-4000-8000-{number:012x}"


@cache
def _segment(number: int) -> str:
    """One of the 52 distinct records of the transport rule agent: 12 hits, 40 timings."""
    rule = f"ruleId={_rule(number % 10)}|st=7/{1 + number % 10}/2025 12:31:25 AM"
    if number < 12:
        return f"S:TRA=ETR|{rule}|action={_ACTIONS[number % 4]}|sev=1|mode=Enforce"
    wall = number // 10
    cost = f"LoadW=0|LoadC=0|ExecW={wall}|ExecC={wall // 2}"
    return f"S:TRA=ETRP|{rule}|{cost}|Conditions=GTOEP,M.MAS,1"


def agent_info(mail: Message, way: Pass) -> str:
    """What the agents wrote: spam filter, malware filter, mail flow rules and their cost.

    No two passes share a value: the spam filter's own rule list holds the number of the pass.
    """
    hit = 3 if way.sent else way.number % 3
    timings = [_segment(12 + (way.number + 7 * turn) % 40) for turn in range(1 + way.number % 4)]
    cost = 1 + int(way.chance[4] * 40)
    return (
        f"S:SFA=SUM|SFV={way.verdict}|IPV=NLI|SRV={'BULK' if way.scl > 4 else ''}|"
        f"SFS=(13230040)(366016)({way.number})|SCL={way.scl}|SCORE={int(way.chance[3] * 100)}|"
        f"LIST=0|DI={'SB' if way.scl > 8 else 'SJ' if way.scl > 4 else 'SO'}|"
        f"RD=mail.example.net|H=mail.example.net|PTR=mail.example.net|CIP={mail.client_ip}|"
        f"SFP=1501|ASF=|CTRY=US|CLTCTRY=|LANG=en|LAT=0|LAT={cost}|LAT=0;"
        f"S:AMA=SUM|v=0|action=|error=|atch={way.number % 3};"
        f"S:AMA=EV|engine=M,A|v=0|sig=1.401.{cost}.0|name=|file=;"
        f"{_segment(hit)};{';'.join(timings)};S:CompCost=|ETR={cost};S:BCL={cost % 10};"
        f"S:DeliveryPriority=Normal;S:OriginalFromAddress={mail.sender};S:AccountForest=example.com"
    )


def received(mail: Message, way: Pass) -> str:
    """What the receiving server noted."""
    return (
        f"S:ProxyHop1={front_end(way.front_end)}(2001:db8:2::{way.front_end:x});"
        f"S:MessageValue=MediumHigh;S:Replication={back_end((way.back_end + 1) % 400)};"
        f"S:FirstForestHop={back_end(way.back_end)};S:FromEntity=Internet;"
        f"S:MimeParts=Att/Emb/MPt:0/0/1;S:DeliveryPriority=Normal;"
        f"S:OriginalFromAddress={mail.sender};S:AccountForest=example.com"
    )


def sent_external(mail: Message, way: Pass) -> str:
    """What the sending server noted when the gateway took the message."""
    return (
        f"S:E2ELatency={way.latency:.3f};S:ExternalSendLatency=0.{way.number % 900 + 100};"
        f"S:MsgRecipCount={len(mail.recipients)};S:SubRecipCount=1;S:ToEntity=Internet;"
        "S:FromEntity=Internet;S:IsSmtpResponseFromExternalServer=True;"
        "S:Microsoft.Exchange.Transport.MailRecipient.RequiredTlsAuthLevel=Opportunistic;"
        f"S:tlsversion=SP_PROT_TLS1_2_CLIENT;S:DeliveryPriority=Normal;"
        f"S:OriginalFromAddress={mail.sender};S:AccountForest=example.com"
    )


def delivered(mail: Message, way: Pass, recipient: str) -> str:
    """What the mailbox server noted at delivery."""
    return (
        f"S:E2ELatency={way.latency:.3f};S:MsgRecipCount={len(mail.recipients)};S:SubRecipCount=1;"
        f"S:AttachCount={way.number % 3};S:FromEntity=Internet;S:ToEntity=Hosted;"
        f"S:Mailboxes={way.number:08x}-0000-4000-8000-{int(recipient[4:8]):012d};"
        f"S:StoreObjectIds=AAMkAGRiZmU0{way.internal_id:028X}LTRmYjctOTk1ZS1mNTY3ZQBGAAAAAAD"
        f"{way.number:040X}AAA==;S:ActivityId={way.number:08x}-1111-4000-8000-0000000000cc;"
        f"S:HttpRequestId={way.number:08x}-2222-4000-8000-0000000000dd;S:DeliveredViaHttps=True;"
        f"S:MapiMessageClass=IPM.Note;S:P2RecipStat=0.00{way.number % 9}/1;S:IncludeInSla=True;"
        f"S:PrioritizationReason=ShadowRedundancy;S:DeliveryPriority=Normal;"
        f"S:OriginalFromAddress={mail.sender};S:AccountForest=example.com"
    )


def latencies(way: Pass, last_stage: str) -> str:
    """The waterfall of message_info: seconds a server and, in brackets, a component."""
    part = way.latency / 10
    return (
        f"{way.times[0]}Z;SRV={front_end(way.front_end)}:TOTAL-FE={part:.3f}|SMR={part / 2:.3f}"
        f"(SMRPI={part / 3:.3f}(SMRPI-FrontendProxyAgent={part / 4:.3f}));"
        f"SRV={back_end(way.back_end)}:TOTAL-{last_stage}={9 * part:.3f}|SMR={part:.3f}"
        f"(SMRDE={part / 5:.3f}|SMRC={part / 2:.3f}(SMRCL=0.103|X-SMRCR={part / 3:.3f}))|"
        f"CAT={6 * part:.3f}(CATOS={part:.3f}(CATSM={part:.3f}(CATSM-DC Pre Content Filter Agent="
        f"{part / 2:.3f}))|CATORES={part:.3f}(CATRS={part:.3f}(CATRS-Transport Rule Agent="
        f"{part / 2:.3f}(X-ETREX={part / 3:.3f}))))|SMS={part:.3f}"
    )


def session(way: Pass) -> str:
    """The SMTP session of a Receive: id; time; number."""
    return f"08DE{way.internal_id % (1 << 48):012X};{way.times[0]}Z;0"


def answer(mail: Message, way: Pass, host: str) -> str:
    """What the next server said when it took the message."""
    return (
        f"08DE{way.number:012X};250 2.6.0 {mail.message_id} [InternalId={way.internal_id}, "
        f"Hostname={host}] {way.size} bytes in 0.{way.number % 900 + 100}, 61.5 KB/sec "
        "Queued mail for delivery"
    )


def resolved_each(mail: Message) -> str:
    """The resolver's token, once for each recipient."""
    told = "UserMailbox.Forwardable.Resolver.CreateRecipientItems.40"
    return ";".join([told] * len(mail.recipients))


def reason(code: str, host: str, address: str) -> str:
    """The bracketed reason of a Defer or Fail, with its own semicolons."""
    return f"[{{LED={code}}};{{MSG=}};{{FQDN={host}}};{{IP={address}}};{{LRT=3/4/2026 2:28:06 AM}}]"
