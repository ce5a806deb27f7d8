"""The generator of benchmark files: what it says of a file is what a plain CSV reader finds."""

import csv
import io
from collections import Counter

import generate
import generated_extended
import pandas as pd
import pytest

import tracekit

ROWS = 6_000


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The bytes of an Extended report, and the truth about them."""
    path = tmp_path_factory.mktemp("generated") / "extended.csv"
    truth = generate.extended(path, ROWS)
    return path.read_bytes(), truth


@pytest.fixture(scope="module")
def table(written):
    """The same report, read by Python's own CSV reader as text."""
    rows = list(csv.reader(io.StringIO(written[0].decode("utf-8"), newline="")))
    assert {27} == {len(row) for row in rows}
    return pd.DataFrame(rows[1:], columns=rows[0])


def exploded(table, event):
    """Message and recipient of every row of an event, one row a recipient."""
    rows = table[table["event_id"] == event]
    keys = rows[["message_id", "recipient_address", "network_message_id", "date_time_utc"]]
    return keys.assign(to=keys["recipient_address"].str.split(";")).explode("to")


def test_the_header_is_the_one_of_microsoft(table):
    """27 columns, in the order of the Extended report."""
    assert generated_extended.HEADER.split(",") == table.columns.tolist()


def test_there_are_as_many_rows_as_asked_for(written, table):
    """A file for a row limit has exactly that many rows."""
    assert ROWS == len(table) == written[1]["rows"]


def test_counts_of_events_are_true(written, table):
    """The truth counts the events that are in the file."""
    assert Counter(table["event_id"]) == Counter(written[1]["events"])


def test_counts_of_messages_and_journeys_are_true(written, table):
    """A journey is one recipient on one pass; a pass has its own network id."""
    truth, received = written[1], exploded(table, "RECEIVE")
    found = (
        table["message_id"].nunique(),
        table["network_message_id"].nunique(),
        len(received.drop_duplicates(["network_message_id", "to"])),
    )

    assert (truth["messages"], truth["passes"], truth["journeys"]) == found


def test_what_never_returned_is_true(written, table):
    """Handed over, and no later Receive of that message for that recipient."""
    truth, sent, got = written[1], exploded(table, "SENDEXTERNAL"), exploded(table, "RECEIVE")
    both = sent.merge(got, on=["message_id", "to"])
    back = both[both["date_time_utc_y"] > both["date_time_utc_x"]]
    never = {*zip(sent["message_id"], sent["to"], strict=True)} - {
        *zip(back["message_id"], back["to"], strict=True)
    }

    assert {(message, to) for message, to in truth["never_returned"]} == never
    assert len(never) == truth["sent"] - truth["returned"] > 0
    assert truth["returned"] == len(back)


def test_every_end_is_told(written, table):
    """Delivered and failed are counted by recipient."""
    truth = written[1]
    found = (len(exploded(table, "DELIVER")), len(exploded(table, "FAIL")))

    assert (truth["delivered"], truth["failed"]) == found


def test_shares_are_those_that_benchmarks_were_set_on(written):
    """Seven of ten messages pass the gateway: 1.7 passes a message, 9 events."""
    truth = written[1]

    assert truth["passes"] / truth["messages"] == pytest.approx(1.68, abs=0.05)
    assert truth["rows"] / truth["messages"] == pytest.approx(9, abs=0.5)
    assert truth["sent"] / truth["journeys"] == pytest.approx(0.42, abs=0.04)


def test_agents_never_say_the_same_twice(table):
    """Decoding distinct values only must not look faster than it is."""
    agents = table.loc[table["event_id"] == "AGENTINFO", "custom_data"]

    assert len(agents) == agents.nunique()
    assert 700 < agents.str.len().mean() < 1000
    assert agents.str.contains("S:SFA=SUM").all()
    assert agents.str.contains(r";S:TRA=ETR\|").all()
    assert 52 >= agents.str.split(";").explode().loc[lambda s: s.str.startswith("S:TRA")].nunique()


def test_subjects_hold_what_breaks_readers(table, written):
    """Commas, quotes, line breaks and other scripts are all there."""
    subjects = table["message_subject"]
    found = [subjects.str.contains(sign, regex=False).any() for sign in [",", '"', "Ü", "会", "📈"]]

    assert [True] * 5 == found
    assert written[1]["newlines"] == subjects.str.contains("\n").sum()


def test_rows_are_in_no_order(table):
    """Exports are unsorted; a reader that trusts the order must fail."""
    assert not table["date_time_utc"].is_monotonic_increasing
    assert table["date_time_utc"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}0000Z").all()


def test_network_ids_hold_the_time_of_the_pass(table):
    """The last twelve digits are Microsoft's clock; the generator keeps to it within 10 ms."""
    received = table[table["event_id"] == "RECEIVE"]
    ticks = received["network_message_id"].str[-12:].map(lambda text: int(text, 16) << 16)
    told = pd.to_datetime((ticks - 621_355_968_000_000_000) * 100, unit="ns", utc=True)
    late = pd.to_datetime(received["date_time_utc"], format="ISO8601") - told

    assert late.between(pd.Timedelta(0), pd.Timedelta("10ms")).all()


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    """Two people measure the same file."""
    generate.extended(tmp_path / "again.csv", ROWS)
    generate.extended(tmp_path / "other.csv", ROWS, seed=2)

    assert written[0] == (tmp_path / "again.csv").read_bytes()
    assert written[0] != (tmp_path / "other.csv").read_bytes()


def test_utf_16_is_the_same_text(written, tmp_path):
    """The service writes UTF-16 without a mark."""
    generate.extended(tmp_path / "wide.csv", ROWS, "utf-16-le")

    assert written[0].decode("utf-8") == (tmp_path / "wide.csv").read_bytes().decode("utf-16-le")


def test_too_few_rows_are_refused(tmp_path):
    """A file without one whole message has no truth."""
    with pytest.raises(ValueError, match="100 rows or more"):
        generate.extended(tmp_path / "few.csv", 99)


def test_summary_has_a_row_a_pass(tmp_path):
    """Eleven columns; as many recipients in the status cells as the truth counts journeys."""
    truth = generate.summary(tmp_path / "summary.csv", 2_000)
    text = (tmp_path / "summary.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""))

    assert (11, 2_000) == (len(header), len(rows))
    assert truth["journeys"] == sum(row[2].count("##") for row in rows)
    assert truth["messages"] == len({row[5] for row in rows})


@pytest.mark.parametrize("flat", [True, False])
@pytest.mark.parametrize("mojibake", [True, False])
def test_reports_are_read_without_a_problem(tmp_path, flat, mojibake):
    """The reader of report text finds every report, however it was pasted."""
    truth = generate.reports(tmp_path / "reports.txt", 40, flat=flat, mojibake=mojibake)
    trace = tracekit.read(tmp_path / "reports.txt")

    assert truth["journeys"] == len(trace.journeys)
    assert truth["sent"] == trace.events["event"].eq("Send external").sum()
    assert [] == trace.problems["reason"].tolist()


def test_the_command_tells_the_truth(tmp_path, capsys):
    """The command writes the same file as the function and prints the counts."""
    out = tmp_path / "summary.csv"
    generate.main(["summary", "--rows", "50", "--out", str(out)])

    assert '"rows": 50' in capsys.readouterr().out
    assert 51 == out.read_bytes().count(b"\r\n")
