"""Write made-up traces of any size for benchmarks, and say what is in them.

python tests/benchmarks/generate.py extended --rows 100000 --encoding utf-16-le --out trace.csv

The same kind, rows and seed give the same bytes on every system. The command prints the truth
about the file as JSON; the functions return it. Columns, times and the small languages in the
long cells follow Microsoft's reports; every name and address is a reserved or made-up one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import generated_extended
import generated_reports
import generated_summary
import numpy as np
from generated_mail import Message, messages

ENCODINGS = ("utf-8", "utf-16-le")
# Rows are mixed within stretches of this many: exports come in no order.
SHUFFLED = 20_000
FEWEST = 100


def extended(path: str | Path, rows: int, encoding: str = "utf-8", seed: int = 1) -> dict:
    """Write an Extended report of exactly `rows` rows; return what is true of it.

    `journeys` counts one recipient on one pass; `sent`, `returned`, `delivered`, `failed` count
    recipients; `never_returned` lists the [message_id, recipient] that went to the gateway and did
    not come back. Raises ValueError below 100 rows.

    >>> import os
    >>> extended(os.devnull, 500)["rows"]
    500
    """
    if rows < FEWEST:
        raise ValueError(f"an Extended report needs {FEWEST} rows or more, not {rows}")
    truth = _nothing()
    _write(path, encoding, generated_extended.HEADER, _extended_rows(rows, seed, truth), seed)
    return {**truth, "events": dict(truth["events"])}


def _nothing() -> dict:
    counts = ("rows", "messages", "passes", "journeys", "sent", "returned", "delivered", "failed",
              "deferred", "newlines")  # fmt: skip
    return {**dict.fromkeys(counts, 0), "never_returned": [], "events": Counter()}


def _extended_rows(rows: int, seed: int, truth: dict) -> Iterator[str]:
    """Yield rows of whole messages as long as they fit, then copies that change no answer."""
    last = None
    for mail in messages(seed):
        found = generated_extended.rows_of(mail)
        if truth["rows"] + len(found) > rows:
            break
        _count(mail, found, truth)
        yield from found
        last = mail
    for _ in range(rows - truth["rows"]):
        truth["rows"] += 1
        truth["events"]["HARECEIVE"] += 1
        yield generated_extended.filler(last)


def _count(mail: Message, rows: list[str], truth: dict) -> None:
    many = len(mail.recipients)
    truth["rows"] += len(rows)
    truth["messages"] += 1
    truth["passes"] += len(mail.passes)
    truth["journeys"] += many * len(mail.passes)
    truth["newlines"] += len(rows) if "\n" in mail.subject else 0
    if mail.never_returned:
        truth["never_returned"] += [[mail.message_id, to] for to in mail.recipients]
    for way in mail.passes:
        failed = 0 if way.sent else sum(way.failed[:many])
        truth["sent"] += many * way.sent
        truth["returned"] += many * way.returned
        truth["failed"] += failed
        truth["delivered"] += 0 if way.sent else many - failed
    kinds = Counter(_event(row) for row in rows)
    truth["deferred"] += kinds["DEFER"]
    truth["events"].update(kinds)


def _event(row: str) -> str:
    """The event's name, without a CSV parser: no other cell before it holds `,source,event,`."""
    return next(name for name in generated_extended.EVENTS if f",{name}," in row)


def summary(path: str | Path, rows: int, encoding: str = "utf-8", seed: int = 1) -> dict:
    """Write an Enhanced summary report of `rows` rows; return what is true of it.

    >>> import os
    >>> summary(os.devnull, 10)["rows"]
    10
    """
    truth = {"rows": rows, "messages": 0, "journeys": 0}
    every = ((mail, row) for mail in messages(seed) for row in generated_summary.rows_of(mail))
    texts, seen = [], set()
    for mail, row in islice(every, rows):
        texts.append(row)
        seen.add(mail.number)
        truth["journeys"] += len(mail.recipients)
    _write(path, encoding, generated_summary.HEADER, texts, seed)
    return {**truth, "messages": len(seen)}


def reports(path: str | Path, rows: int, encoding: str = "utf-8", seed: int = 1, *,
            flat: bool = True, mojibake: bool = False) -> dict:  # fmt: skip
    """Write `rows` reports as "Copy report text" gives them; return what is true of the file.

    >>> import os
    >>> reports(os.devnull, 3)["journeys"]
    3
    """
    every = (text for mail in messages(seed)
             for text in generated_reports.reports_of(mail, flat, mojibake))  # fmt: skip
    texts = list(islice(every, rows))
    Path(path).write_bytes("\n".join(texts).encode(encoding))
    return {"rows": rows, "journeys": rows, "sent": sum("| Send external |" in t for t in texts)}


def _write(path: str | Path, encoding: str, header: str, rows: Iterable[str], seed: int) -> None:
    """Write without a mark at the start, as the service does for UTF-16."""
    rng = np.random.default_rng([seed, 1_000_003])
    rest = iter(rows)
    with open(path, "wb") as file:
        file.write(f"{header}\r\n".encode(encoding))
        while block := list(islice(rest, SHUFFLED)):
            order = rng.permutation(len(block)).tolist()
            file.write("".join([block[place] for place in order]).encode(encoding))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kind", choices=("extended", "summary", "reports"))
    parser.add_argument("--rows", type=int, required=True, help="rows, or reports, to write")
    parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8")
    parser.add_argument("--out", required=True, metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--style", choices=("flat", "multiline"), default="flat", help="of reports")
    parser.add_argument("--mojibake", action="store_true", help="harm the marks of reports")
    chosen = parser.parse_args(arguments)
    common = (chosen.out, chosen.rows, chosen.encoding, chosen.seed)
    if chosen.kind == "reports":
        truth = reports(*common, flat=chosen.style == "flat", mojibake=chosen.mojibake)
    else:
        truth = {"extended": extended, "summary": summary}[chosen.kind](*common)
    never = truth.get("never_returned")
    print(json.dumps(truth if never is None else {**truth, "never_returned": len(never)}))


if __name__ == "__main__":
    main()
