"""Export-Clixml becomes the records that were exported; damage and attacks cost one problem."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.knowledge.formats import kind_of
from tracekit.readers.containers import clixml

HEAD = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n'
TRACE = """  <Obj RefId="{0}">
    <TN RefId="0"><T>Deserialized.Microsoft.Exchange.MessageTrace</T><T>System.Object</T></TN>
    <ToString>Microsoft.Exchange.MessageTrace</ToString>
    <Props>
      <S N="MessageId">&lt;a@example.com&gt;</S>
      <DT N="Received">2026-03-01T08:00:00.1234567</DT>
      <S N="SenderAddress">anna@example.com</S>
      <S N="RecipientAddress">ben@example.org</S>
      <S N="Status">Delivered</S>
      <Nil N="ToIP" />
      <I32 N="Size">12345</I32>
      <G N="MessageTraceId">00000000-0000-0000-0000-000000000001</G>
    </Props>
    <MS>
      <S N="PSComputerName">outlook.example.com</S>
      <B N="PSShowComputerName">false</B>
    </MS>
  </Obj>
"""
LINES = TRACE.count("\n")
FIELDS = {"MessageId": "<a@example.com>", "Received": "2026-03-01T08:00:00.1234567",
          "SenderAddress": "anna@example.com", "RecipientAddress": "ben@example.org",
          "Status": "Delivered", "ToIP": None, "Size": "12345",
          "MessageTraceId": "00000000-0000-0000-0000-000000000001",
          "PSComputerName": "outlook.example.com", "PSShowComputerName": "false"}  # fmt: skip
DETAIL = ('<Obj><MS><DT N="Date">2026-03-01T08:00:00Z</DT><S N="Event">Fail</S>'
          '<S N="Detail">x</S>%s</MS></Obj>')  # fmt: skip


def read(text):
    """The records of a text: kind, line, cells."""
    found = []
    for grid in clixml.grids(text):
        columns = [column.to_pylist() for column in grid.columns]
        for line, cells in zip(grid.lines, zip(*columns, strict=True), strict=True):
            row = dict(zip(grid.names, cells, strict=True))
            found.append((kind_of(grid.names).id, int(line), row))
    return found


def problems(text):
    """The problems of a text: line, kind, reason."""
    return [(p["line"], p["kind"], p["reason"]) for g in clixml.grids(text) for p in g.problems]


def test_records_come_with_their_types_as_text_and_their_lines():
    """Times, numbers, ids and empty values stay as they are printed."""
    text = HEAD + TRACE.format(0) + TRACE.format(1) + "</Objs>"

    assert "" == clixml.sniff(text)
    assert [("trace", 2, FIELDS), ("trace", 2 + LINES, FIELDS)] == read(text)
    assert [] == problems(text)


def test_a_list_of_records_is_opened():
    """Export-Clixml -InputObject wraps all records in one list."""
    inner = TRACE.format(1) + TRACE.format(2)
    text = f'{HEAD}<Obj RefId="0"><TN RefId="9"><T>x</T></TN><LST>\n{inner}</LST></Obj></Objs>'

    assert [3, 3 + LINES] == [line for _, line, _ in read(text)]
    assert [] == problems(text)


def test_kinds_are_told_apart():
    """Traces and their details are two grids."""
    text = HEAD + TRACE.format(0) + DETAIL % "" + "</Objs>"

    assert ["trace", "detail"] == [kind for kind, _, _ in read(text)]


@pytest.mark.parametrize(("printed", "expected"), [
    ('<S N="x">a_x000D__x000A_b_x005F_x0041_</S>', "a\r\nb_x0041_"),
    ('<S N="x">_xD83D__xDE00_</S>', "\U0001f600"), ('<S N="x">_xD83D_</S>', "\ufffd"),
    ('<S N="x"></S>', ""), ('<S N="x" />', ""), ('<Nil N="x" />', None),
    ('<Obj N="x" RefId="7"><LST><S>a</S><S>b</S></LST></Obj>', "a;b"),
    ('<Obj N="x" RefId="7"><LST /></Obj>', ""),
    ('<Obj N="x" RefId="7"><IE><S>a</S></IE></Obj>', "a"),
    ('<Obj N="x"><LST><S>a</S><Obj><LST><I32>1</I32></LST></Obj></LST></Obj>', '["a",["1"]]'),
    ('<Obj N="x"><ToString>Delivered</ToString><I32>2</I32></Obj>', "Delivered"),
    ('<Obj N="x"><DT>2026-03-01T08:00:00Z</DT><MS><S N="Kind">Utc</S></MS></Obj>',
     "2026-03-01T08:00:00Z"),
    ('<Obj N="x"><Props><S N="a">1</S><Nil N="b"/></Props></Obj>', '{"a":"1","b":null}'),
    ('<Obj N="x"><DCT><En><S N="Key">k</S><S N="Value">v</S></En></DCT></Obj>', '{"k":"v"}'),
    ('<Obj N="y" RefId="7"><LST><S>a</S><S>b</S></LST></Obj><Ref N="x" RefId="7" />', "a;b"),
])  # fmt: skip
def test_values_are_kept(printed, expected):
    """Escapes are undone, lists joined, enumerations show their word, references are followed."""
    text = f"{HEAD}{DETAIL % printed}</Objs>"
    [(_, _, row)] = read(text)

    assert expected == row["x"]
    assert [] == problems(text)


def test_a_reference_to_nothing_is_a_problem():
    """The value is missing, and that is said."""
    text = f"{HEAD}{DETAIL % '<Ref N=%s RefId=%s/>' % (quoteattr('x'), quoteattr('7'))}</Objs>"
    [(_, _, row)] = read(text)

    assert row["x"] is None
    assert [(2, "record")] == [found[:2] for found in problems(text)]


def test_references_never_grow_an_input():
    """Lists of references to lists of references stay as small as they are written."""
    ten = ("<S>ha</S>" * 10, *(f'<Ref RefId="{n}"/>' * 10 for n in range(30)))
    lists = (f'<Obj N="x{n}" RefId="{n}"><LST>{items}</LST></Obj>' for n, items in enumerate(ten))
    text = f"{HEAD}{DETAIL % ''.join(lists)}</Objs>"

    assert 50_000 > sum(len(cell or "") for _, _, row in read(text) for cell in row.values())


@pytest.mark.parametrize("size", range(0, 2 * len(TRACE), 37))
def test_whole_records_before_a_cut_are_kept(size):
    """Cut anywhere, what is whole is read, and the cut is one problem on the line it hits."""
    whole = HEAD + TRACE.format(0) + TRACE.format(1)
    text = whole[: len(HEAD) + size]
    found = text.count("</Obj>")
    expected = 2 + LINES * found if "<Obj " in text.rpartition("</Obj>")[2] else None

    assert [("trace", 2 + LINES * n, FIELDS) for n in range(found)] == read(text)
    assert [expected or text.count("\n") + 1] == [line for line, _, _ in problems(text)]


ATTACKS = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + "&b;</Objs>",
    "a document type inside": HEAD + '<!DOCTYPE x [<!ENTITY a "a">]></Objs>',
    "a control character": HEAD + "\x01</Objs>",
    "an unclosed element": HEAD + "<Obj></Objs>",
    "a broken end": HEAD + "</Obj",
    "deep": HEAD + "<Obj>" * 50_000,
    "deep and closed": HEAD + "<Obj>" * 50_000 + "</Obj>" * 50_000 + "</Objs>",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_attacks_are_a_problem(attack):
    """Nothing is expanded, nothing fails, and a whole document in front is read."""
    text = f"{HEAD}{TRACE.format(0)}</Objs>\n{attack}"

    assert [("trace", 2, FIELDS)] == read(text)
    assert problems(text)


def test_deep_values_cost_only_themselves():
    """A value that is nested too deep is a problem of its record; the others stay."""
    deep = '<Obj N="x">' + "<LST><Obj>" * 100 + "</Obj></LST>" * 100 + "</Obj>"
    text = f"{HEAD}{DETAIL % deep}{DETAIL % ''}</Objs>"

    assert ["Fail", "Fail"] == [row["Event"] for _, _, row in read(text)]
    assert [(2, "record")] == [found[:2] for found in problems(text)]


def test_text_around_is_told():
    """A declaration and a prompt are noise; prose and stray values are not."""
    text = ('<?xml version="1.0"?>\nDear all,\n' + HEAD + TRACE.format(0)
            + "<S>stray</S>\n</Objs>\nPS C:\\>\nBye")  # fmt: skip

    assert [4] == [line for _, line, _ in read(text)]
    assert [2, 4 + LINES, 7 + LINES] == [line for line, _, _ in problems(text)]
    assert {"unknown-text"} == {kind for _, kind, _ in problems(text)}


def test_documents_in_a_row_are_read():
    """Appended files keep all their records."""
    text = (HEAD + TRACE.format(0) + "</Objs>\n") * 2

    assert [2, 4 + LINES] == [line for _, line, _ in read(text)]


@pytest.mark.parametrize(("text", "reason"), [
    ("", "no <Objs"), ("<Obj>", "no <Objs"),
    (HEAD + "</Objs>", "without a record"),
    (f"{HEAD}<Obj><MS><S N='Name'>x</S></MS></Obj></Objs>", "(Name)"),
    (HEAD + TRACE.format(0).replace("RecipientAddress", "Who") + "</Objs>", "lacks RecipientAddr"),
])  # fmt: skip
def test_what_is_no_trace_is_declined(text, reason):
    """The reason names what is there or what is missing."""
    assert reason in clixml.sniff(text)


@pytest.mark.parametrize(("text", "reason"), [
    (HEAD, "cut off or damaged at line 2"),
    ("<!DOCTYPE a>" + HEAD + "</Objs>", "entities or a document type"),
])  # fmt: skip
def test_what_is_damaged_is_taken_and_told(text, reason):
    """XML of PowerShell that cannot be read is no riddle: its problem says what is wrong."""
    assert clixml.sniff(text) == ""
    assert reason in clixml.grids(text)[0].problems[0]["reason"]


names = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=1, max_size=8)
records = st.dictionaries(names, st.none() | st.text(max_size=12), max_size=4)


def _escaped(text):
    """Escape text as PowerShell does: control characters and its own escapes as _xHHHH_."""
    text = re.sub("_(?=x)", "_x005F_", text)
    units = text.encode("utf-16-be", "surrogatepass")
    codes = [units[n : n + 2].hex().upper() for n in range(0, len(units), 2)]
    return "".join(
        f"_x{code}_" if code < "0020" or code >= "D800" else escape(chr(int(code, 16)))
        for code in codes
    )


def _write(record):
    cells = (
        f"<Nil N={quoteattr(_escaped(n))}/>" if v is None
        else f"<S N={quoteattr(_escaped(n))}>{_escaped(v)}</S>"
        for n, v in record.items()
    )  # fmt: skip
    return DETAIL % "".join(cells)


@given(st.lists(records, min_size=1, max_size=4))
def test_what_is_written_is_read(written):
    """Records of any names and texts come back as they are."""
    text = f"{HEAD}{''.join(_write(record) for record in written)}</Objs>"
    fixed = {"Date": "2026-03-01T08:00:00Z", "Event": "Fail", "Detail": "x"}
    expected = [{**record, **fixed} for record in written]
    found = [{**row} for _, _, row in read(text)]

    assert [{k: v for k, v in row.items() if v is not None} for row in expected] == [
        {k: v for k, v in row.items() if v is not None} for row in found
    ]
