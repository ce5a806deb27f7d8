"""The properties of Data are read from XML, from what is nearly XML, and never act."""

from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import items, mep, mep_attributes
from tracekit.decode.mep import MOST
from tracekit.knowledge.properties import load_properties

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
PROPERTIES = st.lists(st.tuples(TEXT, st.sampled_from(["String", "Integer", "Blob"]), TEXT))


def xml(*properties):
    """Data with some properties."""
    inside = (f"<MEP Name={quoteattr(n)} {k}={quoteattr(v)} />" for n, k, v in properties)
    return f"<root>{''.join(inside)}</root>"


@pytest.mark.parametrize("entry", load_properties().property, ids=lambda e: e.name)
def test_samples(entry):
    """Each property reads back, and its kind is known."""
    written = (entry.name, entry.kind, entry.sample)

    assert [written] == mep(xml(written))
    assert entry.kind in {kind.name for kind in load_properties().kind}


@given(PROPERTIES)
def test_every_form_reads_back(properties):
    """As XML, escaped for a URI, escaped for HTML, and with an end that is cut off."""
    text = xml(*properties)

    assert properties == mep(text) == mep(quote(text)) == mep(escape(text))
    assert properties == [tuple(found) for found in mep(text.removesuffix("</root>") + "<MEP Na")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain", []),
        ("<root/>", []),
        ('<root><MEP ... /><MEP Name="SCL" Integer="9"/></root>', [("SCL", "Integer", "9")]),
        ('<root><MEP Name="a" String="x', []),
        ('<root><MEP Name="a" New="x"/></root>', [("a", "New", "x")]),
        ('<root><x><MEP Name="a" String="x"/></x></root>', []),
        ('<root><!-- <MEP Name="a" String="x"/> --></root>', []),
        ('<root><MEP Name="a" String="&lt;MEP Name=&quot;SCL&quot;"/>',
         [("a", "String", '<MEP Name="SCL"')]),
    ],
)  # fmt: skip
def test_shapes(text, expected):
    """Microsoft's own sample is no XML; what has no end gives no value."""
    assert expected == mep(text)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE r [<!ENTITY a "b">]><root><MEP Name="a" String="&a;"/></root>',
        '<!DOCTYPE r SYSTEM "file:///etc/hostname"><root><MEP Name="a" String="x"/></root>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><root>&a;</root>',
    ],
)
def test_document_types_are_refused(text):
    """What declares something is not from the service: nothing of it is read."""
    assert [] == mep(text)


def test_a_cell_is_bounded():
    """No cell gives more than MOST values."""
    assert MOST == len(mep(xml(*[("a", "String", "b")] * (MOST + 5))))


def test_custom_data_in_a_property():
    """Its value is read by the language of custom_data."""
    ((_, kind, value),) = mep(xml(("CustomData", "Blob", "S:BCL=0;S:A=<>")))

    assert ("Blob", ["BCL", "A"]) == (kind, [item.name for item in items(value)])


def test_a_column():
    """Each property is a row under the label of its cell."""
    column = pd.Series([xml(("a", "String", "b"), ("c", "Bool", "True")), None], index=[4, 5])

    assert [[4, "a", "String", "b"], [4, "c", "Bool", "True"]] == (
        mep_attributes(column).to_numpy().tolist()
    )
    assert "str" == mep_attributes(column[1:])["value"].dtype
