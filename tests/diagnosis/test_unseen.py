"""Traces as tenants give them end where an engineer says they must, and no surer than that.

The books in unseen/ hold the traces. Cases that are asked alike are diagnosed as one trace, so
that each of them is also proof that messages beside it change nothing.
"""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from tracekit import diagnose, read
from tracekit.combine import combine

BOOKS = sorted(Path(__file__).parent.joinpath("unseen").glob("*.toml"))
INPUTS, CASES = {}, {}
for book in BOOKS:
    loaded = tomllib.loads(book.read_text("utf-8"))
    INPUTS |= {(book.stem, name): one for name, one in loaded["input"].items()}
    CASES |= {(book.stem, case["id"]): case for case in loaded["case"]}
MARKS = {name: f".c{number}" for number, name in enumerate(sorted(CASES))}


def asked(name):
    """How a case is asked; what finds the gateway by itself is asked alone."""
    case = CASES[name]
    how = tuple(case.get(key) for key in ("gateway", "complaint", "complete", "taken"))
    return (*how, name if how[0] == "auto" else "")


def marked(trace, mark):
    """Give the messages and inputs of a trace names that no other case has; domains stay."""
    ids, people = ["message_id", "network_message_id"], ["sender", "recipient"]
    renamed = [
        frame.assign(**{n: marked_ids(frame[n], mark) for n in ids if n in frame}).assign(
            **{n: frame[n].str.replace("@", mark + "@") for n in people if n in frame})
        for frame in (trace.journeys, trace.headers, trace.hops)
    ]  # fmt: skip
    named = dict(zip(("journeys", "headers", "hops"), renamed, strict=True))
    named["journeys"] = named["journeys"].assign(
        source=trace.journeys["source"] + mark,
        also=trace.journeys["also"].str.replace("bytes:", f"bytes{mark}:"))  # fmt: skip
    sources = trace.sources.assign(source=trace.sources["source"] + mark)
    related = trace.events["related_recipient"].str.replace("@", mark + "@")
    named["events"] = trace.events.assign(
        source=trace.events["source"] + mark, related_recipient=related
    )
    return replace(trace, **named, sources=sources, extra=marked_extra(trace.extra, mark))


def marked_ids(ids, mark):
    """Mark Message-IDs within their brackets, where they have such."""
    return ids.str.replace(r"(>?)$", mark + r"\1", n=1, regex=True)


def marked_extra(extra, mark):
    """Give commands of a console, and bounces, the names that input and message have now."""
    if "bounce" in extra:
        people = {n: extra[n].str.replace("@", mark + "@")
                  for n in ("bounce_sender", "bounce_recipient")}  # fmt: skip
        ids = marked_ids(extra["bounce_message_id"], mark)
        extra = extra.assign(**people, bounce_message_id=ids)
        extra = extra if "asked" in extra else extra.assign(source=extra["source"] + mark)
    if "asked" not in extra:
        return extra
    asked = extra["asked"].where(
        extra["asked"].isin(["all", "part"]), marked_ids(extra["asked"], mark)
    )
    return extra.assign(source=extra["source"] + mark, asked=asked)


def trace_of(name):
    """Read the inputs of a case one after the other."""
    written = [INPUTS[name[0], one] for one in CASES[name]["inputs"]]
    read_ones = [read(one["text"].encode(one.get("encoding", "utf-8"))) for one in written]
    return marked(combine(read_ones) if read_ones[1:] else read_ones[0], MARKS[name])


@cache
def diagnosis_of(how):
    """Diagnose all cases that are asked alike."""
    gateway, complaint, complete, taken, _ = how
    trace = combine(trace_of(name) for name in sorted(CASES) if asked(name) == how)
    return diagnose(trace, gateway or "inky", complaint, complete=complete,
                    taken=taken and pd.Timestamp(taken))  # fmt: skip


@cache
def keys_of(how):
    """Message-ID and recipient of each message that was diagnosed with those asked alike."""
    outcomes = diagnosis_of(how).outcomes
    return outcomes["message_id"].fillna("") + " " + outcomes["recipient"].fillna("")


@pytest.mark.parametrize("name", sorted(CASES), ids=": ".join)
def test_a_trace_nobody_has_seen_is_answered_honestly(name):
    """Each tree ends in the outcome that is right, with the strength that the rows carry."""
    case, found = CASES[name], diagnosis_of(asked(name))
    keys, mark = keys_of(asked(name)), MARKS[name]
    mine = keys[keys.str.contains(rf"{re.escape(mark)}\b")].str.casefold()
    mine = mine.str.replace(mark, "")
    for message in case["message"]:
        number = mine.index[mine.str.contains(message.get("who", "").casefold(), regex=False)][0]
        trees = [tree for tree in message if tree != "who"]

        assert {tree: message[tree] for tree in trees} == {
            tree: f"{found.outcomes.loc[number, tree]}, {found.strength.loc[number, tree]}"
            for tree in trees
        }
    assert case.get("found", found.facts.gateway.name) == found.facts.gateway.name
