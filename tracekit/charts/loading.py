"""altair, loaded without what no chart needs: import it from here, as `alt`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _left_out(name: str) -> Iterator[None]:
    """Let an optional package count as not installed for as long as this lasts."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None
    try:
        yield
    finally:
        del sys.modules[name]


# jsonschema, which altair loads, would compile the grammar of RFC 3987 for a check of IRIs that no
# chart asks for: three quarters of the time that a notebook waits for its first picture.
with _left_out("rfc3987_syntax"):
    import altair as alt

__all__ = ["alt"]
