"""How long an Extended report takes to read, beside reading the same bytes by other means."""

import generate
import measure
import pytest

import tracekit

ROWS = 20_000

pytestmark = pytest.mark.skipif(
    "extended-csv" not in tracekit.list_formats(),
    reason="tracekit cannot read the Extended report yet: nothing to compare",
)


@pytest.fixture(scope="module", params=generate.ENCODINGS)
def report(request, tmp_path_factory):
    """A report of 20,000 rows: its path, its encoding and the truth about it."""
    path = tmp_path_factory.mktemp("reading") / "extended.csv"
    return path, request.param, generate.extended(path, ROWS, request.param)


@pytest.fixture
def timed(benchmark, report):
    """Time a case of measure.py on the report, beside the others of the same encoding."""
    path, encoding, _ = report
    benchmark.group = f"{ROWS:,} rows, {encoding}"
    return lambda case: benchmark.pedantic(case, (path, encoding), rounds=3)


def test_read_the_bytes(timed, report):
    """The floor for anything that builds a table."""
    assert report[0].stat().st_size == len(timed(measure.read_bytes))


def test_pyarrow_all_text(timed):
    """The fastest reader that changes no cell."""
    assert ROWS == timed(measure.arrow_text).num_rows


def test_pandas_by_hand(timed, report):
    """What a person types into a notebook; it may change cells."""
    assert report[2]["messages"] == len(timed(measure.pandas_by_hand))


def test_pandas_with_text_kept(timed, report):
    """What a careful person types into a notebook."""
    assert report[2]["messages"] == len(timed(measure.pandas_safe))


def test_tracekit(timed, report):
    """Journeys and events, with the same messages as the peers find."""
    trace = timed(measure.tracekit_read)

    assert report[2]["messages"] == trace.journeys["message_id"].nunique()
    assert report[2]["journeys"] == len(trace.journeys)
