"""Verdicts of whole columns equal those of the full parser, and nothing doubtful is read."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracekit.decode.custom_data import items, problems_in
from tracekit.decode.rule_hits import rule_hits
from tracekit.decode.verdict_columns import decode_rows
from tracekit.decode.verdicts import COLUMNS, verdict, verdicts
from tracekit.knowledge.agents import load_agents

GUID = "19a25eb2-3e43-4896-ad9e-47b6c359779d"
HIT = f"S:TRA=ETR|ruleId={GUID}|st=7/17/2017 12:31:25 AM|action=DeleteMessage|mode=Enforce"
TIMED = f"S:TRA=ETRP|ruleId={GUID.upper()}|ExecW=1"
SAMPLES = [s for a in load_agents().agent for g in a.group for s in g.samples]
PIECES = [
    *SAMPLES,
    HIT,
    TIMED,
    "S:BCL=3",
    "S:BCL=",
    "s:bcl=3|x",
    "S:SFA=SUM",
    "i32:sfa=sum|scl=-1",
    "S:SFA=SUM|SCL=99|SFV",
    "S:SFA=SUM|SFV=a|sfv=a|PCL=0",
    "S:AMA=SUM|v=0|v=1",
    "S:AMA=SUM|v=2",
    "S:AMA=EV|engine=M|v=0|sig=1|name=|file=",
    "S:AMA=EV|v=0|file=\n",
    "S:ſfa=SUM|SFV=x",
    "'S:A=1;S:B=2'",
    "'",
    '"',
    "|SFV=x",
    "=",
    "S:",
    "\n",
    "x",
    "é",
    "|",
    "",
]
CELLS = st.lists(st.sampled_from(PIECES), max_size=7).flatmap(
    lambda parts: st.sampled_from([";", ";", "", "|"]).map(lambda s: s.join(parts))
)


def row_of(**cells):
    """The verdicts of one row, missing ones as None."""
    frame = pd.DataFrame({"s": ["AGENT"], "e": ["AGENTINFO"]} | {k: [v] for k, v in cells.items()})
    found = verdicts(frame["c"], frame["s"], frame["e"]).iloc[0]
    return {name: None if pd.isna(found[name]) else found[name] for name in COLUMNS}


@settings(max_examples=150)
@given(st.lists(CELLS | st.text(max_size=20), max_size=6))
def test_whole_columns_equal_the_full_parser(cells):
    """The fast way never says anything that the full parser does not, nor less."""
    found = decode_rows(pd.Series(cells, dtype="object"))
    rows = [{n: None if pd.isna(r[n]) else r[n] for n in COLUMNS} for _, r in found.iterrows()]

    assert [{n: verdict(text).get(n) for n in COLUMNS} for text in cells] == rows


def test_a_row_of_the_spam_filter():
    """Every field of the documented sample has its column."""
    found = row_of(c=SAMPLES[0])
    expected = {"sfv": "SPM", "scl": 9, "di": "SN", "srv": "BULK", "ipv": "CAL", "ctry": "US"}

    assert expected == {name: found[name] for name in expected}
    assert "192.0.2.74" == found["cip"]


def test_keys_in_small_letters():
    """The newer records are read as well."""
    found = row_of(c=SAMPLES[1])

    assert ("NotSpam", 1, 0, "NONE") == (found["sfv"], found["scl"], found["bcl"], found["cat"])


@pytest.mark.parametrize(
    ("cell", "found", "name"),
    [
        ("S:AMA=SUM|v=0|action=", False, None),
        ("S:AMA=SUM|action=p|error=", None, None),
        ("S:AMA=SUM|v=1|action=b;S:AMA=EV|engine=M|v=1|name=DOS/Test|file=x", True, "DOS/Test"),
        ("S:AMA=SUM|v=0;S:AMA=EV|v=1|name=DOS/Test", None, "DOS/Test"),
        ("S:AMA=EV|v=1|name=A;S:AMA=EV|v=1|name=B", True, "A; B"),
    ],
)
def test_malware(cell, found, name):
    """Two statements that contradict each other are no answer."""
    row = row_of(c=cell)

    assert (found, name) == (row["malware_found"], row["malware_name"])


def test_only_a_match_with_an_action_is_a_hit():
    """A rule that was timed, and one that matched without acting, are no hits."""
    idle = HIT.replace("|action=DeleteMessage", "")

    assert "" == row_of(c=f"{TIMED};{idle}")["rule_hits"]
    assert (GUID, GUID) == tuple(row_of(c=f"{TIMED};{HIT};{HIT}")[n]
                                 for n in ("rule_hits", "rule_evaluated"))  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        f"S:SFA=SUM|SCL=1;S:AMA=EV|v=1|file=x;{HIT}",
        f"'S:SFA=SUM|SCL=1;{HIT}",
        f'S:SFA=SUM|SCL=1;S:OriginalFromAddress="x;{HIT}"@example.com',
    ],
)
def test_a_doubtful_cell_says_nothing_but_why(cell):
    """A file name that imitates a rule hit is no rule hit."""
    row = row_of(c=cell)

    assert ["doubt"] == [name for name, value in row.items() if value is not None]


@pytest.mark.parametrize("cells", [{"s": ["SMTP"]}, {"e": ["RECEIVE"]}, {"c": [None]}])
def test_other_rows_have_no_verdict(cells):
    """Only what an agent wrote counts, on the index of the column."""
    frame = pd.DataFrame({"c": [HIT], "s": ["AGENT"], "e": ["AGENTINFO"]} | cells, index=[9])
    found = verdicts(frame["c"], frame["s"], frame["e"])

    assert found.isna().all(axis=None)
    assert ([9], list(COLUMNS)) == (list(found.index), list(found.columns))


def test_types_do_not_depend_on_the_rows():
    """Levels are Int64, found is boolean, all else text; also where nothing is there."""
    for cells in ([], [None], [HIT], ["x"]):
        column = pd.Series(cells, dtype="str")
        same = pd.Series(["AGENT"] * len(cells), dtype="str")
        kinds = verdicts(column, same, same + "INFO").dtypes.astype(str)

        assert {"scl": "Int64", "malware_found": "boolean", "sfv": "str", "doubt": "str"} == {
            name: kinds[name] for name in ("scl", "malware_found", "sfv", "doubt")
        }


def test_half_a_character_is_read_past():
    """Text that Arrow cannot hold goes through the full parser."""
    column = pd.Series(["S:SFA=SUM|SFV=SPM;S:A=\udc80", "S:BCL=2"], dtype="object")

    assert ["SPM", None] == [None if pd.isna(v) else v for v in decode_rows(column)["sfv"]]
    assert 2 == decode_rows(column)["bcl"].iat[1]


def hits_of(*cells):
    """The hits of some cells without their ids, missing values as None."""
    found = rule_hits(pd.Series(cells, index=range(10, 10 + len(cells)), dtype="object"))
    columns = ["row", "agent", "group", "action", "mode", "severity"]
    return [tuple(None if pd.isna(v) else v for v in row) for row in found[columns].to_numpy()]


def test_rule_hits_have_a_row_an_action():
    """Two actions are two rows; timings give none; a DLP rule stands in it with its action."""
    cells = [s for s in SAMPLES if s.startswith(("S:TRA=", "S:DPA=DPR"))]
    expected = [
        ("TRA", "ETR", "ApplyHtmlDisclaimer", "Enforce", "low"),
        ("TRA", "ETR", "PrependSubject", "audit", "medium"),
        ("TRA", "ETR", "Encrypt", "audit", "medium"),
        ("DPA", "DPR", "BA", "Enforce", "high"),
    ]

    assert expected == [hit[1:] for hit in hits_of(*cells)]


def test_ids_of_rules_and_policies_have_one_form():
    """With and without dashes, large and small letters: the same rule is the same text."""
    found = rule_hits(pd.Series([s for s in SAMPLES if "|dlpid=" in s]))

    assert {"ab2aa60c-c9d8-11e0-afc0-76d34824019b"} == set(found["rule_id"])
    assert {"1b81cc82-c9db-11e0-9052-c5d64824019b"} == set(found["dlp"])


@settings(max_examples=80)
@given(st.lists(CELLS, max_size=6))
def test_rule_hits_equal_those_of_the_full_parser(cells):
    """A cell among others gives the same rows as alone, and none where it is in doubt."""
    expected = [hit for n, cell in enumerate(cells) for hit in slow_hits(10 + n, cell)]

    assert expected == [(row, action) for row, _, _, action, _, _ in hits_of(*cells)]


def slow_hits(label, text):
    """The rules that acted by the full parser alone."""
    if problems_in(text):
        return []
    kinds = {("TRA", "ETR"): [], ("DPA", "DPR"): [None]}
    return [
        (label, action)
        for item in items(text)
        for kind, nothing in kinds.items()
        if item.is_record(*kind)
        for action in item.values("action") or nothing
    ]


def test_rule_hits_of_rows_that_no_agent_wrote():
    """Text in another row that looks like a hit is none."""
    column = pd.Series([HIT, HIT])
    found = rule_hits(column, pd.Series(["SMTP", "AGENT"]), pd.Series(["AGENTINFO"] * 2))

    assert [1] == found["row"].tolist()
    assert [] == rule_hits(column[:0]).to_numpy().tolist()
