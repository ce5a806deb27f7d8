"""The library that draws clickable charts in the browser, sent once for all of them."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

import anywidget
import traitlets
import vl_convert

from tracekit.errors import InputError
from tracekit.export.files import write_text

_ASKED = "export { vegaEmbed };"
_END = "as vegaEmbed};"


class Vega(anywidget.AnyWidget):
    """Vega, Vega-Lite and vega-embed as one script that asks no network; charts share it."""

    _esm = "export default {}"
    script = traitlets.Unicode().tag(sync=True)


_made: list[Vega] = []


def vega() -> Vega:
    """Return the one that this process has; another where somebody closed it."""
    if not _made or _made[0].comm is None:
        _made[:] = [Vega(script=script_of(default_copy()))]
    return _made[0]


def default_copy() -> Path:
    """Where the script is kept: in ~/.tracekit, a file for each version of vl-convert."""
    return Path.home() / ".tracekit" / f"vega-{vl_convert.__version__}.js"


@cache
def script_of(copy: Path) -> str:
    """Return the script that vl-convert bundles, which takes seconds: a copy of it is kept.

    Where no copy can be kept each process bundles it once.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     script_of(Path(folder) / "vega.js").rstrip().endswith("as vegaEmbed};")
    True
    """
    try:
        kept = copy.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        kept = ""
    if kept.endswith(_END):
        return kept
    with suppress(InputError):
        write_text(copy, _bundled())
    return _bundled()


@cache
def _bundled() -> str:
    version = vl_convert.get_vegalite_versions()[-1]
    return vl_convert.javascript_bundle(_ASKED, vl_version=version).rstrip()
