"""Records written in any container, encoding and separator read back the same."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracekit.readers.front import parse

STATUSES = ["Delivered", "Failed", "Pending", "Expanded", "Quarantined"]
NAMES = ["Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "FromIP", "Size",
         "MessageId", "MessageTraceId"]  # fmt: skip
START = datetime(2026, 1, 1, tzinfo=UTC)
few = settings(max_examples=12)

_letters = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
words = st.text(_letters, min_size=1, max_size=30).map(lambda t: " ".join(t.split())).filter(bool)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)


def records(subjects):
    """Up to five records of Get-MessageTrace; each of another message."""
    one = st.fixed_dictionaries({
        "seconds": st.integers(0, 300 * 86400), "subject": subjects,
        "status": st.sampled_from(STATUSES), "size": st.integers(0, 10**9),
    })  # fmt: skip
    return st.lists(one, min_size=1, max_size=5).map(lambda found: [
        {"Received": (START + timedelta(seconds=r["seconds"])).strftime("%Y-%m-%dT%H:%M:%SZ"),
         "SenderAddress": "billing@example.net", "RecipientAddress": f"anna{n}@example.com",
         "Subject": r["subject"], "Status": r["status"], "FromIP": "192.0.2.25",
         "Size": str(r["size"]), "MessageId": f"<{n}.inv@mail.example.net>",
         "MessageTraceId": f"0000000{n}-5a1e-4c0b-9d2f-08df454c0b57"}
        for n, r in enumerate(found)
    ])  # fmt: skip


def told(found):
    """What must come back of records."""
    return [(r["Received"], r["RecipientAddress"], r["Subject"], r["Status"], int(r["Size"]),
             r["MessageId"], r["MessageTraceId"]) for r in found]  # fmt: skip


def read(data):
    """What comes back of the bytes, and nothing is left over."""
    trace = parse(data)
    assert trace.problems.empty, trace.problems["reason"].tolist()
    columns = ["received", "recipient", "subject", "status", "size_bytes", "message_id",
               "network_message_id"]  # fmt: skip
    rows = trace.journeys.sort_values("journey")[columns].itertuples(index=False)
    return [(row[0].strftime("%Y-%m-%dT%H:%M:%SZ"), *row[1:]) for row in rows]


@pytest.mark.parametrize(("encoding", "delimiter"), [
    ("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ",")])  # fmt: skip
@given(found=records(lines), data=st.data())
@few
def test_csv(encoding, delimiter, found, data):
    """Columns in any order, quoted or not, in any encoding the services write."""
    names = data.draw(st.permutations(NAMES))
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, delimiter=delimiter, quoting=quoting)
    writer.writeheader()
    writer.writerows(found)

    assert told(found) == read(text.getvalue().encode(encoding))


@pytest.mark.parametrize("shape", [
    json.dumps, lambda rows: json.dumps(rows, indent=2, ensure_ascii=False),
    lambda rows: "\n".join(map(json.dumps, rows)), lambda rows: json.dumps({"value": rows}),
    lambda rows: "".join(json.dumps(row, indent=1) for row in rows),
], ids=["array", "indented", "lines", "envelope", "in a row"])  # fmt: skip
@given(found=records(lines))
@few
def test_json(shape, found):
    """An array, one record a line, an envelope, and documents one after the other."""
    assert told(found) == read(shape(found).encode())


@given(found=records(words))
@few
def test_clixml(found):
    """What Export-Clixml writes."""
    objects = (
        "<Obj><MS>" + "".join(f'<S N="{n}">{escape(_escaped(v))}</S>' for n, v in row.items())
        + "</MS></Obj>" for row in found
    )  # fmt: skip
    head = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'

    assert told(found) == read(f"{head}{''.join(objects)}</Objs>".encode())


def _escaped(text):
    return text.replace("_x", "_x005F_x")


simple = st.text(st.sampled_from("abc äß:,;'\"|x1"), min_size=1, max_size=30).map(
    lambda t: " ".join(t.split())).filter(lambda t: t and not t.startswith(":"))  # fmt: skip


def test_a_record_may_begin_with_a_number_sign():
    """Only a header line is passed over, never a record whose first cell looks like a comment."""
    head = "Subject,Received,SenderAddress,RecipientAddress,Status\n"
    rows = [f"{s},2026-01-01T00:00:00Z,a@example.net,b{n}@example.com,Failed\n"
            for n, s in enumerate(["#1 offer", "Subject", "#Fields: x", "#"])]  # fmt: skip

    assert ["#1 offer", "Subject", "#Fields: x", "#"] == parse(
        head + "".join(rows)).journeys["subject"].tolist()  # fmt: skip


@given(found=records(simple))
@few
def test_format_list(found):
    """What Format-List prints: a line a property, a blank line between records."""
    width = max(map(len, NAMES))
    text = "\n\n".join("\n".join(f"{n:<{width}} : {row[n]}" for n in NAMES) for row in found)

    assert told(found) == read(("\n" + text + "\n\n").encode())


@given(found=records(words))
@few
def test_repetition_and_order_change_nothing(found):
    """A file given twice, or read from its end to its beginning, is the same messages."""
    once = read(json.dumps(found).encode())
    again = parse(json.dumps(found + found[::-1])).journeys

    assert sorted(row[1] for row in once) == sorted(again["recipient"])
