"""No text, however made, takes a container more than linear time, more cells, or an exception."""

from __future__ import annotations

import json

import pytest
from console_print import DETAIL, TABLE, TRACE, as_list
from hypothesis import given
from hypothesis import strategies as st
from processor_time import processor_seconds

from tracekit.knowledge.formats import kind_of
from tracekit.readers.containers import clixml, console, json_records
from tracekit.readers.containers.noise import load_noise

RECORD = json.dumps(TRACE)
JSON = [
    "[",
    "{",
    '{"a":',
    '{"a":\n',
    "[\n",
    '"',
    '{"',
    '{"\n',
    "{}",
    "{}\n",
    "[]",
    "]",
    "}",
    "\\",
    '{"value":[',
    '{"value":[]}',
    "x\n",
    "\n",
    " ",
    "{ x\n",
    '{"a":{}\n',
    '{"a":1,"a":2}',
    '{"d":{"d":',
    "[1,",
    "1,",
    ">\n",
]
HEAD = '<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">'
OBJECT = "<Obj><MS>" + "".join(f"<S N='{name}'>x</S>" for name in TRACE) + "</MS></Obj>"
CLIXML = ["<Obj>", "<Obj><MS>", "<S N='a'>", "x", "\n", "&", "<!--", "<", "<Objs>\n", "</Obj>",
          "<Objs></Objs>", "_x0041_", '<Ref RefId="1"/>', OBJECT, "<S>a</S>", HEAD + OBJECT,
          '<Obj RefId="0"><LST>']  # fmt: skip
CONSOLE = ["\n", " ", " \n", "x\n", ":", " :", " : \n", "a : b\n", "Status : x\n", "-", "- ",
         "-  -\n", "a  b\n-  -\n", ">", "> ", ">\n", "\x1b[", "\x1b[0m", "PS>", "(", "[", "{", "日",
         "…", TABLE + "\n", TABLE.split("\n")[2] + "\n", as_list(TRACE) + "\n\n", "WARNING: ",
         as_list(TRACE, 40) + "\n", " " * 30 + "x\n", "-- --\n", "x y", " " * 69 + "x" * 17 + "\n",
         "\xa0", "*"]  # fmt: skip
BEFORE = {
    json_records: ["", f"[{RECORD},"],
    clixml: [HEAD],
    console: ["", as_list(TRACE) + "\n", TABLE + "\n", "Subject : "],
}
SEEDS = {json_records: [*JSON, RECORD, RECORD + "\n", RECORD[:60] + "\n"], clixml: CLIXML,
         console: CONSOLE}  # fmt: skip
CASES = [(module, before, seed) for module, seeds in SEEDS.items() for seed in seeds
         for before in BEFORE[module]]  # fmt: skip


@pytest.mark.parametrize(("module", "before", "seed"), CASES)
def test_eight_times_the_text_takes_about_eight_times_as_long(module, before, seed):
    """A quadratic step would take 64 times as long."""
    for _ in range(3):  # a clock is never quite steady
        small, large = (_seconds(module, before + seed * (n // len(seed))) for n in (3_000, 24_000))
        if large <= max(16 * small, 0.25):
            return

    assert large <= 16 * small


def _seconds(module, text):
    return processor_seconds(lambda: (module.sniff(text), module.grids(text)))


def test_names_of_strangers_stay_bounded():
    """A new column in every record does not make a square of cells, and no cell is lost."""
    text = "\n".join(json.dumps({**DETAIL, f"x{n}": n}) for n in range(3000))
    [grid] = json_records.grids(text)

    assert 300 > len(grid.names)
    assert '{"x2999": "2999"}' == grid.text("further columns").iloc[-1]
    assert "detail" == kind_of(grid.names).id


CONSOLE_PIECES = ["Status : ", "Received : 3/1/2026", "Name", " : ", "\n", "    ", "----  ----",
                  "x", "…", "{a", "PS> ", ">> ", "> ", "\ud800", "日", "\x1b[0m", "\r", "\xa0",
                  *TABLE.split("\n"), *as_list(DETAIL).split("\n")]  # fmt: skip
TAGS = ["Objs", "Obj", "MS", "S", "LST", "En", "DCT"]
PIECES = {
    json_records: list('{}[]",:\\ \na1\ud800'),
    clixml: [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "<S N='a'>", "x", "&",
             "<Ref RefId='1'/>", "\n", "&#x1;", "<!--", "_x0041_", "\ud800"],
    console: CONSOLE_PIECES,
}  # fmt: skip
texts = {
    module: st.lists(st.sampled_from(p), max_size=40).map("".join) for module, p in PIECES.items()
}


@pytest.mark.parametrize("module", PIECES)
@given(data=st.data())
def test_nothing_fails(module, data):
    """Any text gives an answer, and grids whose columns are as long as their lines."""
    text = "".join(data.draw(st.lists(st.sampled_from(PIECES[module]), max_size=40)))
    lengths = {(len(g), *map(len, g.columns)) for g in module.grids(text)}

    assert isinstance(module.sniff(text), str)
    assert {1} >= {len(set(found)) for found in lengths}


@pytest.mark.parametrize("noise", load_noise().noise, ids=lambda noise: noise.name)
def test_noise_is_no_problem(noise):
    """Every sample of noise fits its own pattern, and is passed over without a word."""
    text = f"{noise.sample}\n{RECORD}\n{noise.sample}\n"

    assert [()] == [grid.problems for grid in json_records.grids(text)]
    assert noise.source
