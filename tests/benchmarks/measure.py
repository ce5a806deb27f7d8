"""Compare tracekit with its peers on one made-up Extended report, and print ratios.

python tests/benchmarks/measure.py --rows 100000 --encoding utf-16-le --runs 5

Every run is a process of its own, the cases take turns, and imports are not counted. Time is told
as a multiple of reading the same bytes, memory as a multiple of the file: seconds of one machine
say nothing about another. Memory is the growth of the process above what its imports took.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HAND = "pandas by hand"


def read_bytes(path: str | Path, encoding: str) -> bytes:
    """Read the whole file into memory: the floor for anything that builds a table."""
    return Path(path).read_bytes()


def arrow_text(path: str | Path, encoding: str):
    """Read every column as text with pyarrow; no cell is changed."""
    from pyarrow import csv, string

    with open(path, "rb") as file:
        header = file.readline().decode(encoding, "ignore").strip("\ufeff\r\n\0").replace('"', "")
    known = "utf8" if encoding == "utf-8" else encoding
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(encoding=known),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(header.split(","), string()), strings_can_be_null=False
        ),
    )


def pandas_by_hand(path: str | Path, encoding: str):
    """First, last and number of events a message, as typed into a notebook; changes some cells."""
    import pandas as pd

    return _by_message(pd.read_csv(path, encoding=encoding))


def pandas_safe(path: str | Path, encoding: str):
    """The same question by hand with every column kept as text."""
    import pandas as pd
    import pyarrow as pa

    text = pd.ArrowDtype(pa.string())
    return _by_message(pd.read_csv(path, encoding=encoding, dtype=text, keep_default_na=False))


def _by_message(frame):
    import pandas as pd

    frame["date_time_utc"] = pd.to_datetime(frame["date_time_utc"])
    return frame.groupby("message_id")["date_time_utc"].agg(["min", "max", "count"])


def tracekit_read(path: str | Path, encoding: str):
    """Read journeys and events with tracekit; raises where it finds no journey."""
    import tracekit

    trace = tracekit.read(Path(path))
    if trace.journeys.empty:
        raise RuntimeError("; ".join(trace.problems["reason"]) or "no journey found")
    return trace


CASES: dict[str, tuple[str, Callable]] = {
    "read the bytes": ("", read_bytes),
    "pyarrow, all text": ("pyarrow.csv", arrow_text),
    HAND: ("pandas,pyarrow", pandas_by_hand),
    "pandas, text kept": ("pandas,pyarrow", pandas_safe),
    "tracekit.read": ("tracekit,pyarrow.csv", tracekit_read),
}
FLOOR = next(iter(CASES))


def _called(name: str) -> tuple[str, Callable]:
    """A case by its name, or `module:function`, which is called with the path."""
    if name in CASES:
        return CASES[name]
    module, _, function = name.partition(":")
    return module, lambda path, encoding: getattr(importlib.import_module(module), function)(path)


def _highest() -> float:
    """Most memory this process has held, in bytes; not a number where the system cannot say."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def once(name: str, path: str, encoding: str) -> dict:
    """Run one case in this process: seconds, and growth of memory in bytes."""
    modules, function = _called(name)
    for module in filter(None, modules.split(",")):
        importlib.import_module(module)
    before, start = _highest(), time.perf_counter()
    kept = function(path, encoding)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "growth": _highest() - before, "kept": kept is not None}


def _run(name: str, path: str, encoding: str, limit: float) -> dict:
    command = [sys.executable, __file__, "--once", name, "--file", path, "--encoding", encoding]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"failed": f"more than {limit:.0f} seconds"}
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.strip()]
        return {"failed": told[-1] if told else f"ended with code {done.returncode}"}
    return json.loads(done.stdout)


def compare(path: str, encoding: str, runs: int, names: list[str], limit: float = 600) -> dict:
    """Run every case `runs` times, in turns; {name: [result, ...]}. One failure ends a case."""
    results: dict[str, list[dict]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            if not any("failed" in result for result in results[name]):
                results[name].append(_run(name, path, encoding, limit))
    return results


def lines(results: dict[str, list[dict]], size: int) -> list[str]:
    """Give the table as text: ratios within each round, their middle and range.

    >>> lines({"read the bytes": [{"seconds": 2.0, "growth": 8}], "x": [{"failed": "no"}]}, 8)[2:]
    ['x                              failed: no']
    """
    table = [f"{'case':<30} {'x bytes':>7}   {'(range)':<13} {'x hand':>6} {'x file':>8}"]
    for name, found in results.items():
        failures = [result["failed"] for result in found if "failed" in result]
        if failures:
            table.append(f"{name:<30} failed: {failures[0]}")
            continue
        floor, hand = _ratios(found, results[FLOOR]), _ratios(found, results.get(HAND, []))
        spread = f"({min(floor):.2f}-{max(floor):.2f})" if floor else "-"
        growth = median(result["growth"] for result in found) / size
        told = f"{_middle(floor):>7}   {spread:<13} {_middle(hand):>6} {growth:>8.2f}"
        table.append(f"{name:<30} {told}")
    return table


def _ratios(found: list[dict], others: list[dict]) -> list[float]:
    pairs = zip(found, others, strict=False)
    return [a["seconds"] / b["seconds"] for a, b in pairs if "failed" not in b]


def _middle(ratios: list[float]) -> str:
    return f"{median(ratios):.2f}" if ratios else "-"


def _generated(folder: str, rows: int, encoding: str) -> str:
    """Write the file in another process, so that this one stays small."""
    path = str(Path(folder) / "extended.csv")
    command = [sys.executable, str(Path(__file__).with_name("generate.py")), "extended"]
    subprocess.run([*command, "--rows", str(rows), "--encoding", encoding, "--out", path],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return path


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--encoding", choices=("utf-8", "utf-16-le"), default="utf-16-le")
    parser.add_argument("--runs", type=int, default=5, help="at least 3")
    parser.add_argument("--also", action="append", default=[], metavar="MODULE:FUNCTION",
                        help="one more case, called with the path")  # fmt: skip
    parser.add_argument("--limit", type=float, default=600, help="seconds for one run of a case")
    parser.add_argument("--file", help="measure this file, write none")
    parser.add_argument("--once", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.once:
        print(json.dumps(once(chosen.once, chosen.file, chosen.encoding)))
        return
    if chosen.runs < 3:
        parser.error("--runs must be 3 or more: two runs do not show a range")
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file or _generated(folder, chosen.rows, chosen.encoding)
        size = Path(path).stat().st_size
        results = compare(path, chosen.encoding, chosen.runs, [*CASES, *chosen.also], chosen.limit)
    print(
        f"{size / 1e6:.0f} MB, {chosen.encoding}, {chosen.runs} runs in turns; time as a multiple"
    )
    print("of reading the bytes and of pandas by hand, memory as a multiple of the file")
    print(*lines(results, size), sep="\n")


if __name__ == "__main__":
    main()
