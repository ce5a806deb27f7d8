"""A report's journeys as the records that Exchange writes: one an event, no rule by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pandas as pd

from tracekit import diagnose
from tracekit.model import MessageTrace
from tracekit.training.extended import COLUMNS, TENANT

BOOK = tomllib.loads((Path(__file__).parent / "records.toml").read_text("utf-8"))
Record = dict[str, str]
GROUP, MEMBERS = "team@example.org", "anna@example.org;bob@example.org"
_HUB, _MAILBOX = (
    "AM9PR01MB1234.eurprd01.prod.outlook.com",
    "VI1PR01MB5678.eurprd01.prod.outlook.com",
)
_CHANGED = "11/3/2022 9:12:00 AM"
_STEP = pd.Timedelta(milliseconds=100)


def exact_times(trace: MessageTrace) -> pd.Series:
    """Give each event a time in its minute, in the order in which the message went its way."""
    passes = diagnose(trace).facts.journeys.set_index("journey")[["message", "pass_number"]]
    events = trace.events.join(passes, on="journey")
    way = events.assign(minute=events["time"]).sort_values(
        ["message", "minute", "pass_number", "journey", "seq"])  # fmt: skip
    place = way.groupby(["message", "minute"]).cumcount().reindex(events.index)
    return events["time"] + place * _STEP


def records(trace: MessageTrace) -> list[Record]:
    """Write the events of all journeys as records, in the order of their times."""
    times = exact_times(trace)
    found = [record for _, journey in trace.journeys.iterrows()
             for record in _of_journey(journey, _rows(trace, times, journey["journey"]))
             ]  # fmt: skip
    return sorted(found, key=lambda record: record["date_time_utc"])


def _rows(trace: MessageTrace, times: pd.Series, journey: int) -> list[pd.Series]:
    mine = trace.events[trace.events["journey"].eq(journey)]
    mine = mine[~mine["event"].isin(BOOK["left_out"]["events"])].assign(time=times)
    return _with_what_asked([row.fillna("") for _, row in mine.astype("object").iterrows()])


def _with_what_asked(rows: list[pd.Series]) -> list[pd.Series]:
    """Put the note of the filter before a delivery to quarantine that nothing here asks for.

    No folder stands in a record: that a message is kept there shows by what asked for it.
    """
    kept = next((n for n, row in enumerate(rows) if row["folder"] == "quarantine"), None)
    asked = any(row["event"] in ("Spam", "Malware") or row["action"] == "Quarantine"
                for row in rows[:kept])  # fmt: skip
    if kept is None or asked:
        return rows
    note = rows[kept].where(rows[kept].index.isin(["time", "journey"]), "")
    note["event"] = "Spam"
    return [*rows[:kept], note, *rows[kept:]]


def _of_journey(journey: pd.Series, rows: list[pd.Series]) -> Iterator[Record]:
    """Write the records of one journey; what agents noted one after another is one record."""
    began = rows[0]["time"] if rows else None
    submitted = any(row["event"] == "Submit" for row in rows)
    common = _common(journey, began, "Originating" if submitted else "Incoming")
    for names, run in groupby(rows, key=lambda row: _names(row)):
        run = list(run)
        for some in [run] if names[0] == "AGENTINFO" else [[row] for row in run]:
            yield from ({**common, **_named(some[0], names), **told}
                        for told in _told(names[0], some, rows, journey))  # fmt: skip


def _common(journey: pd.Series, began: pd.Timestamp | None, direction: str) -> Record:
    journey = journey.astype("object").fillna("")
    return dict.fromkeys(COLUMNS, "") | {
        "internal_message_id": str(92908325044227 + journey["journey"]),
        "message_id": journey["message_id"], "recipient_address": journey["recipient"],
        "network_message_id": f"{journey['journey']:08}-0000-4000-8000-000000000001",
        "total_bytes": str(journey["size_bytes"]), "recipient_count": "1",
        "message_subject": journey["subject"], "sender_address": journey["sender"],
        "return_path": journey["sender"], "directionality": direction, "tenant_id": TENANT,
        "original_client_ip": journey["from_ip"],
    }  # fmt: skip


def _names(row: pd.Series) -> tuple[str, str]:
    """Name event_id and source of a row; what was answered tells which component wrote it."""
    event, source = BOOK["events"].get(row["event"], (row["event"].upper(), "SMTP"))
    if row["event"] not in ("Fail", "Defer", "Drop") or row["host"]:
        return event, source
    told = [x.casefold() for x in (row["token"], row["enhanced_code"]) if x]
    known = [source for start, source in BOOK["sources"].items()
             if any(x.startswith(start.casefold()) for x in told)]  # fmt: skip
    return event, known[0] if known else source


def _named(row: pd.Series, names: tuple[str, str]) -> Record:
    stamp = row["time"].strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
    return {"date_time_utc": stamp, "event_id": names[0], "source": names[1]}


def _told(
    event: str, run: list[pd.Series], rows: list[pd.Series], journey: pd.Series
) -> list[Record]:
    """Return the cells that are an event's own; a mail that is submitted is received as well."""
    if event == "AGENTINFO":
        return [{"client_hostname": _HUB, "source_context": "CatContentConversion",
                 "custom_data": ";".join(_notes(run, rows))}]  # fmt: skip
    if event == "SUBMIT":
        context = "MDB:0d1e, Mailbox:1d2e, Event:4711, MessageClass:IPM.Note, ClientType:MOMT"
        same = {"client_hostname": _MAILBOX, "server_hostname": _HUB, "source_context": context}
        return [same, {**same, "event_id": "RECEIVE", "recipient_status": "To"}]
    return [_CELLS.get(event, _ended)(run[0], rows, journey)]


def _received(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    return {"client_ip": str(journey["from_ip"]), "server_hostname": row["server"] or _HUB,
            "source_context": "08DE2A5B1C3D4E5F;2022-12-06T17:31:00.000Z;0",
            "connector_id": r"AM9PR01MB1234\Default AM9PR01MB1234", "message_info": "0cA: "
            }  # fmt: skip


def _delivered(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    return {"client_hostname": _MAILBOX, "server_hostname": _MAILBOX, "message_info": _waits(rows),
            "source_context": "08DE2A5B1C3D4E60;2022-12-06T17:31:00.000Z;ClientSubmitTime:",
            "custom_data": "S:DeliveryLatency=0.500;S:E2ELatency=1.000"}  # fmt: skip


def _sent(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    connector = "" if pd.isna(journey["connector"]) else journey["connector"]
    return {"client_hostname": _HUB, "server_hostname": row["host"], "server_ip": row["ip"],
            "source_context": _taken(row, journey), "message_info": _waits(rows),
            "connector_id": connector,
            "custom_data": "S:ToEntity=Internet;S:FromEntity=Internet"}  # fmt: skip


def _expanded(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    """Name members and group: the journey is a member's where it goes on to a mailbox."""
    own = journey["recipient"]
    is_member = any(other["event"] == "Deliver" for other in rows)
    who, group = (own, GROUP) if is_member else (MEMBERS, own)
    return {"recipient_address": who, "related_recipient_address": group, "server_hostname": _HUB}


def _resolved(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    return {"recipient_address": row["address"], "related_recipient_address": journey["recipient"]}


def _redirected(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    return {"related_recipient_address": row["address"], "server_hostname": _HUB}


def _ended(row: pd.Series, rows: list[pd.Series], journey: pd.Series) -> Record:
    return {"client_hostname": _HUB, "server_hostname": row["host"], "server_ip": row["ip"],
            "recipient_status": _answer(row)}  # fmt: skip


# event_id -> what writes the cells that are its own; failures, delays and drops are alike.
_CELLS = {"RECEIVE": _received, "DELIVER": _delivered, "SENDEXTERNAL": _sent, "EXPAND": _expanded,
          "RESOLVE": _resolved, "REDIRECT": _redirected}  # fmt: skip


def _waits(rows: list[pd.Series]) -> str:
    return f"{rows[0]['time']:%Y-%m-%dT%H:%M:%S.000Z};SRV={_HUB}:TOTAL-HUB=0.500|SMR=0.500"


def _taken(row: pd.Series, journey: pd.Series) -> str:
    """What the next server answered as it took a message."""
    if not row["host"]:
        return ""
    return (f";250 2.6.0 {journey['message_id']} [InternalId=77, Hostname={row['host']}] 101234 "
            "bytes in 0.310, 318.0 KB/sec Queued mail for delivery;ClientSubmitTime:")  # fmt: skip


def _answer(row: pd.Series) -> str:
    """What was answered: in the braces of SMTP where a host is named, else the reply alone."""
    text = row["detail"].removeprefix("Reason: ")
    if text == "No detail information available.":
        return ""
    reply = re.match(r"\[\{LED=(.*?)\};", text)
    return reply[1] if reply and not row["host"] else text


def _notes(run: list[pd.Series], rows: list[pd.Series]) -> Iterator[str]:
    """Write what the agents noted, rules first, attachments last."""
    order = ["Transport rule", "DLP rule", "Spam", "Malware"]
    for row in sorted(run, key=lambda row: order.index(row["event"])):
        rule = f"ruleId={row['rule_id']}|st={_CHANGED}"
        if row["event"] == "Transport rule":
            yield f"S:TRA=ETRP|{rule}|LoadW=0|ms=1"
            yield f"S:TRA=ETR|{rule}|action={action_of(row)}|sev=1|mode=Enforce"
        elif row["event"] == "DLP rule":
            acts = {"BlockAccess": "|action=BA|timeSpent=-1"}.get(row["action"], "")
            yield f"S:DPA=DPR|{rule}|predicate=x|timeSpent=1{acts}"
        elif row["event"] == "Spam":
            yield _spam(row, rows)
        else:
            yield "S:AMA=SUM|v=1|action=b|error=|atch=1"
            yield "S:AMA=EV|engine=M|v=1|sig=1.2.3|name=Test|file=a.zip"


def action_of(row: pd.Series) -> str:
    """Name the action of a rule: as the row gives it, else as such a rule has it."""
    known = (rule["action"] for rule in BOOK["rule"] if re.match(rule["name"], row["rule_name"]))
    return row["action"] or next(known)


def _spam(row: pd.Series, rows: list[pd.Series]) -> str:
    marked = any(x["event"] == "Transport rule" and action_of(x) == "SetSpamConfidenceLevel"
                 for x in rows)  # fmt: skip
    verdict = BOOK["filter"]["verdicts"].get(str(row["scl"]), BOOK["filter"]["verdicts"][""])
    verdict = BOOK["filter"]["marked"] if marked and verdict == "SPM" else verdict
    folder = next((x["folder"] for x in rows if x["event"] == "Deliver"), "")
    place = BOOK["filter"]["places"].get(folder, "")
    level = row["scl"] if row["scl"] != "" else 6
    return f"S:SFA=SUM|SFV={verdict}|IPV=NLI|SRV=|SFS=470454002|SCL={level}|DI={place}|LANG=en"
