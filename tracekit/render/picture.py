"""A chart as a still picture that shows everywhere, without a network and without a script."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracekit.render.clean import visible
from tracekit.render.html import Html, attribute, escape

# Vega-Lite would follow or load these; a trace must never decide where to.
_ACTING_KEYS = frozenset({"href", "url", "loader", "usermeta"})
_DATA_KEYS = frozenset({"datasets", "values"})
_CAPTION = "font-size:.9em;margin:.3em 0 0;color:inherit"


@dataclass(frozen=True)
class Picture:
    """A drawn chart: `svg`, `png`, the `alt` text for who cannot see it, and a `caption`.

    A cell that ends in one shows it, offline, also after export and in an untrusted notebook.
    """

    svg: str
    png: bytes
    alt: str
    caption: str = ""

    def html(self) -> Html:
        """Return the picture as a figure with its description."""
        data = base64.b64encode(self.svg.encode()).decode()
        image = f'<img alt="{attribute(self.alt)}" src="data:image/svg+xml;base64,{data}" '
        image += 'style="max-width:100%;height:auto;background:#fff">'
        below = ""
        if self.caption:
            below = f'<figcaption style="{_CAPTION}">{escape(self.caption)}</figcaption>'
        return Html(f'<figure style="margin:.5em 0">{image}{below}</figure>', self.alt)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # No image/svg+xml: the SVG is in the <img> already, where no page script or formula
        # renderer reaches it.
        return {
            "text/html": self.html().wrapped(),
            "image/png": base64.b64encode(self.png).decode(),
            "text/plain": visible(self.alt, limit=None, lines=True),
        }

    def __repr__(self) -> str:
        return f"Picture({visible(self.alt, 80)!r})"


def draw(chart: object, caption: str = "", alt: str = "") -> Picture:
    """Draw an altair chart (or a Vega-Lite dict) as a `Picture`.

    Every string of the chart is cleaned first: vl-convert ends the whole process at some control
    characters (vega/vl-convert#220), and no cleaner of a caller is relied on.

    >>> draw({"data": {"values": [{"a": 1}]}, "mark": "point"}, alt="One point.").alt
    'One point.'
    """
    safe = _safe(chart)
    svg = _drawn(safe)
    return Picture(
        svg=svg,
        png=_packed(_convert("svg_to_png", svg, scale=1.5)),
        alt=visible(alt or safe.get("description", "") or "Chart", limit=None, lines=True),
        caption=caption,
    )


def figure(chart: object, alt: str) -> Html:
    """Return a chart as a figure with its description, without the PNG that a `Picture` carries.

    >>> figure({"data": {"values": [{"a": 1}]}, "mark": "point"}, "One point.").text
    'One point.'
    """
    return Picture(to_svg(chart), b"", visible(alt, limit=None, lines=True)).html()


def to_svg(chart: object) -> str:
    """Return the SVG of the `Picture` that `draw` makes of a chart, cleaned like it.

    >>> to_svg({"data": {"values": [{"a": 1}]}, "mark": "point"})[:4]
    '<svg'
    """
    return _drawn(_safe(chart))


def _safe(chart: object) -> dict:
    return clean_spec(chart if isinstance(chart, Mapping) else chart.to_dict())


def _drawn(safe: dict) -> str:
    return _convert("vegalite_to_svg", safe, vl_version=_vegalite_version(safe))


def clean_spec(spec: Mapping) -> dict:
    """Return a chart specification with every string cleaned; refuse one that opens links.

    >>> clean_spec({"title": "a\\x00b"})
    {'title': 'a␀b'}
    """
    found = sorted(set(_acting(spec)))
    if found:
        raise ValueError(f"A chart must not hold {', '.join(found)}: it could open a connection.")
    return _cleaned(spec)


def _cleaned(part: object) -> object:
    if isinstance(part, str):
        return visible(part, limit=20_000, lines=True)
    if isinstance(part, Mapping):
        return {
            visible(key, limit=None): _cleaned(_font(key, value)) for key, value in part.items()
        }
    return [_cleaned(item) for item in part] if isinstance(part, (list, tuple)) else part


def _font(key: str, value: object) -> object:
    """A quoted font name ends the process (vega/vl-convert#34): take the quotes off."""
    named = isinstance(value, str) and str(key).lower().endswith("font")
    return value.replace("'", "").replace('"', "") if named else value


def _acting(part: object) -> Iterator[str]:
    """Yield what in a specification (not in its data) would load or open something."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in _ACTING_KEYS:
                yield key
            elif key in ("mark", "type") and value == "image":
                yield "an image mark"
            if key not in _DATA_KEYS:
                yield from _acting(value)
    elif isinstance(part, (list, tuple)):
        for item in part:
            yield from _acting(item)


def _vegalite_version(spec: Mapping) -> str | None:
    found = re.search(r"/v(\d+\.\d+)[.\d]*\.json$", spec.get("$schema", ""))
    return found[1] if found else None


def _convert(function: str, spec: dict | str, **options):
    """Call vl-convert; once more after an error, for it hands one chart's error to the next."""
    import vl_convert  # 88 MB of library, for pictures only

    try:
        return getattr(vl_convert, function)(spec, **options)
    except ValueError:
        return getattr(vl_convert, function)(spec, **options)


def _packed(png: bytes) -> bytes:
    """Press the pixels of a PNG harder: a third of the bytes in every notebook."""
    chunks = list(_chunks(png))
    pixels = b"".join(data for kind, data in chunks if kind == b"IDAT")
    body = zlib.compress(zlib.decompress(pixels), 6)
    head = [c for c in chunks if c[0] not in (b"IDAT", b"IEND")]
    parts = [*head, (b"IDAT", body), (b"IEND", b"")]
    return png[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each part of a PNG (W3C PNG specification, section 5)."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
