"""The Data of an event's details: `<root><MEP Name="..." String="..."/>...</root>`."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

COLUMNS = ("row", "name", "type", "value")
LONGEST, MOST = 2_000_000, 10_000  # characters of one cell that are read; values taken from it
_TAG = re.compile(r"<MEP\s([^<]{0,200000})")
_ATTRIBUTE = re.compile(r'([A-Za-z]\w{0,40})\s{0,3}=\s{0,3}(?:"([^"<]*)"|\'([^\'<]*)\')')


def mep(text: str) -> list[tuple[str, str, str]]:
    """Return name, kind and value of every property, in order; names and kinds may be unknown.

    Entities, document types and references are refused; text that is no XML, or that is escaped
    for a URI or for HTML, is read as far as it goes. Linear, and bounded by LONGEST and MOST. A
    value is text; that of CustomData is in the language of custom_data.

    >>> mep('<root><MEP Name="SFV" String="SPM"/><MEP Name="SCL" Integer="9"/></root>')
    [('SFV', 'String', 'SPM'), ('SCL', 'Integer', '9')]
    """
    text = text[:LONGEST].strip()
    if text[:3].upper() == "%3C":
        text = unquote(text).strip()
    elif text[:4].lower() == "&lt;":
        text = unescape(text)
    return list(islice(_values(text), MOST)) if "<" in text else []


def _values(text: str):
    try:
        root = fromstring(text, forbid_dtd=True)
        found = (child.attrib for child in root if child.tag == "MEP")
    except DefusedXmlException:
        return
    except (ParseError, ValueError):
        found = (_attributes(tag[1]) for tag in _TAG.finditer(text))
    for attributes in found:
        name = attributes.get("Name", "")
        for kind, value in attributes.items():
            if kind != "Name":
                yield name, kind, value


def _attributes(tag: str) -> dict[str, str]:
    return {m[1]: unescape(m[2] or m[3] or "") for m in _ATTRIBUTE.finditer(tag)}


def mep_attributes(column: pd.Series) -> pd.DataFrame:
    """Return the properties of a column of Data: `row` (index label), `name`, `type`, `value`.

    >>> column = pd.Series(['<root><MEP Name="SCL" Integer="9"/></root>'])
    >>> mep_attributes(column).to_numpy().tolist()
    [[0, 'SCL', 'Integer', '9']]
    """
    cells = column.dropna().items()
    rows = [(label, *found) for label, text in cells for found in mep(str(text))]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(COLUMNS[1:], "str"))
