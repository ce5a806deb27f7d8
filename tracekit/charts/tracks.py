"""What a timeline draws of its rows: texts, marks, the track beside them, and the key below."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tracekit.charts.base import GREY, INK
from tracekit.charts.fitting import fit, width_of
from tracekit.charts.sheet import WIDTH
from tracekit.charts.tones import LOOKS

TABLES = ("boxes", "lines", "dots", "points", "left", "right", "bold", "italic", "rows")
TOP = 50  # room for the title
_NUMBER, _CLOCK, _MINUTE, _TRACK, _NAME, _DETAIL = 38, 50, 110, 126, 144, 296  # from the left
_SCALE = 300  # pixels of the longest wait
_AMBER, _PURPLE = "#7a5800", "#6a3d9a"
_KEY_BRACKET = "known to the minute: at any second of it"
_KEY_DOTS = "order as in the report; the clock does not prove it"
_KEY_LINE = "the clock proves the order"
_KEY_WAIT = "a wait, to one scale; striped is in doubt"


def drawn_rows(
    frame: pd.DataFrame, rule: str, clocks: str, height: int
) -> tuple[dict[str, list[dict]], int]:
    """Return the data sets of a timeline, and its height with the key below it.

    `frame`: the placed rows of charts.timeline. `clocks`: which clock the labels show, if it is not
    the report's own.
    """
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    rows["bold"].append(_word(0, 8, "What happened, in order", 17))
    rows["left"].append(_word(0, 30, rule, 12, GREY))
    if clocks:
        rows["bold"].append(_word(0, 48, clocks, 12))
    told = frame.to_dict("records")
    for row in told:
        _DRAW[row["kind"]](rows, row)
    events = [row for row in told if row["kind"] == "event"]
    proved = _tracks(rows, told)
    _brackets(rows, events)
    _waits(rows, [row for row in told if row["most"] == row["most"] and row["most"] is not None])
    return rows, _key(rows, events, proved, height)


def _word(x: float, y: float, text: str, size: int = 12, colour: str = INK) -> dict:
    return {"x": x, "y": y, "text": text, "size": size, "colour": colour}


def _line(place: tuple, colour: str, width: float = 2) -> dict:
    x, y, x2, y2 = (round(float(at), 1) for at in place)
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "width": width}


def _box(place: tuple, colour: str, edge: str) -> dict:
    x, y, x2, y2 = (round(float(at), 1) for at in place)
    return {"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour, "edge": edge}


def _journey(rows: dict, row: dict) -> None:
    top = row["top"]
    rows["boxes"].append(_box((0, top + 10, WIDTH, row["bottom"] - 4), "#eef1f5", "#eef1f5"))
    rows["bold"].append(_word(10, top + 21, fit(row["name"], WIDTH - 20, 13, bold=True), 13))
    rows["left"].append(_word(10, top + 38, fit(row["detail"], WIDTH - 20, 11), 11, GREY))


def _event(rows: dict, row: dict) -> None:
    at, look = row["middle"], LOOKS[row["tone"]]
    rows["right"].append(_word(_NUMBER, at, row["number"], 11, GREY))
    rows["left"].append(_word(_CLOCK, at, fit(row["place"], _MINUTE - _CLOCK - 6, 12)))
    rows["bold"].append(_word(_NAME, at, fit(row["name"], _DETAIL - _NAME - 8, 13, bold=True)))
    rows["left"].append(_word(_DETAIL, at, fit(row["detail"], WIDTH - _DETAIL, 12), 12, "#333333"))
    rows["points"].append({"x": _TRACK, "y": at, "colour": look.colour, "shape": look.shape,
                           "spoken": row["spoken"]})  # fmt: skip
    rows["rows"].append({name: row[name] for name in ("journey", "seq", "key", "spoken")}
                        | {"y": row["top"], "y2": row["bottom"]})  # fmt: skip


def _wait(rows: dict, row: dict) -> None:
    rows["dots"].append(_line((_TRACK, row["top"], _TRACK, row["bottom"]), _AMBER))
    rows["italic"].append(_word(_NAME, row["middle"], fit(row["name"], WIDTH - _NAME, 12), 12,
                                _AMBER))  # fmt: skip


def _gateway(rows: dict, row: dict) -> None:
    place = (0, row["top"] + 6, WIDTH, row["bottom"] - 2)
    rows["boxes"].append(_box(place, "#ffffff", _PURPLE))
    rows["dots"].append(_line((_TRACK, place[1], _TRACK, place[3]), _PURPLE))
    name = fit(row["name"], WIDTH - _NAME, 12, bold=True)
    rows["bold"].append(_word(_NAME, (place[1] + place[3]) / 2, name, 12, _PURPLE))


def _note(rows: dict, row: dict) -> None:
    rows["italic"].append(_word(_NAME, row["middle"], fit(row["name"], WIDTH - _NAME, 12), 12,
                                GREY))  # fmt: skip


_DRAW = {"journey": _journey, "event": _event, "wait": _wait, "gateway": _gateway, "note": _note}


def _tracks(rows: dict, told: list[dict]) -> bool:
    """The line from event to event: full where the clock proves the order, else dotted.

    Return whether there is a full one.
    """
    last, proved = None, False
    for row in told:
        if row["kind"] == "journey":
            last = None
        if row["kind"] != "event":
            continue
        # Between them a wait may have been drawn already.
        if last is not None and row["top"] == last["bottom"]:
            place = (_TRACK, last["middle"] + 8, _TRACK, row["middle"] - 8)
            table = "lines" if row["shown"] else "dots"
            rows[table].append(_line(place, GREY if row["shown"] else "#777777"))
            proved |= row["shown"]
        last = row
    return proved


def _brackets(rows: dict, events: list[dict]) -> None:
    """One bracket for the events of one minute, any second of which each may have come."""
    for run in _runs(events):
        top, bottom = run[0]["middle"] - 8, run[-1]["middle"] + 8
        rows["lines"] += [
            _line((_MINUTE, top, _MINUTE, bottom), GREY, 1.2),
            *(_line((_MINUTE, at, _MINUTE + 5, at), GREY, 1.2) for at in (top, bottom)),
        ]


def _runs(events: list[dict]) -> Iterator[list[dict]]:
    run: list[dict] = []
    for row in events:
        same = run and (row["journey"], row["minute"]) == (run[-1]["journey"], run[-1]["minute"])
        if run and not same:
            yield run
            run = []
        if row["minute"]:
            run.append(row)
    if run:
        yield run


def _waits(rows: dict, waits: list[dict]) -> None:
    """A bar for each wait: full for what was waited for sure, striped for what is in doubt."""
    longest = max((row["most"] for row in waits), default=0) or 1.0
    for row in waits:
        left = max(_DETAIL, _NAME + width_of(row["name"], 12, row["kind"] == "gateway") + 12)
        room = min(_SCALE, WIDTH - 4 - left)
        if room < 40:
            continue
        scale, at = _SCALE / longest, row["middle"] + (2 if row["kind"] == "gateway" else 0)
        colour = _PURPLE if row["kind"] == "gateway" else _AMBER
        sure, most = row["least"] * scale, max(row["most"] * scale, 3)
        end, full = left + min(most, room), left + min(sure, room)
        rows["boxes"].append(_box((left, at - 5, end, at + 5), "#ffffff", colour))
        if sure >= 1:
            rows["boxes"].append(_box((left, at - 5, full, at + 5), colour, colour))
        rows["lines"] += [_line((x, at + 5, x + 4, at - 5), colour, 1)
                          for x in range(int(full) + 3, int(end) - 3, 6)]  # fmt: skip


def _key(rows: dict, events: list[dict], proved: bool, height: int) -> int:
    """Say below the picture what its marks and lines mean; return the height of all."""
    at, x = height + 18, 6.0
    for look in LOOKS.values():
        if look.words not in {LOOKS[row["tone"]].words for row in events}:
            continue
        wide = 24 + width_of(look.words, 11)
        if x + wide > WIDTH:
            at, x = at + 20, 6.0
        rows["points"].append({"x": x + 6, "y": at, "colour": look.colour, "shape": look.shape,
                               "spoken": look.words})  # fmt: skip
        rows["left"].append(_word(x + 18, at, look.words, 11))
        x += wide + 10
    return _key_of_lines(rows, events, proved, at + 20) if events else height


def _key_of_lines(rows: dict, events: list[dict], proved: bool, at: float) -> int:
    """The lines that are in the picture, each with its meaning."""
    x = 6.0
    shown = [row["shown"] for row in events]
    waits = [row for row in rows["boxes"] if row["colour"] in (_AMBER, "#ffffff")]
    keys = [
        (any(row["minute"] for row in events), _KEY_BRACKET, _bracket_key),
        (not all(shown), _KEY_DOTS, _dots_key),
        (proved, _KEY_LINE, _line_key),
        (bool(waits), _KEY_WAIT, _wait_key),
    ]
    for here, words, draw in keys:
        if not here:
            continue
        wide = 30 + width_of(words, 11)
        if x + wide > WIDTH:
            at, x = at + 20, 6.0
        draw(rows, x, at)
        rows["left"].append(_word(x + 26, at, words, 11, GREY))
        x += wide + 12
    return int(at + 14)


def _bracket_key(rows: dict, x: float, at: float) -> None:
    rows["lines"].append(_line((x + 10, at - 7, x + 10, at + 7), GREY, 1.2))
    rows["lines"] += [_line((x + 10, y, x + 15, y), GREY, 1.2) for y in (at - 7, at + 7)]


def _dots_key(rows: dict, x: float, at: float) -> None:
    rows["dots"].append(_line((x + 2, at, x + 22, at), "#777777"))


def _line_key(rows: dict, x: float, at: float) -> None:
    rows["lines"].append(_line((x + 2, at, x + 22, at), GREY))


def _wait_key(rows: dict, x: float, at: float) -> None:
    rows["boxes"] += [_box((x, at - 5, x + 22, at + 5), "#ffffff", _AMBER),
                      _box((x, at - 5, x + 10, at + 5), _AMBER, _AMBER)]  # fmt: skip
    rows["lines"].append(_line((x + 14, at + 5, x + 18, at - 5), _AMBER, 1))
