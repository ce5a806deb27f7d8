"""No cell, however made, takes a mini-language more than linear time."""

import pandas as pd
import pytest
from processor_time import processor_seconds

from tracekit.decode import (
    aligned_statuses,
    attributes,
    items,
    latency,
    mep,
    rule_hits,
    smtp_reply,
    summary_status,
    verdicts,
)

SMALL, FLOOR = 64_000, 0.03  # characters; seconds below which a clock proves nothing


def all_verdicts(text):
    """The verdicts of one cell that an agent wrote."""
    return verdicts(pd.Series([text]), pd.Series(["AGENT"]), pd.Series(["AGENTINFO"]))


def behind_a_total(text):
    """The latencies of a value that begins well."""
    return latency("SRV=a:TOTAL-HUB=1|C=1(" + text)


def all_hits(text):
    """The rule hits of one cell."""
    return rule_hits(pd.Series([text]))


def all_attributes(text):
    """The attributes of one cell."""
    return attributes(pd.Series([text]))


CUSTOM_DATA = ["'S:a=", "S:a='", ";'S:a=b", "';", "S:a=b;", "'S:a=b';", "S:", "a:b", ";S:aa", "|",
               "|a=b", ";", "[a, b], ", "{[", "[a", "[a,", ", ", '"', "S:AMA=EV|file=x;", "a",
               "S:TRA=ETR|action=x;", "'", "=", "'S:TRA=ETR|action=x';"]  # fmt: skip


def aligned(text):
    """The statuses of two recipients, and of very many."""
    return aligned_statuses("a;b", text), aligned_statuses(text, "To;Cc")


def never_closed(text):
    """The items of a value that is quoted and goes on behind every quotation mark."""
    return items(f"S:a='{text}x"), aligned_statuses("a;b", f"'{text}x")


SUMMARY = ["##", "##a", "a##Receive;", "##a, ", '"', '"##a;', '##a;"', ";", "a"]
STATUS = [";", "{", "}", "[{", '"', '";', "250 a", "To;", "a.", "a.b.c;", "Message forked: a;"]
MEP = ["<MEP ", '<MEP Name="a" String="b"/>', "<root>", "<a", '<MEP a="', "&lt;", "%3C", "&amp;",
       '<MEP a', "<!--", "<![CDATA[", "&a;", '<MEP a="b"']  # fmt: skip
LATENCY = ["SRV=a:", "SRV=a:TOTAL-HUB=1|C=1(", "C=1|", "SRV=", ";SRV=a:TOTAL=1", "a=", "1", "("]
CONTEXT = [";", "250 a", ", ", "MDB:a, ", "/o=a/cn=", "a Agent ", "[InternalId=", ";ClientSubmit"]
PARSERS = {
    items: CUSTOM_DATA,
    all_verdicts: CUSTOM_DATA[::2],
    latency: LATENCY,
    behind_a_total: LATENCY,
    smtp_reply: CONTEXT,
    mep: MEP,
    summary_status: SUMMARY,
    aligned: STATUS,
    all_hits: CUSTOM_DATA[-4:],
    all_attributes: CUSTOM_DATA[9:12],
    never_closed: ["'", "''a", "';"],
}
CASES = [(parser, seed) for parser, seeds in PARSERS.items() for seed in seeds]


@pytest.mark.parametrize(("parser", "seed"), CASES, ids=lambda x: getattr(x, "__name__", repr(x)))
def test_four_times_the_cell_takes_about_four_times_as_long(parser, seed):
    """A quadratic step would take sixteen times as long."""
    small, large = (seed * (n // len(seed)) for n in (SMALL, 4 * SMALL))
    for _ in range(3):  # a clock is never quite steady
        factor = processor_seconds(parser, large) / max(processor_seconds(parser, small), FLOOR)
        if factor <= 8:
            return

    assert factor <= 8
