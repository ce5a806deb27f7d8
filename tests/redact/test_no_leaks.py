"""No planted identity survives redaction, in any format, field or writing."""

import itertools
import re
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from planted import IDENTITIES, KEY, PEOPLE, WRITINGS
from traces import FILES, options

from tracekit.combine.pool import pool
from tracekit.model import MessageTrace
from tracekit.model.columns import TEXT
from tracekit.model.tables import TABLES, table
from tracekit.readers.front import parse
from tracekit.redact import find_leaks, redact
from tracekit.redact.allowed import load_allowed
from tracekit.redact.leaks import Identities
from tracekit.redact.report import report_text

# Closed lists of ours, and codes of at most six signs.
KEPT = {"keep", "shape"}
# Bounded, and only from the beginning of a word: the samples hold words of 100,000 signs.
_DOMAIN = r"(?:[\w-]{1,63}\.){0,8}example\.(?:com|net|org)"
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@" + _DOMAIN, re.ASCII)
_HOST = re.compile(r"(?<![\w-])" + _DOMAIN, re.ASCII)
_SUBJECT = re.compile(r"Invoice|Top Articles|Quarterly|Newsletter|Report(?= \d)")


def written(trace, folder):
    """Write what the command writes."""
    folder.mkdir(exist_ok=True)
    report = folder / "report.txt"
    report.write_text(report_text(trace), encoding="utf-8")
    return [*trace.to_csv(folder), report]


def told(trace):
    """Everything that is text in a trace, each text once, and the report made from it."""
    texts = {heading: None for table in TABLES for heading in getattr(trace, table).columns}
    for name in TABLES:
        for column in getattr(trace, name).select_dtypes(["string", "object"]).items():
            texts |= dict.fromkeys(column[1].dropna().astype(str))
    return "\n".join([*texts, report_text(trace)]).encode()


def found_in(data, listed):
    """The identities of a list that stand in some bytes, with the writing."""
    return [(listed[row[1] - 1], *row) for row in Identities(tuple(listed)).find(data)]


def planted_text(text):
    """Put planted identities where a sample has made-up ones; return those planted as well."""
    people, used = itertools.cycle(PEOPLE), []

    def put(place):
        def one(found):
            used.append(next(people)[place])
            return used[-1]

        return one

    text = _HOST.sub(put(3), _ADDRESS.sub(put(0), text))
    return _SUBJECT.sub(put(1), text), used


def code_of(path):
    """How a sample is encoded, by its name."""
    wide = path.stem.endswith(("utf-16", "with-mark"))
    return "utf-16" if wide else "utf-16-le" if path.stem.endswith("no-mark") else "utf-8"


def planted(name):
    """Read a sample with planted identities; return the trace and what was planted."""
    sample = FILES[name]
    text, used = planted_text(sample.read_bytes().decode(code_of(sample), "replace"))
    # The name of the input is planted as well, so there is always something to find.
    return parse(text, f"{PEOPLE[0][1]} {name}", **options(sample)), {*used, PEOPLE[0][1]}


@pytest.mark.parametrize("folder", sorted({name.split("/")[0] for name in FILES}))
def test_nothing_planted_in_a_sample_is_left(folder):
    """Addresses, hosts and names planted in the files of each format are in no redacted file."""
    mine = [planted(name) for name in FILES if name.startswith(f"{folder}/")]
    trace = pool([trace for trace, _ in mine]).trace
    listed = sorted(set().union(*(used for _, used in mine)))

    assert found_in(told(trace), listed)
    assert [] == found_in(told(redact(trace, KEY)), listed)


def everywhere(texts):
    """A trace with each of these texts in every column of text of every table."""
    tables = {}
    for name, columns in TABLES.items():
        roles = load_allowed().columns[name]
        planted = [c.name for c in columns if c.dtype == TEXT and roles[c.name] not in KEPT]
        rows = [dict.fromkeys(planted, text) | {"journey": n} for n, text in enumerate(texts)]
        tables[name] = table(name, rows)
    reason = "Reason: [{LED=550 5.1.10 ~};{MSG=~};{FQDN=~};{IP=};{LRT=}]"
    details = pd.array([reason.replace("~", text) for text in texts], dtype="str")
    tables["events"] = tables["events"].assign(detail=details)
    tables["extra"] = tables["extra"].assign(
        custom_data=[f"S:AMA=EV|engine=X|v=1|file={t};S:TRA=ETR|x={t}" for t in texts],
        Data=[f'<root><MEP Name="Reason" Blob="{t}"/></root>' for t in texts],
        source_context=[f";250 2.0.0 OK {t} https://x.test/?u={t}" for t in texts],
        **{texts[0]: texts},
    )
    return replace(MessageTrace.empty(), **tables)


@cache
def wanted():
    """All identities, ready to be looked for."""
    return Identities(tuple(IDENTITIES))


@pytest.mark.parametrize("writing", WRITINGS)
def test_nothing_planted_in_a_field_is_left(writing):
    """600 identities in each text column of each table, in sixteen writings, are all gone."""
    trace = everywhere([WRITINGS[writing](identity) for identity in IDENTITIES])
    before, after = (wanted().find(told(one)) for one in (trace, redact(trace, KEY)))

    assert len(IDENTITIES) >= 500
    assert len(WRITINGS) >= 16
    assert set(range(1, len(IDENTITIES) + 1)) == {row[1] for row in before}
    assert [] == [(IDENTITIES[row[1] - 1], *row) for row in after]


def test_nothing_planted_is_in_a_written_file(tmp_path):
    """What is written of a redacted trace names none of 600; of the trace itself, all of them."""
    ways = itertools.cycle(WRITINGS.values())
    trace = everywhere([next(ways)(identity) for identity in IDENTITIES])
    before = find_leaks(written(trace, tmp_path / "before"), IDENTITIES)
    after = find_leaks(written(redact(trace, KEY), tmp_path / "after"), IDENTITIES)

    assert set(range(1, len(IDENTITIES) + 1)) == set(before["identity"])
    assert [] == [(IDENTITIES[row.identity - 1], *row) for row in after.itertuples(index=False)]


def test_every_text_column_has_a_role():
    """A new column is redacted before it is there."""
    columns = {name: sorted(c.name for c in listed if c.dtype == TEXT)
               for name, listed in TABLES.items()}  # fmt: skip

    assert columns == {name: sorted(roles) for name, roles in load_allowed().columns.items()}
