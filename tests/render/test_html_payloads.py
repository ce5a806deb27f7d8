"""Foreign text in HTML is text: exactly what was there, and nothing acts."""

import pandas as pd
import pytest
from pages import Page, assert_harmless
from payloads import PAYLOADS

from tracekit.render import (
    Html,
    bullets,
    definitions,
    escape,
    heading,
    html_table,
    note,
    paragraph,
    stack,
    visible,
)

each_payload = pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))


def test_there_are_enough_payloads():
    """The list covers what is known to have acted somewhere."""
    assert len(set(PAYLOADS)) >= 60


@each_payload
def test_escaped_text_reads_as_the_cleaned_text(payload):
    """Escaping loses nothing and adds nothing."""
    assert visible(payload) == assert_harmless(escape(payload)).text


@each_payload
def test_every_part_of_a_page_is_harmless(payload):
    """Headings, paragraphs, lists, definitions and notes show the payload as text."""
    page = stack(
        heading(payload),
        paragraph(payload, label=payload),
        bullets([payload]),
        definitions({payload: payload}),
        note(payload, label=payload),
    )

    shown = assert_harmless(page.wrapped()).text
    # A line feed is a break in some of the parts and a mark in others.
    assert "\n" in payload or 8 == shown.count(visible(payload))


@each_payload
def test_every_part_of_a_table_is_harmless(payload):
    """Cells, column names, headings and the caption show the payload as text."""
    names = pd.Index([payload, "b"], dtype="object")
    frame = pd.DataFrame([[payload, 1]], columns=names, dtype="object")

    page = assert_harmless(html_table(frame, caption=payload).wrapped())
    assert visible(payload) in page.text
    assert_harmless(html_table(frame, {"b": payload}, highlight=[0]).wrapped())


@pytest.mark.parametrize(("caption", "name"), [("All", "All"), ("", "Table: A, b")])
def test_a_table_that_is_scrolled_with_keys_has_a_name(caption, name):
    """A screen reader says where the keyboard is: the caption, or the headings."""
    table = html_table(pd.DataFrame({"a": [1], "b": [2]}), {"a": "A", "b": "b"}, caption)

    assert name == dict(Page(table.html).values)["aria-label"]


@pytest.mark.parametrize("sign", ["$", "\\"])
def test_no_formula_can_begin(sign):
    """MathJax looks for pairs in one text node: each sign is alone in its element."""
    assert f"<span>{sign}</span>" in escape(f"a{sign}b")


def test_containers_keep_formula_renderers_out():
    """JupyterLab obeys mathjax_ignore, older pages tex2jax_ignore."""
    classes = dict(Page(paragraph("$x$").wrapped()).values)["class"].split()

    assert {"mathjax_ignore", "tex2jax_ignore"} <= set(classes)


def test_only_html_objects_are_stacked():
    """A plain string can not slip in between safe parts."""
    with pytest.raises(TypeError, match="paragraph"):
        stack(paragraph("a"), "<b>raw</b>")


def test_a_table_is_a_table_to_a_screen_reader():
    """Caption, column headings and row headings carry their scope."""
    html = html_table(pd.DataFrame({"seq": [1], "event": ["Defer"]}), caption="Events").html

    assert 2 == html.count('scope="col"')
    assert 1 == html.count('scope="row"')
    assert "<caption" in html


def test_a_highlight_is_not_colour_alone():
    """The chosen row begins with an arrow, by mask and by label alike."""
    frame = pd.DataFrame({"event": ["a", "b"]}, index=[10, 20])

    assert "► b" in Page(html_table(frame, highlight=[False, True]).html).text
    assert "► b" in Page(html_table(frame, highlight=[20]).html).text


def test_times_name_their_zone():
    """A time in a table can not be taken for local time."""
    times = pd.DataFrame({"time": pd.to_datetime(["2022-12-06 17:31Z", None])})

    assert "2022-12-06 17:31 UTC" in html_table(times).text


def test_html_tables_are_the_same_every_time():
    """No random id is in a table."""
    frame = pd.DataFrame({"event": ["a"]})

    assert html_table(frame).html == html_table(frame).html


@each_payload
def test_the_text_of_a_page_can_be_sent(payload):
    """Jupyter sends UTF-8: a lone surrogate would lose the whole cell."""
    assert Html("", payload).text.encode("utf-8")
    assert "\x1b" not in Html("", payload).text
