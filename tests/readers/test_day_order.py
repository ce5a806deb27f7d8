"""Dates that read as two days are settled by the network message ids of the same rows."""

import pytest

from tracekit import read

ID = "81715a09-25c1-855b-3d09-08de79cc6a7c"  # made on 4 March 2026, 09:00 UTC
FEBRUARY = "81715a09-25c1-855b-3d09-08de613e6a7c"  # made in the first days of February 2026


def days(*rows):
    """The days of a list whose records have these dates and ids."""
    lines = (f"{date},a@example.com,b{n}@example.org,x,Delivered,{id_}"
             for n, (date, id_) in enumerate(rows))  # fmt: skip
    header = "Received,SenderAddress,RecipientAddress,Subject,Status,MessageTraceId"
    trace = read("\n".join([header, *lines]).encode())
    told = trace.journeys["received"].dt.strftime("%Y-%m-%d")
    return told.fillna("").tolist()


@pytest.mark.parametrize(("rows", "told"), [
    ([("04/03/2026 09:00:00", ID)], ["2026-03-04"]),
    ([("03/04/2026 09:00:00", ID)], ["2026-03-04"]),
    ([("03/04/2026 09:00:00", ID), ("03/05/2026 09:00:00", "")], ["2026-03-04", "2026-03-05"]),
    ([("04/03/2026 09:00:00", ID), ("03/04/2026 09:00:00", ID)], ["", ""]),
    ([("04/03/2026 09:00:00", FEBRUARY)], [""]),
    ([("04/03/2026 09:00:00", "")], [""]),
    ([("04/03/2026 09:00:00", ID), ("13/03/2026 09:00:00", "")], ["2026-03-04", "2026-03-13"]),
])  # fmt: skip
def test_the_id_tells_which_of_two_days_it_was(rows, told):
    """Where all ids agree; ids that are of neither day, or of both orders, settle nothing."""
    assert told == days(*rows)
