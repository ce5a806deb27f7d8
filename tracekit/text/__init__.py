"""Pasted text: decoding, repair and markup, with the place of every piece kept."""

from tracekit.text.decoding import Decoded, decode
from tracekit.text.markup import document_markup, html_to_text
from tracekit.text.places import Text, line_starts, one_line
from tracekit.text.repair import repair, strip_stray_marks, unescape_html

__all__ = ["Decoded", "Text", "decode", "document_markup", "html_to_text", "line_starts",
           "one_line", "repair", "strip_stray_marks", "unescape_html"]  # fmt: skip
