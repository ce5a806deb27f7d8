"""The container of the tables of a message trace."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pandas as pd

from tracekit.model.message_ids import bare_ids
from tracekit.model.tables import TABLES, table


@dataclass(frozen=True, eq=False)
class MessageTrace:
    """Tables of one or many message traces; every reader returns one.

    `journeys`, `events`, `problems` and `sources` are what was read; `spans` says, byte by byte,
    what became of each input. `headers` and `hops` hold message headers that were read beside the
    trace, `extra` the columns of structured inputs that have no place in the other tables, by
    `source` and `line`. Columns are described in `TABLES`. The container does not change: every
    method returns a new one.

    >>> MessageTrace.empty().events.empty
    True
    """

    journeys: pd.DataFrame
    events: pd.DataFrame
    problems: pd.DataFrame
    sources: pd.DataFrame
    spans: pd.DataFrame
    headers: pd.DataFrame = field(default_factory=lambda: table("headers"))
    hops: pd.DataFrame = field(default_factory=lambda: table("hops"))
    extra: pd.DataFrame = field(default_factory=lambda: table("extra"))

    @classmethod
    def empty(cls) -> MessageTrace:
        """Return a trace without a row."""
        return cls(**{name: table(name) for name in TABLES})

    def only(
        self, event: str | None = None, journey: int | None = None, recipient: str | None = None
    ) -> MessageTrace:
        """Return a new trace that keeps one kind of event, one journey or one recipient.

        >>> MessageTrace.empty().only(event="Defer").events.empty
        True
        """
        journeys, events = self.journeys, self.events
        if recipient is not None:
            journeys = journeys[journeys["recipient"].str.casefold() == recipient.casefold()]
        if journey is not None:
            journeys = journeys[journeys["journey"] == journey]
        events = events[events["journey"].isin(journeys["journey"])]
        if event is not None:
            events = events[events["event"] == event]
        return replace(
            self,
            journeys=journeys.reset_index(drop=True),
            events=events.reset_index(drop=True),
        )

    def messages(self) -> pd.DataFrame:
        """Return one row per message and recipient: ids, subject, sender, number of journeys.

        >>> MessageTrace.empty().messages().columns.tolist()
        ['message_id', 'recipient', 'subject', 'sender', 'journeys']
        """
        who, bare = self.journeys["recipient"].str.casefold(), self.journeys["message_id"]
        keyed = self.journeys.assign(who=who, bare=bare_ids(bare))
        return (
            keyed.groupby(["bare", "who"], sort=False, dropna=False)
            .agg(
                message_id=("message_id", "first"),
                recipient=("recipient", "first"),
                subject=("subject", "first"),
                sender=("sender", "first"),
                journeys=("journey", "size"),
            )
            .reset_index()[["message_id", "recipient", "subject", "sender", "journeys"]]
        )

    def __add__(self, other: MessageTrace) -> MessageTrace:
        """Return both traces as one; a journey that is given twice is kept once and reported."""
        from tracekit.combine import combine

        return combine([self, other])

    def attributes(self) -> pd.DataFrame:
        """Return every key and value that agents wrote into custom_data and Data, one row each.

        >>> MessageTrace.empty().attributes().empty
        True
        """
        from tracekit.decode.side_tables import attributes

        return attributes(self)

    def latency(self) -> pd.DataFrame:
        """Return where the time went inside each server, from message_info, one row a part.

        >>> MessageTrace.empty().latency().empty
        True
        """
        from tracekit.decode.side_tables import latency

        return latency(self)

    def rules(self) -> pd.DataFrame:
        """Return the ids and names of rules, as far as any input tells them.

        >>> MessageTrace.empty().rules().empty
        True
        """
        from tracekit.decode.side_tables import rules

        return rules(self)

    def receipt(self) -> pd.DataFrame:
        """Return what each input was read as, what it gave, and what it cannot contain.

        >>> MessageTrace.empty().receipt().empty
        True
        """
        from tracekit.model.receipt import receipt

        return receipt(self)

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write one CSV file a table into `folder`; return the paths.

        Text that a spreadsheet would run as a formula gets an apostrophe in front.

        >>> import tempfile
        >>> [p.name for p in MessageTrace.empty().to_csv(tempfile.mkdtemp())][:2]
        ['journeys.csv', 'events.csv']
        """
        from tracekit.render import csv_text

        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in TABLES:
            path = target / f"{name}.csv"
            path.write_text(csv_text(getattr(self, name)), encoding="utf-8", newline="")
            paths.append(path)
        return paths

    def to_parquet(self, folder: str | Path) -> list[Path]:
        """Write one Parquet file a table into `folder`, types kept; return the paths.

        >>> import tempfile
        >>> [p.name for p in MessageTrace.empty().to_parquet(tempfile.mkdtemp())][:2]
        ['journeys.parquet', 'events.parquet']
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in TABLES:
            path = target / f"{name}.parquet"
            getattr(self, name).to_parquet(path, index=False)
            paths.append(path)
        return paths

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, f.name))} {f.name}" for f in fields(self))
        return f"MessageTrace({counts})"
