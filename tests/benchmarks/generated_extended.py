"""Rows of the Extended report: 27 columns, one row an event, several recipients in some rows."""

from __future__ import annotations

from collections.abc import Iterator

from generated_cells import (
    CONNECTOR,
    GATEWAY,
    GATEWAY_BACK_IP,
    GATEWAY_IP,
    TENANT,
    agent_info,
    answer,
    back_end,
    delivered,
    front_end,
    latencies,
    quoted,
    reason,
    received,
    resolved_each,
    sent_external,
    server_ip,
    session,
)
from generated_mail import Message, Pass

HEADER = (
    "date_time_utc,client_ip,client_hostname,server_ip,server_hostname,source_context,"
    "connector_id,source,event_id,internal_message_id,message_id,network_message_id,"
    "recipient_address,recipient_status,total_bytes,recipient_count,related_recipient_address,"
    "reference,message_subject,sender_address,return_path,message_info,directionality,tenant_id,"
    "original_client_ip,original_server_ip,custom_data"
)
EVENTS = (
    "RECEIVE", "HARECEIVE", "AGENTINFO", "RESOLVE", "JOURNAL", "HAREDIRECT", "DEFER",
    "SENDEXTERNAL", "DELIVER", "FAIL",
)  # fmt: skip
RESOLVE_SHARE, DIRECT_SHARE, JOURNAL_SHARE, DEFER_SHARE = 0.30, 0.60, 0.30, 0.05
_NO_USER = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"


class _Writer:
    """The rows of one pass; what they share is put together once."""

    def __init__(self, mail: Message, way: Pass) -> None:
        self.mail, self.way = mail, way
        self.host, self.ip = back_end(way.back_end), server_ip(way.back_end)
        self.all = ";".join(mail.recipients)
        self.ids = f"{way.internal_id},{mail.message_id},{way.network_id}"
        self.names = f"{quoted(mail.subject)},{mail.sender},{mail.sender}"
        self.origin = f"Incoming,{TENANT},{mail.client_ip},{server_ip(way.back_end)}"

    def row(
        self, slot: int, hosts: str, context: str, kind: str, custom: str, *,
        to: str = "", status: str = "", related: str = "", reference: str = "", info: str = "",
    ) -> str:  # fmt: skip
        """One line; `hosts` and `kind` are several columns with their commas."""
        many = 1 if to else len(self.mail.recipients)
        connector, _, rest = kind.partition("|")
        return (
            f"{self.way.times[slot]}0000Z,{hosts},{quoted(context)},{connector},{rest},{self.ids},"
            f"{to or self.all},{quoted(status)},{self.way.size},{many},{related},{reference},"
            f"{self.names},{quoted(info)},{self.origin},{quoted(custom)}\r\n"
        )

    def arrival(self) -> Iterator[str]:
        """Receive, its shadow copy, and what the agents noted."""
        mail, way = self.mail, self.way
        client, inbound = (
            f"{mail.client_ip},mail.example.net",
            f"{front_end(way.front_end)}\\Inbound",
        )
        if way.returned:
            client, inbound = f"{GATEWAY_BACK_IP},{GATEWAY}", "IPW Inbound"
        yield self.row(0, f"{client},{self.ip},{self.host}", session(way),
                       f"{inbound}|SMTP,RECEIVE", received(mail, way), info="0cA: ")  # fmt: skip
        yield self.shadow()
        yield self.row(3, f",,,{self.host}", "CatContentConversion", "|AGENT,AGENTINFO",
                       agent_info(mail, way), status=resolved_each(mail))  # fmt: skip

    def shadow(self) -> str:
        """The copy that another server keeps; carries nothing of its own."""
        other = (self.way.back_end + 1) % 400
        return self.row(1, f"{self.ip},{self.host},{server_ip(other)},{back_end(other)}",
                        session(self.way), "|SMTP,HARECEIVE",
                        f"S:DeliveryPriority=Normal;S:OriginalFromAddress={self.mail.sender};"
                        "S:AccountForest=example.com")  # fmt: skip

    def middle(self) -> Iterator[str]:
        """Resolve, journal, redundancy and a delay, each for a share of the passes."""
        mail, way, inside = self.mail, self.way, f",,,{self.host}"
        if way.chance[0] < RESOLVE_SHARE:
            yield self.row(2, inside, "/o=ExchangeLabs/ou=Group/cn=Recipients/cn=user",
                           "|RESOLVER,RESOLVE", "S:DeliveryPriority=Normal",
                           status=resolved_each(mail), related=self.all)  # fmt: skip
        if way.sent and way.chance[1] < JOURNAL_SHARE:
            report = f"<{way.number:012x}@journal.report.generator>"
            yield self.row(4, inside, "Journal Agent", "|AGENT,JOURNAL",
                           "S:DeliveryPriority=Normal", related="journal@example.org",
                           reference=report)  # fmt: skip
        if way.chance[2] < DIRECT_SHARE:
            yield self.row(5, inside, f"{self.host}={answer(mail, way, self.host)}",
                           "|SMTP,HAREDIRECT", "S:DeliveryPriority=Normal")  # fmt: skip
        if self.deferred:
            delay = reason("451 4.4.0 Temporary server error. Please try again later",
                           GATEWAY, GATEWAY_IP)  # fmt: skip
            yield self.row(6, f",,{GATEWAY_IP},{GATEWAY}", "", f"{CONNECTOR}|SMTP,DEFER", "",
                           status=";".join([delay] * len(mail.recipients)))  # fmt: skip

    @property
    def deferred(self) -> bool:
        """Whether the gateway made this pass wait."""
        return self.way.sent and self.way.chance[3] < DEFER_SHARE

    def ends(self) -> Iterator[str]:
        """One row for each recipient: handed over, delivered or failed."""
        mail, way = self.mail, self.way
        for turn, recipient in enumerate(mail.recipients):
            if way.sent:
                yield self.row(7 + turn, f"{self.ip},{self.host},{GATEWAY_IP},{GATEWAY}",
                               answer(mail, way, GATEWAY), f"{CONNECTOR}|SMTP,SENDEXTERNAL",
                               sent_external(mail, way), to=recipient,
                               status="250 2.1.5 Recipient OK",
                               info=latencies(way, "HUB"))  # fmt: skip
            elif way.failed[turn]:
                yield self.row(7 + turn, f",,,{self.host}", "", "|ROUTING,FAIL", "", to=recipient,
                               status=reason(_NO_USER, self.host, self.ip))  # fmt: skip
            else:
                yield self.row(7 + turn, f"{self.ip},{self.host},{self.ip},{self.host}",
                               f"08DE{way.number:012X};{way.times[7]}Z;ClientSubmitTime:",
                               "|STOREDRIVER,DELIVER", delivered(mail, way, recipient),
                               to=recipient, info=latencies(way, "DEL"))  # fmt: skip


def rows_of(mail: Message) -> list[str]:
    """Give every row about a message, in the order of time within each pass."""
    rows: list[str] = []
    for way in mail.passes:
        writer = _Writer(mail, way)
        rows += [*writer.arrival(), *writer.middle(), *writer.ends()]
    return rows


def filler(mail: Message) -> str:
    """Give one more shadow copy, which changes no answer: it fills a file up to its row count."""
    return _Writer(mail, mail.passes[-1]).shadow()
