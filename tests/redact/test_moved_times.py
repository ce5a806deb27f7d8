"""Moved times keep their distances and give no day of the original away."""

import pandas as pd
import pytest
from planted import KEY
from traces import FILES, trace_of

from tracekit.model.tables import TABLES
from tracekit.redact import redact
from tracekit.redact.allowed import grammar_words
from tracekit.redact.atoms import Atoms
from tracekit.redact.keyed import Key
from tracekit.redact.texts import Texts

SHIFT = pd.Timedelta("42h")


def drawn(text):
    """Redact one text with its times moved."""
    words = grammar_words() | {"x", "lrt", "am"}
    return Texts(Atoms(Key(KEY)), SHIFT).free(text, words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{LRT=11/18/2026 8:15:02 AM}", "{LRT=11/20/2026 2:15:02 AM}"),
        ("LED=550 5.7.1 and 4.7.721 and 550 5.1.10", "LED=550 5.7.1 and 4.7.721 and 550 5.1.10"),
        ("2026-11-18T08:15:02.123Z", "2026-11-20T02:15:02.123Z"),
        ("2026-11-18 08:15:02", "2026-11-20 02:15:02"),
        ("x%202026-11-18T08%3A15%3A02Z", "x%202026-11-20T02%3A15%3A02Z"),
        ("18.11.2026 and 2026-11-18", "00.00.0000 and 0000-00-00"),
        ("18/11/2026 8:15", "00/00/0000 0:00"),
        ("99/18/2026 8:15:02 AM", "00/00/0000 0:00:00 AM"),
    ],
)
def test_times_inside_a_text_are_moved(text, expected):
    """Times are moved, codes stay, and a date of unknown order gives nothing away."""
    assert expected == drawn(text)


@pytest.mark.parametrize("text", ["18 Nov 2026", "Nov 18, 2026", "Wed, 18 Nov 2026 08:15:02 +0100"])
def test_a_spelt_date_gives_no_day_away(text):
    """Of a date with the name of its month nothing is left when times are moved."""
    assert set() == {"18", "2026", "Nov", "Wed"} & set(drawn(text).replace(",", " ").split())


@pytest.mark.parametrize("name", [f for f in FILES if "typical" in f or "inbound" in f])
def test_no_old_day_is_left(name):
    """Of a trace with moved times no day of the original can be read, however it is written."""
    trace, _ = trace_of(name)
    moved = redact(trace, KEY, shift=pd.Timedelta(days=-1000, hours=5))
    text = "\n".join(getattr(moved, table).to_csv() for table in TABLES)
    forms = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%d.%m.%Y", "%d %b %Y", "%b %d, %Y")
    places = (trace.events["time"], trace.hops["time"], trace.journeys["received"])
    times = pd.concat(places).dropna()

    assert len(times)
    assert set() == {t.strftime(f) for t in times for f in forms if t.strftime(f) in text}
