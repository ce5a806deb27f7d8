"""The tables of a trace as files that other tools read."""

import pandas as pd
import pytest

from tracekit import load_sample
from tracekit.model import TABLES


@pytest.fixture(scope="module")
def trace():
    """The bundled pair of reports."""
    return load_sample("inky-two-journeys")


def test_parquet_keeps_every_cell_and_type(trace, tmp_path):
    """What is read back from Parquet is the table that was written."""
    for path in trace.to_parquet(tmp_path):
        pd.testing.assert_frame_equal(getattr(trace, path.stem), pd.read_parquet(path))


@pytest.mark.parametrize("kind", ["to_csv", "to_parquet"])
def test_every_table_is_written(trace, tmp_path, kind):
    """One file a table, named like it, in a folder that need not be there yet."""
    written = getattr(trace, kind)(tmp_path / "new")

    assert list(TABLES) == [path.stem for path in written]
    assert all(path.stat().st_size for path in written)


def test_csv_holds_every_row(trace, tmp_path):
    """The CSV has the rows and the columns of the table."""
    for path in trace.to_csv(tmp_path):
        found = pd.read_csv(path, dtype="str", keep_default_na=False)

        assert list(getattr(trace, path.stem)) == list(found)
        assert len(getattr(trace, path.stem)) == len(found)
