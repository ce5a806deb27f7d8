"""What is written of a redacted trace besides its tables, and what no table has a place for."""

from dataclasses import replace

from planted import KEY
from traces import trace_of

from tracekit import diagnose
from tracekit.readers.front import parse
from tracekit.redact import redact
from tracekit.redact.atoms import Atoms
from tracekit.redact.keyed import Key
from tracekit.redact.names import file_pseudonym
from tracekit.redact.report import TREES, report_text, says_the_same
from tracekit.redact.texts import Texts


def test_a_file_name_is_drawn_with_its_numbers():
    """Whoever named a file chose its words and numbers; its ending stays."""
    found = file_pseudonym("Contoso report 4711.txt", Texts(Atoms(Key(KEY))))

    assert found.endswith(".txt")
    assert [] == [word for word in ("Contoso", "report", "4711") if word in found]


def test_numbers_without_a_place_are_redacted_too():
    """A column that no table knows is read as text, whatever its type."""
    trace = trace_of("inky-outbound")[0]
    places = trace.events[["source", "line"]].head(2)
    extra = places.assign(phone=[491701234567, 491707654321], room=[1.5, None])
    found = redact(replace(trace, extra=extra), KEY).extra

    assert "str" == str(found.iloc[:, 2].dtype)
    assert set() == {"491701234567", "491707654321"} & set(found.astype(str).to_numpy().ravel())


def test_codes_of_one_letter_and_sizes_stay():
    """What Microsoft says in letters and numbers of its own is not drawn."""
    trace = trace_of("headers/gateway-return.eml")[0]
    sizes = trace_of("extended-csv/malware-and-dlp.csv")[0]
    found = redact(trace, KEY).headers

    assert trace.headers["mailbox_delivery"].tolist() == found["mailbox_delivery"].tolist()
    assert trace.headers["dkim"].tolist() == found["dkim"].tolist()
    assert sizes.extra["total_bytes"].tolist() == redact(sizes, KEY).extra["total_bytes"].tolist()


def test_redacted_twice_ends_the_same():
    """Pseudonyms of pseudonyms are drawn anew, and the outcomes are those of the original."""
    trace = trace_of("inky-two-journeys")[0]
    once = redact(trace, KEY)
    twice = redact(once, KEY)
    ends = [diagnose(t).outcomes[TREES].to_dict("list") for t in (trace, once, twice)]

    assert ends[0] == ends[1] == ends[2]
    assert set() == set(once.journeys["sender"]) & set(twice.journeys["sender"])


def test_a_report_says_times_as_exactly_as_they_are_known():
    """Seconds and their parts stand in the report text of a trace that has them."""
    trace = trace_of("extended-csv/typical.csv")[0]
    again = parse(report_text(trace), "report.txt")

    assert sorted(trace.events["time"]) == sorted(again.events["time"])


def test_a_report_that_lacks_what_decides_is_not_given():
    """The action of a rule in an export stands in no report: the report would say another thing."""
    full, less = trace_of("inky-two-journeys")[0], trace_of("detail-csv/typical.csv")[0]

    assert says_the_same(full, report_text(full))
    assert not says_the_same(less, report_text(less))
