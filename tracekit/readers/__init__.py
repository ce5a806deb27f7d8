"""One reader a container; each declines with a reason or reads. They are asked in this order."""

from tracekit.readers import fragments, own_json, report_text
from tracekit.readers.headers import reader as headers
from tracekit.readers.structured.reader import CLIXML, CSV, JSON, MARKDOWN, POWERSHELL

STRUCTURED = (CSV, JSON, CLIXML, POWERSHELL, MARKDOWN)
READERS = (own_json, *STRUCTURED, report_text, headers, fragments)


def list_formats() -> tuple[str, ...]:
    """Return the names of the formats that can be read; a lone answer of a server is none.

    >>> "report-text" in list_formats(), "extended-csv" in list_formats()
    (True, True)
    """
    structured = (name for reader in STRUCTURED for name in reader.names)
    return tuple(dict.fromkeys([report_text.NAME, headers.NAME, *structured]))


__all__ = ["READERS", "list_formats"]
