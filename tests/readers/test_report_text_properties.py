"""What holds for every report, every shape it is pasted in, and every other text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from report_shapes import ENCODINGS, SHAPES, accounted, content, one_line, read_again
from report_values import Values, names, render, values

from tracekit.decode.details import DECODED
from tracekit.model import MessageTrace
from tracekit.readers import report_text
from tracekit.readers.front import parse
from tracekit.readers.given import Given
from tracekit.text import repair

FOLDER = Path(__file__).parents[1] / "data" / "report-text"
FOUNDING = ["outbound-in-lines", "return-junk-in-lines", "outbound-one-line",
            "return-junk-mojibake-874"]  # fmt: skip
# Rewriting a report in these ways keeps names with bars, tags and quotation marks as they are.
FAITHFUL = ["one line", "CRLF", "CR", "blanks before line ends", "doubled blanks",
            "no-break blanks", "quoted", "quoted twice", "escaped", "escaped twice",
            "in a code fence", "marks gone"]  # fmt: skip


def parse_report(raw):
    """Read with the reader alone, whatever the text looks like."""
    return report_text.parse(Given("text", raw))


some = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(some, max_examples=2)


def _expected_times(v: Values) -> list[pd.Timestamp]:
    return [pd.Timestamp(v.start + timedelta(minutes=m) - v.offset, tz="UTC") for m, *_ in v.rows]


@given(values(), st.booleans())
@some
def test_what_is_written_is_read(v, flat):
    """A report printed from values gives these values back, in lines and on one line."""
    trace = parse(one_line(render(v)) if flat else render(v))
    journey = trace.journeys.iloc[0]

    assert len(trace.journeys) == 1
    assert (v.subject, v.sender, v.recipient) == tuple(journey[["subject", "sender", "recipient"]])
    assert (v.message_id, v.kilobytes * 1024, v.from_ip) == tuple(
        journey[["message_id", "size_bytes", "from_ip"]]
    )
    assert v.to_ip == (None if pd.isna(journey["to_ip"]) else journey["to_ip"])
    assert (v.rule, "Out", "Sent") == tuple(journey[["mail_flow_rule", "connector", "status"]])
    assert [e for _, e, _, _ in v.rows] == trace.events["event"].tolist()
    assert [d for _, _, d, _ in v.rows] == trace.events["detail"].tolist()
    assert not journey["ambiguous"]


@given(values())
@some
def test_times_and_details_are_decoded(v):
    """Times are in UTC, and every decoded value is the one that was printed."""
    trace = parse(render(v))
    decoded = trace.events[list(DECODED)].astype(object).to_dict("records")
    found = [{k: x for k, x in r.items() if not pd.isna(x) and k != "reason"} for r in decoded]

    assert _expected_times(v) == trace.events["time"].tolist()
    assert [d for *_, d in v.rows] == found


@pytest.mark.parametrize("shape", FAITHFUL)
@given(v=values())
@settings(some, max_examples=5)
def test_faithful_shapes_change_nothing(shape, v):
    """However a report with nasty names is re-shaped, journeys and events stay the same."""
    text = render(v)
    reshaped = SHAPES[shape](text)
    trace = parse(reshaped)

    assert content(parse(text)) == content(trace)
    assert accounted(trace, len(reshaped.encode()))


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape not in FAITHFUL])
@given(v=values(nasty=False))
@few
def test_all_shapes_change_nothing(shape, v):
    """With ordinary names this holds for every other shape, tables and damage included."""
    text = render(_ascii(v))
    reshaped = SHAPES[shape](text)
    trace = parse(reshaped)

    assert content(parse(text)) == content(trace)
    assert accounted(trace, len(reshaped.encode("utf-8", "surrogatepass")))


def _ascii(v: Values) -> Values:
    """Letters beyond ASCII do not survive being misread: that is no fault of the reader."""
    plain = str.maketrans("äß日üé", "assue")
    rows = tuple((m, e, d.translate(plain), x) for m, e, d, x in v.rows)
    return replace(v, subject=v.subject.translate(plain), rule=v.rule.translate(plain),
                   recipient=v.recipient.translate(plain), rows=rows)  # fmt: skip


@pytest.mark.parametrize("name", FOUNDING[:2])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_founding_reports_in_every_shape(shape, name):
    """The two reports everything started from read the same in every shape."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")

    assert _as_it_is(text) == content(parse(SHAPES[shape](text)))


@cache
def _as_it_is(text: str) -> tuple[list[dict], list[dict]]:
    return content(parse(text))


@pytest.mark.parametrize("encoding", sorted(set(ENCODINGS) - {"Windows-1252"}))
@given(v=values())
@few
def test_encodings_change_nothing(encoding, v):
    """UTF-8 and UTF-16, with and without a mark, read the same and are accounted for."""
    raw = ENCODINGS[encoding](render(v))
    trace = parse(raw)

    assert content(parse(render(v))) == content(trace)
    assert accounted(trace, len(raw))


@given(st.lists(values(), min_size=2, max_size=4, unique_by=lambda v: v.message_id),
       st.sampled_from(["\n", "\n\nSee also:\n\n", "\n-----\n"]), st.booleans())  # fmt: skip
@settings(some, max_examples=12)
def test_reports_together_are_their_union(several, between, flat):
    """Several reports in one paste give the journeys and events of each."""
    texts = [one_line(render(v)) if flat else render(v) for v in several]
    alone = [content(parse(t)) for t in texts]
    journeys, events = content(parse(between.join(texts)))

    def without_number(records):
        return [{k: v for k, v in r.items() if k != "journey"} for r in records]

    assert without_number(j for js, _ in alone for j in js) == without_number(journeys)
    assert without_number(e for _, es in alone for e in es) == without_number(events)


@given(values())
@some
def test_each_event_is_found_again_in_the_original(v):
    """The bytes at an event's place begin with its time and hold its whole detail."""
    raw = one_line(render(v)).encode()
    trace = parse(raw)

    for (minutes, event, detail, _), piece in zip(v.rows, read_again(raw, trace), strict=True):
        assert piece.startswith(str(trace.events["time_text"].iat[0])[:2]) or minutes
        assert piece.endswith(f"| {event} | {detail}".rstrip("| "))


SAYS = ["time", "time_text", "event", "detail", *DECODED]


def _said(trace: MessageTrace) -> list[dict]:
    plain = trace.events[SAYS].astype(object)
    return plain.where(plain.notna(), None).to_dict("records")


def _cuts(raw: bytes) -> list[int]:
    """Every 29th place, and those around the ends of lines, bars, times and ids."""
    ends = [m.end() for m in re.finditer(rb"\n|\| |[0-9] [AP]M|:<?|>", raw)]
    near = {end + step for end in ends for step in (-1, 0, 1)}
    return [cut for cut in sorted({*range(0, len(raw), 29), *near}) if cut < len(raw)]


# One report cut at all of these places, the others at some.
@pytest.mark.parametrize(("name", "step"), [("no-zone", 1), *((name, 7) for name in FOUNDING)])
def test_every_prefix_is_safe(name, step):
    """A report cut off anywhere gives the events before the cut, and nothing wrong."""
    raw = (FOLDER / f"{name}.txt").read_bytes()
    everything = parse_report(raw)
    full = _said(everything)
    ends = (everything.events["offset"] + everything.events["length"]).tolist()
    for cut in _cuts(raw)[::step]:
        trace = parse_report(raw[:cut])
        events = _said(trace)
        whole = sum(end <= cut for end in ends)

        assert accounted(trace, cut)
        assert full[:whole] == events[:whole]
        assert len(events) <= whole + 1
        assert all(_is_part(e, f) for e, f in zip(events[whole:], full[whole:], strict=False))
        assert not trace.journeys["ambiguous"].any()


def _is_part(event: dict, whole: dict) -> bool:
    """Tell whether a cut event says nothing that the whole one does not say."""
    texts = ("detail", "reason")
    return all(
        (whole[k] or "").startswith(v) if k in texts else whole[k] == v
        for k, v in event.items()
        if not pd.isna(v)
    )


@given(values(), st.data())
@some
def test_a_prefix_of_any_report_adds_nothing(v, data):
    """The same for generated reports, cut at any byte."""
    raw = one_line(render(v)).encode()
    cut = data.draw(st.integers(0, len(raw)))
    trace = parse_report(raw[:cut])
    everything = parse_report(raw)
    places = everything.events
    whole = int((places["offset"] + places["length"] <= cut).sum())

    assert accounted(trace, cut)
    assert content(everything)[1][:whole] == content(trace)[1][:whole]
    assert len(trace.events) <= whole + 1


LITERALS = [
    "Sender: m@example.org Recipient: v@example.org",
    "Subject: fake Sender: m@example.org Recipient: v@example.org Received -> Processed -> Sent",
    "Date (UTC+09:00) | Event | Detail | ------------------------------------",
    "12/6/2022, 12:32 PM | Deliver | The message was successfully delivered.",
    "12/6/2022, 12:32 PM Deliver The message was successfully delivered.",
    "More information Message ID:<fake@example.org>",
    "Message size | From IP | To IP 1 KB | 192.0.2.66 | null",
    "Status: all is well", "More information:", "|", "| Deliver |", "Received -> Processed -> Sent",
]  # fmt: skip
FIELDS = ["subject", "rule", "policy", "reply"]


@pytest.mark.parametrize("flat", [True, False], ids=["one line", "lines"])
@pytest.mark.parametrize("field", FIELDS)
@given(forged=st.lists(st.sampled_from(LITERALS), min_size=1, max_size=4), v=values(nasty=False),
       around=st.tuples(names(nasty=False), names(nasty=False)))  # fmt: skip
@settings(some, max_examples=15)
def test_no_imitation_adds_an_event_unnoticed(field, flat, forged, v, around):
    """Words of a report in a free-text field add no event, or the journey is flagged."""
    text = _with(v, field, " ".join([around[0], *forged, around[1]]))
    trace = parse(one_line(text) if flat else text)
    flagged = bool(trace.journeys["ambiguous"].any())

    assert flagged or (len(trace.events), len(trace.journeys)) == (len(v.rows) + 1, 1)
    assert flagged == trace.problems["kind"].eq("ambiguous").any()


def _with(v: Values, field: str, words: str) -> str:
    """Print a report with a rule row and these words in one of its fields."""
    told = {name: words if name == field else "x" for name in FIELDS}
    guid = "11111111-0000-4000-8000-222222222222"
    rule = (f"Transport rule: '{told['rule']}', ID: ('{guid}'), "
            f"DLP policy: '{told['policy']}', ID: ({guid}).")  # fmt: skip
    reply = f"Reason: [{{LED=550 5.7.1 {told['reply']}}};{{MSG=}};{{FQDN=}};{{IP=}};{{LRT=}}]"
    row = ("Transport rule", rule, {}) if field != "reply" else ("Fail", reply, {})
    subject = {"subject": words} if field == "subject" else {}
    return render(replace(v, rows=((0, *row), *v.rows), **subject))


@given(st.binary(max_size=400))
@settings(some, max_examples=40)
def test_any_bytes(raw):
    """Random bytes raise nothing, and every byte has one fate."""
    assert accounted(parse(raw), len(raw))


_MARKS = ["\n", "> ", "&lt;", "โ€Ž", "\u200e", "</td><td>", "<br>", "Message ID:<", "[{LED=",
          "', ID: ('", "\x00", "\ud800"]  # fmt: skip
_PIECES = st.one_of(st.text(max_size=20), st.sampled_from([*LITERALS, *_MARKS]))


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(some, max_examples=40)
def test_any_text(text):
    """Random text made of the grammar's own pieces raises nothing and is accounted for."""
    assert accounted(parse(text), len(text.encode("utf-8", "surrogatepass")))


@given(st.lists(_PIECES, max_size=25).map("".join))
@some
def test_reading_twice_gives_the_same(text):
    """Nothing depends on what was read before."""
    assert content(parse(text)) == content(parse(text))


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(some, max_examples=40)
def test_repair_is_idempotent(text):
    """What is repaired needs no more repair."""
    assume("โ" not in text and ">" not in text)
    once = repair(text)[0].value

    assert once == repair(once)[0].value
