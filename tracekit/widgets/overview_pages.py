"""The pages of the overview: which pictures each has, drawn from the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from tracekit.charts.overview.bars import count_outcomes, ranked, top
from tracekit.charts.overview.heat import heat
from tracekit.charts.overview.lengths import by_length, in_time, slowest
from tracekit.charts.overview.times import over_time
from tracekit.charts.overview.ways import way
from tracekit.charts.sheet import WIDTH, Drawing
from tracekit.charts.wording import said
from tracekit.knowledge.terms import load_smtp_codes
from tracekit.widgets.session import Session

GROUPS = {"recipient_domain": "Recipient domain", "recipient": "Recipient",
          "sender_domain": "Sender domain"}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One picture of a page: the name of its list, and how it is drawn."""

    what: str
    draw: Callable[[Session], Drawing]


def _messages(session: Session, *but: str) -> pd.DataFrame:
    """The messages that pass every filter but those that the picture itself sets."""
    return session.messages[session.passing(*but)]


def _outcomes(column: str, title: str) -> Picture:
    def draw(session: Session) -> Drawing:
        chosen = getattr(session.view, column)
        return count_outcomes(_messages(session, column)[column], title, column, chosen)

    return Picture(title, draw)


def _times(session: Session) -> Drawing:
    view = session.view
    return over_time(_messages(session, "since", "until"), (view.since, view.until))


def _way(session: Session) -> Drawing:
    names = ("sender_domain", "passed", "where")
    return way(_messages(session, *names), {name: getattr(session.view, name) for name in names})


def _lengths(session: Session) -> Drawing:
    view = session.view
    messages = _messages(session, "delay_from", "delay_to")
    return by_length(messages, (view.delay_from, view.delay_to))


def _in_time(session: Session) -> Drawing:
    return in_time(session.listed)


def _slowest(session: Session) -> Drawing:
    return slowest(session.listed)


def _values(name: str, title: str, nothing: str) -> Picture:
    def draw(session: Session) -> Drawing:
        pairs, keep = session.listing.values(name), session.passing(name)
        counts = pairs.loc[keep[pairs["at"].to_numpy()], "value"].value_counts()
        rows = top(counts[counts > 0], name, getattr(session.view, name))
        spelled = pairs.drop_duplicates("value").set_index("value")["spelled"]
        labels = [said(spelled.get(value, label), 80) if value else label
                  for value, label in zip(rows["value"], rows["label"], strict=True)]  # fmt: skip
        if name == "code":
            labels = [_explained(label) for label in labels]
        return ranked(title, labels, rows["count"].tolist(), rows["choice"].tolist(),
                      rows["chosen"].tolist(), WIDTH, nothing=nothing)  # fmt: skip

    return Picture(title, draw)


def _explained(code: str) -> str:
    known = load_smtp_codes().get(code)
    return f"{code}  {known.title}" if known else code


def _heat(session: Session) -> Drawing:
    by = group_of(session)
    chosen = {name: getattr(session.view, name) for name in (by, "where")}
    title = f"{GROUPS[by]} and where the messages are"
    return heat(_folded(_messages(session, by, "where"), by), by, title, chosen)


def _folded(messages: pd.DataFrame, by: str) -> pd.DataFrame:
    """Addresses that differ in capitals only are one."""
    return messages.assign(recipient=messages["recipient"].str.strip().str.casefold()) if (
        by == "recipient") else messages  # fmt: skip


def group_of(session: Session) -> str:
    """Return what the heat map groups by: what was chosen, else domains where there are several."""
    if session.view.group in GROUPS:
        return session.view.group
    domains = session.messages["recipient_domain"].unique()
    return "recipient_domain" if len(domains) > 1 else "recipient"


def _patterns(session: Session) -> Drawing:
    found, keep = session.listing.patterns, session.passing("pattern")
    here = set(session.messages.index[keep])
    counts = [sum(number in here for number in numbers) for numbers in found["messages"]]
    labels = [said(sentence, 400) for sentence in found["sentence"]]
    choices = [{"pattern": name} for name in found["name"]]
    chosen = [name == session.view.pattern for name in found["name"]]
    kept = [n for n, count in enumerate(counts) if count]
    parts = ([values[n] for n in kept] for values in (labels, counts, choices, chosen))
    return ranked("What messages of one outcome share", *parts, WIDTH, nothing="nothing stands out")


PAGES = {
    "Outcomes": (Picture("Time", _times), _outcomes("where", "Where it is"),
                 _outcomes("who", "Who decided"), _outcomes("passed", "Did the gateway see it")),
    "Flow": (Picture("Way", _way),),
    "Delays": (Picture("How long", _lengths), Picture("The slowest", _slowest),
               Picture("Over time", _in_time)),
    "Rules and codes": (_values("rule", "Rules that matched", "no rule"),
                        _values("code", "Codes of failures", "no failure"),
                        _values("connector", "Connectors", "no connector")),
    "Groups": (Picture("Group", _heat),),
    "Patterns": (Picture("Pattern", _patterns),),
}  # fmt: skip
