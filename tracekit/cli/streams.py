"""Standard output and standard error, the same on every system."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from tracekit.render import emit, visible


def speak_utf8() -> None:
    """Write UTF-8 with LF everywhere; a Windows console or the C locale would fail on "→"."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def show(text: str) -> None:
    """Write text and a line end to standard output."""
    emit(text.rstrip("\n") + "\n")


def complain(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"tracekit: {visible(text)}\n")


@contextmanager
def closed_pipe() -> Iterator[SimpleNamespace]:
    """End quietly when the reader of our output goes away, as `| head` does."""
    state = SimpleNamespace(code=0)
    try:
        yield state
        sys.stdout.flush()
    except BrokenPipeError:
        state.code = 141  # as a shell reports SIGPIPE
        # Python flushes once more when it ends; there must be somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
