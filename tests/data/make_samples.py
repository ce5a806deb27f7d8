"""Make the samples that no editor shows as text: other encodings, and very long cells.

Each is another sample of its folder with one change, so that it can be reviewed as text. Run
`python tests/data/make_samples.py` to write them again; a test says when a file differs.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
SENTENCE = "Please read all of this. "
FILLER = "S:PCFA=SUM|note=filler without a meaning;"
LETTERS = "abcdefghij"


class Long(NamedTuple):
    """Where a long piece goes: behind the first place of a text, or instead of it."""

    text: str
    piece: str
    times: int
    instead: bool = False

    def put(self, content: str) -> str:
        """Return the content with the long piece in it."""
        kept = "" if self.instead else self.text
        assert self.text in content, self.text
        return content.replace(self.text, kept + self.piece * self.times + "end", 1)


class Made(NamedTuple):
    """A sample that is made from another one."""

    folder: str
    name: str
    origin: str
    encoding: str = "utf-8"
    long: Long | None = None

    @property
    def path(self) -> Path:
        """Where it stands."""
        return FOLDER / self.folder / self.name

    def content(self) -> bytes:
        """Return its bytes."""
        text = (FOLDER / self.folder / self.origin).read_bytes().decode("utf-8")
        return (self.long.put(text) if self.long else text).encode(self.encoding)


def _subject(times: int = 5700, text: str = "Invoice 4711") -> Long:
    return Long(text, SENTENCE, times, instead=True)


# "utf-16" writes a byte order mark (of this machine's order, little-endian everywhere today);
# "utf-16-le" writes none, as the historical-search service does. "utf-8-sig" writes one.
SAMPLES = (
    Made("trace-csv", "type-line-bom.csv", "type-line.csv", "utf-8-sig"),
    Made("trace-csv", "type-line-windows-1252.csv", "type-line.csv", "cp1252"),
    Made("trace-csv", "type-line-utf-16.csv", "type-line.csv", "utf-16"),
    Made("trace-csv", "large-field.csv", "typical.csv", long=_subject(12_000)),
    Made("detail-csv", "typical-utf-16.csv", "typical.csv", "utf-16"),
    Made("detail-csv", "large-field.csv", "typical.csv",
         long=Long('String=""bounce', LETTERS, 14_000)),
    Made("portal-csv", "large-field.csv", "zone-in-header.csv", long=_subject()),
    Made("enhanced-summary-csv", "utf-16-no-mark.csv", "typical.csv", "utf-16-le"),
    Made("enhanced-summary-csv", "utf-16-with-mark.csv", "typical.csv", "utf-16"),
    Made("enhanced-summary-csv", "large-field.csv", "typical.csv", long=_subject()),
    Made("extended-csv", "utf-16-no-mark.csv", "typical.csv", "utf-16-le"),
    Made("extended-csv", "utf-16-with-mark.csv", "typical.csv", "utf-16"),
    Made("extended-csv", "large-field.csv", "typical.csv",
         long=Long("S:AMA=SUM|v=0|action=|error=|atch=1;", FILLER, 7_400)),
    Made("tracking-log", "exchange-2019-bom.log", "exchange-2019.log", "utf-8-sig"),
    Made("tracking-log", "large-field.log", "exchange-2019.log",
         long=Long("08DE2A5B1C3D4E5F;", LETTERS, 14_000)),
    Made("tracking-cmdlet-csv", "type-line-utf-16.csv", "type-line.csv", "utf-16"),
    Made("tracking-cmdlet-csv", "large-field.csv", "type-line.csv",
         long=Long("[E2ELatency, 2.123", LETTERS, 14_000)),
    Made("rule-report-csv", "typical-utf-16.csv", "typical.csv", "utf-16"),
    Made("rule-report-csv", "large-field.csv", "typical.csv", long=_subject()),
    Made("defender-csv", "large-field.csv", "email-events.csv",
         long=Long('""SPF"":""pass', LETTERS, 14_000)),
    Made("defender-json", "large-field.jsonl", "streaming.jsonl",
         long=Long(r"\"SPF\":\"pass", LETTERS, 14_000)),
    Made("graph-json", "large-field.json", "list.json", long=_subject()),
    Made("trace-json", "large-field.json", "list.json", long=_subject()),
    Made("trace-json", "list-utf-16.json", "list.json", "utf-16"),
    Made("clixml", "trace-utf-16.xml", "trace.xml", "utf-16"),
    Made("clixml", "large-field.xml", "trace.xml", long=_subject(text="Re: Invoice 4711")),
    Made("powershell-text", "transcript-utf-16.txt", "list.txt", "utf-16"),
    Made("powershell-text", "large-field.txt", "list.txt", long=_subject(text="open, 50% off")),
)  # fmt: skip


if __name__ == "__main__":
    for sample in SAMPLES:
        sample.path.write_bytes(sample.content())
        print(f"{sample.path.stat().st_size:>8} {sample.folder}/{sample.name}")
