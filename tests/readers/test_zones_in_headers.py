"""A time column whose name carries a zone, as Log Analytics and Sentinel export it."""

import pandas as pd
import pytest

from tracekit.readers.front import parse

_EVENTS = ("{time},NetworkMessageId,InternetMessageId,RecipientEmailAddress,DeliveryAction,"
           "DeliveryLocation\n{at},4872cc47-8775-78fb-b831-08de79034012,<a@x.example>,"
           "ana@example.org,Junked,Junk\n")  # fmt: skip
_LOG = ("{time},eventId,sourceContext,recipientAddress,messageId\n"
        "{at},RECEIVE,x,ana@example.org,<a@x.example>\n")  # fmt: skip


@pytest.mark.parametrize("table", [_EVENTS, _LOG], ids=["EmailEvents", "tracking log"])
@pytest.mark.parametrize("name", ["TimeGenerated [UTC]", "TimeGenerated (UTC)", "TimeGenerated"])
@pytest.mark.parametrize("at", ["2026-03-13T09:00:00.0000000Z", '"3/13/2026, 9:00:00.000 AM"'])
def test_a_zone_in_brackets_is_no_part_of_the_name(table, name, at):
    """The column is the time, in UTC, in each of its spellings."""
    trace = parse(table.format(time=name, at=at))

    assert [pd.Timestamp("2026-03-13 09:00", tz="UTC")] == trace.events["time"].tolist()
    assert trace.problems.empty


@pytest.mark.parametrize("name", ["Timestamp [Local Time]", "Timestamp [Amsterdam, Berlin, Rome]"])
def test_a_zone_that_nobody_can_know_is_asked_for(name):
    """A portal set to a zone of its own: the clock is kept, the time in UTC is not guessed."""
    trace = parse(_EVENTS.format(time=f'"{name}"', at='"3/13/2026, 9:00:00.000 AM"'))

    assert trace.events["time"].isna().all()
    assert ["zone"] == trace.problems["kind"].tolist()
    assert [pd.Timestamp("2026-03-13 09:00")] == trace.events["local_time"].tolist()


def test_an_offset_in_brackets_counts():
    """UTC-05:00 in the name of the column is the zone of its times."""
    trace = parse(_EVENTS.format(time="Timestamp [UTC-05:00]", at='"3/13/2026, 9:00:00.000 AM"'))

    assert [pd.Timestamp("2026-03-13 14:00", tz="UTC")] == trace.events["time"].tolist()
