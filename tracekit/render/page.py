"""A whole page that stands alone: no script, no request, and it prints well."""

from __future__ import annotations

import html as _html

from tracekit.render.clean import visible
from tracekit.render.html import SHIELD, Html

# Whatever stands in the page: nothing is loaded, sent or run (W3C Content Security Policy 3).
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
_POLICY += "form-action 'none'"

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; line-height: 1.45;
  font: 15px/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; }
main { max-width: 62em; margin: 0 auto; padding: 2em 1.5em 3em; }
h1 { font-size: 1.55em; line-height: 1.25; margin: 0 0 .3em !important; }
h2 { font-size: 1.22em; margin: 1.9em 0 .5em !important; padding-bottom: .2em;
  border-bottom: 2px solid #c9d3df; }
h3 { font-size: 1.04em; margin: 1.3em 0 .35em !important; }
table { width: 100%; }
td, th { max-width: none !important; padding: .3em .5em !important; }
td { min-width: 5em; }
figure { margin: .8em 0 !important; }
pre, code { font-family: "Liberation Mono", "Courier New", monospace; }
section:has(> h1), section:has(> div > h1) { break-before: page; }
.first h2 { margin-top: 1.2em !important; }
.first > h2:first-of-type + p { font-size: 1.18em; max-width: none !important; color: #0b2f55;
  background: #eef4fa; border-left: 5px solid #0b5394; padding: .55em .9em; }
@page { size: A4; margin: 17mm 15mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9px Arial; color: #666; } }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .first { break-after: page; }
  div[role=group] { overflow: visible !important; }
  h2, h3, caption, h2 + p { break-after: avoid; }
  table { font-size: 8.6pt !important; }
  td, th { padding: .22em .35em !important; }
  thead th { white-space: normal !important; }
  tr, figure, li, dt, dd { break-inside: avoid; }
  thead { display: table-header-group; }
  p { orphans: 3; widows: 3; }
}
"""


def page(title: str, first: Html, *rest: Html) -> str:
    """Return a whole HTML page; `first` stands alone on the first sheet when it is printed.

    >>> from tracekit.render import paragraph
    >>> page("A case", paragraph("x")).splitlines()[0]
    '<!DOCTYPE html>'
    """
    name = _html.escape(visible(title, 200), quote=True)
    body = "".join(f"<section>{part.html}</section>" for part in rest if part.html)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{name}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n"
        f'<body class="tracekit {SHIELD}" dir="ltr">\n<main>\n'
        f'<section class="first">{first.html}</section>\n{body}\n</main>\n</body>\n</html>\n'
    )
