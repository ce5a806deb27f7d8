"""tracekit export: write a trace in a form that other tools open."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracekit import diagnose
from tracekit.cli.inputs import add_inputs, read_inputs
from tracekit.cli.streams import complain, show
from tracekit.errors import InputError
from tracekit.export import (
    to_chrome_trace,
    to_csv,
    to_json,
    to_otlp,
    to_parquet,
    to_timesketch,
)
from tracekit.model import MessageTrace

_TABLES = {"csv": to_csv, "parquet": to_parquet}
_FILES = {"json": to_json, "timesketch": to_timesketch}
_SPANS = {"otlp": to_otlp, "chrome-trace": to_chrome_trace}
FORMS = {**_FILES, **_SPANS, **_TABLES}
_NEED_TIMES = ("timesketch", "otlp", "chrome-trace")


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "export",
        help="write a trace for other tools: Timesketch, OpenTelemetry, Perfetto, tables",
        description="Read traces and write them for other tools. timesketch: events as a CSV "
        "timeline; otlp: journeys as OpenTelemetry spans (JSON); chrome-trace: journeys for "
        "Perfetto; csv and parquet: a folder with one file a table; json: all tables in one file, "
        "which tracekit reads again. Nothing is redacted: use redact for that first.",
    )
    add_inputs(parser)
    parser.add_argument("--as", dest="form", required=True, choices=list(FORMS))
    parser.add_argument("--out", required=True, metavar="PATH",
                        help="the file, or for csv and parquet the folder, to write")  # fmt: skip
    parser.add_argument("--gateway", default="inky", metavar="NAME",
                        help="the gateway by which journeys are named in spans")  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files and print their names; 2 if an input could not be used."""
    folder = options.form in _TABLES
    if Path(options.out).exists() and Path(options.out).is_dir() != folder:
        wanted = "a folder" if folder else "a file"
        raise InputError(options.out, f"{options.form} is written as {wanted}", f"name {wanted}")
    trace, usable = read_inputs(options)
    paths = _written(trace, options)
    if options.form in _NEED_TIMES:
        _say_left_out(trace)
    show("\n".join(map(str, paths)))
    return 0 if usable else 2


def _written(trace: MessageTrace, options: argparse.Namespace) -> list[Path]:
    if options.form in _TABLES:
        return _TABLES[options.form](trace, options.out)
    if options.form in _FILES:
        return [_FILES[options.form](trace, options.out)]
    pairs = diagnose(trace, gateway=options.gateway).pairs
    roles = dict(zip(pairs["journey"].tolist(), pairs["role"].tolist(), strict=True))
    return [_SPANS[options.form](trace, options.out, roles)]


def _say_left_out(trace: MessageTrace) -> None:
    timeless = int(trace.events["time"].isna().sum())
    if timeless:
        complain(f"{timeless} events have no time in UTC and are not in it; csv, parquet and json "
                 "have them.")  # fmt: skip
