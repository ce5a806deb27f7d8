"""The cleaner: nothing invisible, nothing that moves its neighbours, nothing silently lost."""

import sys
import unicodedata

import pandas as pd
import pytest

from tracekit.render import visible

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


def test_no_code_point_stays_invisible_or_controlling():
    """Of all 1,114,112 code points none leaves a control, format or unassigned character behind."""
    shown = visible("".join(EVERY), limit=None)

    left = {
        c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs", "Cn", "Co"}
    }
    assert set() == left


@pytest.mark.parametrize("ignorable", "\u115f\u1160\u3164\uffa0\u034f\ufe0f\U000e0100\u180b\u2800")
def test_characters_that_are_drawn_as_nothing_are_marked(ignorable):
    """Fillers and variation selectors are letters to Unicode, but a reader sees nothing."""
    assert f"a[U+{ord(ignorable):04X}]b" == visible(f"a{ignorable}b")


def test_letters_of_every_script_stay_as_they_are():
    """Cleaning changes no letter, digit, sign or blank that can be seen."""
    text = "Zażółć Привет 你好 שלום العربية 😀 ½ € a b\u00a0c"

    assert text == visible(text)


def test_cleaning_twice_changes_nothing():
    """The result is clean, so a second caller may clean again."""
    once = visible("".join(EVERY[:0x3000]) + "\ud800", limit=None)

    assert once == visible(once, limit=None)
    assert visible(visible("x" * 9000)) == visible("x" * 9000)


def test_line_feed_stays_only_where_a_break_is_meant():
    """A subject cannot begin a new line; every other line separator is a mark in both cases."""
    assert "a␊b" == visible("a\nb")
    assert "a\nb␍[U+2028]" == visible("a\nb\r\u2028", lines=True)


def test_what_is_cut_is_counted():
    """A cut text says how many characters are missing."""
    shown = visible("x" * 5000, limit=100)

    assert len(shown) <= 100
    assert shown.endswith("… (+4924 characters)")
    assert 5000 == shown.count("x") + 4924


def test_no_limit_cuts_nothing():
    """A million characters stay a million characters."""
    assert "x" * 1_000_000 == visible("x" * 1_000_000, limit=None)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_a_missing_value_is_the_empty_text(missing):
    """No reader sees the words nan or None where there is nothing."""
    assert "" == visible(missing)
