"""Bundled traces, pseudonymised: load_sample(name)."""

from __future__ import annotations

from importlib.resources import files

from tracekit.combine import combine
from tracekit.errors import UnknownNameError
from tracekit.model import MessageTrace
from tracekit.readers.front import parse

# Samples that belong together, in an order that is not that of the way of the mail.
_TOGETHER = {"inky-two-journeys": ("inky-return-junk", "inky-outbound")}


def list_samples() -> list[str]:
    """Return the names of the bundled traces.

    >>> "inky-two-journeys" in list_samples()
    True
    """
    single = (
        f.name.removesuffix(".txt") for f in files(__name__).iterdir() if f.name.endswith(".txt")
    )
    return sorted([*single, *_TOGETHER])


def sample_text(name: str) -> str:
    """Return a bundled trace as it was pasted; raises UnknownNameError.

    >>> sample_text("inky-outbound").startswith("Subject:")
    True
    """
    return "\n\n".join(text for _, text in _texts(name))


def load_sample(name: str) -> MessageTrace:
    """Read a bundled trace; raises UnknownNameError.

    >>> load_sample("inky-two-journeys").journeys["status"].tolist()
    ['Delivered', 'Sent']
    """
    return combine([parse(text, f"{part}.txt") for part, text in _texts(name)])


def _texts(name: str) -> list[tuple[str, str]]:
    if name not in list_samples():
        raise UnknownNameError("sample", name, list_samples())
    folder = files(__name__)
    parts = _TOGETHER.get(name, (name,))
    return [(part, folder.joinpath(f"{part}.txt").read_text("utf-8")) for part in parts]
