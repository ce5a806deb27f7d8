"""The library that draws clickable charts in the browser, sent once for all of them."""

from __future__ import annotations

from functools import cache

import anywidget
import traitlets
import vl_convert


class Vega(anywidget.AnyWidget):
    """Vega, Vega-Lite and vega-embed as one script that asks no network; charts share it."""

    _esm = "export default {}"
    script = traitlets.Unicode().tag(sync=True)


_kept: list[Vega] = []


def vega() -> Vega:
    """Return the one that this process has; another where somebody closed it."""
    if not _kept or _kept[0].comm is None:
        _kept[:] = [Vega(script=_script())]
    return _kept[0]


@cache
def _script() -> str:
    """vl-convert carries the libraries; bundling them takes a second or two."""
    version = vl_convert.get_vegalite_versions()[-1]
    return vl_convert.javascript_bundle("export { vegaEmbed };", vl_version=version)
