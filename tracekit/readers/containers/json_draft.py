"""The draft of Microsoft Graph's message trace of 2021, in the words of the published one.

It never left the documentation's branch (microsoftgraph/microsoft-graph-docs, pull request 13536;
resources messageTrace, messageRecipient, messageEvent), but files of it exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_RECORD = {"senderEmail": "senderAddress", "sourceIPAddress": "fromIP",
           "destinationIPAddress": "toIP"}  # fmt: skip
_RECIPIENT = {"recipientEmail": "recipientAddress", "deliveryStatus": "status"}
_EVENT = {"eventType": "event"}


def is_draft(names: Mapping[str, object]) -> bool:
    """Tell whether an object has the shape of the draft."""
    return "senderEmail" in names and "recipients" in names


def records_of(trace: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Give a record for each recipient, followed by one for each of its events.

    >>> [record] = records_of({"senderEmail": "a@example.com", "recipients": [
    ...     {"recipientEmail": "b@example.com", "deliveryStatus": "failed"}]})
    >>> record["recipientAddress"], record["status"]
    ('b@example.com', 'failed')
    """
    recipients = trace["recipients"]
    message = {_RECORD.get(k, k): v for k, v in trace.items() if k != "recipients"}
    for recipient in recipients if isinstance(recipients, list) else [recipients]:
        if not isinstance(recipient, dict):
            recipient = {"recipientEmail": recipient}
        named = {_RECIPIENT.get(k, k): v for k, v in recipient.items() if k not in ("id", "events")}
        yield {**message, **named}
        events = recipient.get("events")
        for event in events if isinstance(events, list) else []:
            if isinstance(event, dict):
                yield _event(event, message, named)


def _event(event: dict, message: dict, recipient: dict) -> dict[str, object]:
    renamed = {_EVENT.get(k, k): v for k, v in event.items() if k != "id"}
    return {
        "MessageTraceId": message.get("id"),
        "messageId": message.get("messageId"),
        "recipientAddress": recipient.get("recipientAddress"),
        **renamed,
    }
