"""The time in a network message id, and the zone it suggests."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracekit.decode import id_time, suggest_offset

EPOCH_TICKS = 621_355_968_000_000_000
MOMENTS = st.integers(1_230_768_000_000_000, 4_102_444_799_000_000)  # 2009 to 2100, microseconds


def made_id(moment):
    """An id that was made at a moment, given in microseconds since 1970."""
    return f"6a638d20-1e63-493a-80a2-{(moment * 10 + EPOCH_TICKS) >> 16:012x}"


def stamp(text):
    """Microseconds since 1970 of a UTC time."""
    return pd.Timestamp(text, tz="UTC").value // 1000


@given(st.lists(MOMENTS, max_size=5))
def test_times_are_those_the_ids_were_made_at(moments):
    """To the resolution of the id, 6.6 ms, and never later."""
    found = id_time(pd.Series([made_id(m) for m in moments], dtype="str"))
    late = [m - t.value // 1000 for m, t in zip(moments, found, strict=True)]

    assert [] == [gap for gap in late if not -1 <= gap <= 6_554]
    assert "datetime64[us, UTC]" == str(found.dtype)


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "d7a7c4a2-0000-0000-0000-000000000000", "6a638d20-1e63-493a-80a2-ffffffffffff",
     made_id(stamp("2008-12-31 23:59")), made_id(stamp("2100-01-01 00:01")), "\udc80",
     "6a638d20-1e63-493a-80a2-08da9a4ff8da\n", "٠" * 32],
)  # fmt: skip
def test_ids_without_a_plausible_time(text):
    """Invented ids and other text have no time, on the index of the column."""
    found = id_time(pd.Series([text], index=[7], dtype="object"))

    assert found.isna().all()
    assert [7] == found.index.tolist()


def test_forms_of_an_id():
    """Capitals, no dashes and braces are the same id."""
    dashed = "6a638d20-1e63-493a-80a2-08da9a4ff8da"
    forms = [dashed, dashed.upper(), dashed.replace("-", ""), "{" + dashed + "}"]

    assert 1 == id_time(pd.Series(forms)).nunique()
    assert "2022-09-19 15:02:29.447680+00:00" == str(id_time(pd.Series(forms)).iat[3])


@given(st.lists(MOMENTS, min_size=1, max_size=5), st.integers(-48, 56))
def test_an_offset_that_all_rows_agree_on(moments, quarters):
    """Times shown to the minute in any zone give this zone."""
    ids = pd.Series([made_id(m) for m in moments])
    shown = pd.to_datetime([m + quarters * 900_000_000 for m in moments], unit="us").floor("min")
    sign, (hours, rest) = "-" if quarters < 0 else "+", divmod(abs(quarters), 4)

    assert f"{sign}{hours:02d}:{rest * 15:02d}" == suggest_offset(ids, pd.Series(shown))


@pytest.mark.parametrize(
    "shown",
    [
        ["2022-09-19 17:02", "2022-09-19 16:02"],
        ["2022-09-19 17:08", "2022-09-19 17:08"],
        ["2022-09-21 17:02", "2022-09-21 17:02"],
        [None, None],
    ],
)
def test_no_offset_where_rows_disagree(shown):
    """Rows of two zones, times far from a quarter hour, and no times at all."""
    ids = pd.Series([made_id(stamp("2022-09-19 15:02:29"))] * 2)

    assert suggest_offset(ids, pd.Series(pd.to_datetime(shown))) is None


def test_no_offset_without_ids():
    """Times alone suggest nothing."""
    assert suggest_offset(pd.Series(["x"]), pd.Series(pd.to_datetime(["2022-09-19"]))) is None
