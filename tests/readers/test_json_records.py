"""JSON in every envelope becomes the records that were written; damage costs what it hits."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.knowledge.formats import kind_of
from tracekit.readers.containers import json_records

TRACE = {"MessageTraceId": "5", "MessageId": "<a@example.com>", "Received": "2026-03-01T08:00:00Z",
         "SenderAddress": "anna@example.com", "RecipientAddress": "ben@example.org",
         "Subject": "Hello", "Status": "Delivered", "Size": 12}  # fmt: skip
DETAIL = {"Date": "2026-03-01T08:00:01Z", "Event": "Receive", "Detail": "x", "Data": "<root/>"}
GRAPH = {"id": "5", "senderAddress": "anna@example.com", "recipientAddress": "ben@example.org",
         "messageId": "<a@example.com>", "receivedDateTime": "2026-03-01T08:00:00Z",
         "subject": "Hello", "size": 12, "toIP": "", "status": "delivered"}  # fmt: skip
EMAIL = {"NetworkMessageId": "5", "RecipientEmailAddress": "ben@example.org",
         "DeliveryAction": "Delivered", "DeliveryLocation": "Inbox/folder"}  # fmt: skip
CUT = json.dumps(TRACE)[:60]


def read(text):
    """The records of a text: kind, line, cells that are not missing."""
    return [
        (kind_of(grid.names).id, int(line), {k: v for k, v in row.items() if v is not None})
        for grid in json_records.grids(text)
        if grid.names
        for line, row in zip(grid.lines, rows(grid), strict=True)
    ]


def rows(grid):
    """The records of a grid as dictionaries."""
    columns = [column.to_pylist() for column in grid.columns]
    return [dict(zip(grid.names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def problems(text):
    """The problems of a text: line, kind, reason."""
    return [
        (p["line"], p["kind"], p["reason"]) for g in json_records.grids(text) for p in g.problems
    ]


def as_text(record):
    """A record as its cells are written."""
    return {name: str(value) for name, value in record.items()}


ENVELOPES = {
    "one object": "%s",
    "a list": "[%s]",
    "value": '{"@odata.context": "https://graph.example.com/$metadata", "value": [%s]}',
    "the reporting service": '{"odata.metadata": "x", "value": [%s]}',
    "d": '{"d": %s}',
    "d.results": '{"d": {"results": [%s]}}',
    "records": '{"records": [%s]}',
    "a list of pages": '[{"value": [%s]}]',
    "nested": '{"tenant": "x", "o365": {"trace": %s}}',
    "Windows PowerShell's list": '{"value": [%s], "Count": 1}',
    "behind a prompt": "PS C:\\> Get-MessageTrace | ConvertTo-Json\n%s\nPS C:\\>",
    "in a code fence": "```json\n%s\n```",
    "behind a byte order mark": "\ufeff%s",
    "with blanks around": " \n\t%s\n \n",
}


@pytest.mark.parametrize("envelope", ENVELOPES.values(), ids=ENVELOPES)
@pytest.mark.parametrize("record", [TRACE, DETAIL, GRAPH, EMAIL], ids=["t", "d", "g", "e"])
def test_every_envelope_gives_its_record(envelope, record):
    """Whatever stands around a record, it is found, taken whole, and nothing is complained of."""
    text = envelope.replace("%s", json.dumps(record, indent=1))

    assert "" == json_records.sniff(text)
    assert [as_text(record)] == [cells for _, _, cells in read(text)]
    assert [] == problems(text)


def test_a_streamed_record_is_what_its_properties_say():
    """Defender's envelope gives its own members as well, where the record has none of that name."""
    streamed = {"time": "t", "category": "AdvancedHunting-EmailEvents", "properties": EMAIL}
    text = json.dumps({"records": [streamed, streamed]})

    expected = {**EMAIL, "time": "t", "category": "AdvancedHunting-EmailEvents"}
    assert [("mailbox", 1, expected)] * 2 == read(text)


def test_lines_are_those_on_which_records_begin():
    """Pretty-printed lists, JSON lines and documents in a row."""
    pretty = json.dumps([TRACE, TRACE], indent=2)
    lines = f"{json.dumps(DETAIL)}\r\n\r\n{json.dumps(DETAIL)}{json.dumps(DETAIL)}"

    assert [2, 12] == [line for _, line, _ in read(pretty)]
    assert [1, 3, 3] == [line for _, line, _ in read(lines)]


def test_kinds_are_told_apart():
    """A trace and its details in one file are two grids."""
    text = json.dumps({"Trace": [TRACE], "Details": [DETAIL, DETAIL]})

    assert ["trace", "detail", "detail"] == [kind for kind, _, _ in read(text)]


def test_details_in_a_record_take_its_ids():
    """What a detail does not say itself, its record proves."""
    text = json.dumps([{**GRAPH, "details": [{"dateTime": "t", "event": "e", "description": "d"}]}])
    (_, _, journey), (kind, _, event) = read(text)

    assert as_text(GRAPH) == {"toIP": "", **journey}
    assert "graph-detail" == kind
    assert ("5", "ben@example.org") == (event["MessageTraceId"], event["RecipientAddress"])


@pytest.mark.parametrize("text", [
    '{"value": []}', '{"odata.metadata": "https://x/$metadata#MessageTrace", "value": []}',
    '{"@odata.context": "https://x/$metadata#admin/exchange/tracing/messageTraces", "value": [ ]}',
    '{"d": {"results": []}}',
])  # fmt: skip
def test_an_empty_page_is_a_valid_input(text):
    """No rows, no columns, no problem."""
    [grid] = json_records.grids(text)

    assert "" == json_records.sniff(text)
    assert (0, (), ()) == (len(grid), grid.names, grid.problems)


def test_more_pages_are_said_aloud():
    """A page that names the next one is not the whole answer."""
    text = json.dumps({"value": [GRAPH], "@odata.nextLink": "https://graph.example.com/x?$skip"})

    assert [(1, "limit")] == [found[:2] for found in problems(text)]


@pytest.mark.parametrize(("printed", "expected"), [
    ("1e5", "1e5"), ("12345678901234567890123", "12345678901234567890123"), ("1.10", "1.10"),
    ("-0", "-0"), ("9" * 5000, "9" * 5000), ("NaN", None), ("Infinity", "Infinity"),
    ("null", None), ("true", "true"), ('""', ""), ('["a", "b"]', "a;b"), ("[]", ""),
    ('{"a": [1e5, "\u00e9", {"b": null}]}', '{"a":[1e5,"\u00e9",{"b":null}]}'), ("[1, 2]", "[1,2]"),
    ('"\\/Date(1658751973240)\\/"', "2022-07-25T12:26:13.240Z"),
    ('"/Date(1658751973000+0200)/"', "2022-07-25T12:26:13Z"),
    ('"/Date(999999999999999)/"', "/Date(999999999999999)/"),
    ('{"value": "\\/Date(0)\\/", "DisplayHint": 2, "DateTime": "x"}', "1970-01-01T00:00:00Z"),
    ('{"value": ["a", "b"], "Count": 2}', "a;b"), ('"\\ud800"', "\ufffd"),
])  # fmt: skip
def test_values_are_kept_as_printed(printed, expected):
    """No digit is lost, and what a cell cannot hold is written as JSON."""
    text = json.dumps(DETAIL)[:-1] + f', "x": {printed}}}'
    [grid] = json_records.grids(text)

    assert expected == rows(grid)[0]["x"]
    assert () == grid.problems


def test_ids_that_were_escaped_twice_are_ids():
    """Only the Message-ID is unescaped again: a subject may well read so."""
    twice = r"\u003ca@example.com\u003e"
    [grid] = json_records.grids(json.dumps({**TRACE, "MessageId": twice, "Subject": twice}))

    assert ["<a@example.com>"] == grid.text("MessageId").tolist()
    assert [twice] == grid.text("Subject").tolist()
    assert ("a Message-ID was escaped twice",) == grid.repairs


def test_a_column_that_stands_twice_is_a_problem():
    """The last value is taken, as every reader of JSON does, and it is said."""
    [grid] = json_records.grids(json.dumps(TRACE)[:-1] + ', "Status": "Failed"}')

    assert ["Failed"] == grid.text("Status").tolist()
    assert [(1, "Status")] == [(p["line"], p["text"]) for p in grid.problems]


CUTS = {
    "a list": ("[\n{0},\n{0},\n{1}", [2, 3], 4),
    "an envelope": ('{{"value": [\n{0},\n{0},\n{1}', [2, 3], 4),
    "behind a record": ('{{"value": [\n{0},\n{0}', [2, 3], 3),
    "behind a comma": ('{{"value": [\n{0},\n{0},', [2, 3], 3),
    "a line": ("{0}\n{1}\n{0}", [1, 3], 2),
    "a page": ('{{"value": [{0},{1}\n{{"value": [{0}]}}', [1, 2], 1),
    "the first line": ("{1}\n{0}", [2], 1),
    "a record of a list": ('[{0},\n{{"a" 1}},\n{0}]', [1, 3], 2),
}


@pytest.mark.parametrize(("shape", "lines", "line"), CUTS.values(), ids=CUTS)
def test_whole_records_around_a_cut_are_kept(shape, lines, line):
    """What is whole is read; what is not is one problem, on its line."""
    text = shape.format(json.dumps(TRACE), CUT)

    assert [("trace", n, as_text(TRACE)) for n in lines] == read(text)
    assert [(line, "record")] == [found[:2] for found in problems(text)]


@pytest.mark.parametrize("size", range(0, 700, 7))
def test_every_cut_keeps_what_is_whole(size):
    """Cut anywhere, a list gives each record that is whole, and tells of the rest once."""
    text = json.dumps([TRACE, TRACE, TRACE])
    found, told = read(text[:size]), problems(text[:size])

    assert [("trace", 1, as_text(TRACE))] * text[:size].count("}") == found
    assert len(told) == (0 < size < len(text))


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, "[" * 70 + "]" * 70, '{"a":' * 5000 + "1" + "}" * 5000]
)
def test_deep_nesting_is_a_clear_problem(deep):
    """It costs the cell, or what is cut off, never the program."""
    text = f'[{json.dumps(TRACE)},\n{json.dumps(TRACE)[:-1]}, "x": {deep}}}]'
    whole = json_records.grids(text)[0]

    assert {"5"} == set(whole.text("MessageTraceId"))
    assert [2] == [p["line"] for p in whole.problems]


def test_a_record_without_an_empty_column_joins_its_kind():
    """Log shippers leave out what is null."""
    bare = {name: value for name, value in TRACE.items() if name != "Status"}
    text = f"{json.dumps(bare)}\n{json.dumps(TRACE)}"

    assert [as_text(bare), as_text(TRACE)] == [cells for _, _, cells in read(text)]
    assert [] == problems(text)


def test_strangers_among_records_are_problems():
    """A record of something else, and text between documents, are told with their lines."""
    text = f'{json.dumps(TRACE)}\n{{"name": "x"}}\nDear all,\nsee below\n{json.dumps(TRACE)}'

    assert [(2, "record"), (3, "unknown-text")] == [found[:2] for found in problems(text)]
    assert 2 == len(read(text))


def test_what_stands_among_records_is_told():
    """A null says that there is nothing; a text or a number is a problem."""
    text = f'[{json.dumps(TRACE)}, null,\n"x", 5, {json.dumps(TRACE)}]'

    assert 2 == len(read(text))
    assert [(2, "record")] == [found[:2] for found in problems(text)]


def test_the_draft_of_graph_is_read_by_recipient():
    """One record for each recipient, and its events."""
    event = {"id": "e", "dateTime": "t", "eventType": "received", "description": "d"}
    text = json.dumps({"value": [{
        "id": "5", "senderEmail": "anna@example.com", "receivedDateTime": "t", "messageId": "<a>",
        "recipients": [{"id": "r", "recipientEmail": "ben@example.org", "deliveryStatus": "failed",
                        "events": [event]}, {"recipientEmail": "eve@example.net"}]}]})  # fmt: skip
    [trace, detail] = json_records.grids(text)

    assert "" == json_records.sniff(text)
    assert ["graph-list", "graph-detail"] == [kind_of(g.names).id for g in (trace, detail)]
    assert ["ben@example.org", "eve@example.net"] == trace.text("recipientAddress").tolist()
    assert ["5"] == detail.text("MessageTraceId").tolist()
    assert "draft" in trace.repairs[0]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "no line begins"), ("Dear all", "no line begins"), ("[]", "without a whole record"),
    ('{"name": 1}', "Its columns (name) are those of no message trace"),
    ('{"@odata.context": "https://x/$metadata#users", "value": []}', "without a whole record"),
    (json.dumps({k: v for k, v in TRACE.items() if "Address" not in k}), "lacks"),
    ('["a"]', "without"), ("[{]", "without"), ("{" * 99, "without"), ("{} x", "without"),
])  # fmt: skip
def test_what_is_no_trace_is_declined(text, reason):
    """The reason names what is there or what is missing."""
    assert reason in json_records.sniff(text)
    assert [] == read(text)


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
texts = st.text(max_size=12)
values = st.none() | st.booleans() | st.integers() | texts
records = st.dictionaries(names, values, max_size=4).map(lambda more: {**more, **TRACE})


@given(st.lists(records, min_size=1, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_what_is_written_is_read(written, indent, ascii_only):
    """Records of any names and values come back as they are."""
    text = json.dumps({"value": written}, indent=indent, ensure_ascii=ascii_only)
    expected = [
        {k.encode("utf-16", "surrogatepass").decode("utf-16", "replace"): _printed(v)
         for k, v in record.items() if v is not None}
        for record in written
    ]  # fmt: skip

    assert expected == [cells for _, _, cells in read(text)]


def _printed(value):
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    return json.dumps(value)
