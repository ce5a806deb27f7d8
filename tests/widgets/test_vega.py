"""The script that draws in the browser: bundled once, kept, and mended where the copy is torn."""

from pathlib import Path

from tracekit.widgets.vega import script_of


def test_a_torn_copy_is_made_anew_and_no_copy_is_no_error(tmp_path):
    """Only a whole copy is used; a folder that cannot be written to costs time, no picture."""
    copy = tmp_path / "deep" / "vega.js"
    copy.parent.mkdir()
    copy.write_text("half of i", encoding="utf-8")
    script = script_of(copy)
    script_of.cache_clear()

    assert script == copy.read_text(encoding="utf-8") == script_of(copy)
    assert script == script_of(Path("/dev/null") / "vega.js")
