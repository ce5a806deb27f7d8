"""One module a format; each declines with a reason or reads. They are asked in this order."""

from tracekit.readers import report_text

READERS = (report_text,)


def list_formats() -> tuple[str, ...]:
    """Return the names of the formats that can be read.

    >>> "report-text" in list_formats()
    True
    """
    return tuple(reader.NAME for reader in READERS)


__all__ = ["READERS", "list_formats", "report_text"]
