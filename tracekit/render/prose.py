"""Sentences in Markdown that read as sentences: plain words stay plain, the rest is quoted."""

from __future__ import annotations

import re

from tracekit.render.clean import visible
from tracekit.render.export import markdown

# A word in which no Markdown, HTML, TeX or automatic link can begin, with its punctuation.
_WORD = re.compile(
    r"""["'(“‘]{0,2}[^\W_]+(?:[-/'’–][^\W_]+)*(?:\.[0-9]+)*['"’”)]{0,2}[.,;:!?…]{0,3}['"’”)]{0,2}""",
    re.UNICODE,
)
_SIGNS = frozenset({"–", "—", "→", "…", "/"})
# At the beginning of a line a number with a stop begins a list.
_NUMBERED = re.compile(r"[0-9]+[.)]")
# Words in one pair of brackets, and no other in it.
_ROUND = re.compile(r"\([^()]*\)")


def prose(text: object, limit: int | None = 4000, in_table: bool = False) -> str:
    """Return a sentence for Markdown: words as they are, all else in code spans.

    What could act (a sign of Markdown, HTML or TeX, an address, a link) is never outside of a code
    span.

    >>> prose("Sent to <b>you</b> at a@example.org, twice.")
    'Sent to `<b>you</b>` at `a@example.org`, twice.'
    >>> prose("the header (SFV:SKS or SFV:SPM) tells")
    'the header (`SFV:SKS` or `SFV:SPM`) tells'
    """
    parts: list[tuple[bool, list[str]]] = []
    for number, word in enumerate(visible(text, limit).split()):
        plain = _is_plain(word) and not (number == 0 and _NUMBERED.match(word))
        if not parts or parts[-1][0] != plain:
            parts.append((plain, []))
        parts[-1][1].append(word)
    return " ".join(
        " ".join(words) if plain else _quoted(words, in_table) for plain, words in parts
    )


def _is_plain(word: str) -> bool:
    return len(word) < 200 and (word in _SIGNS or bool(_WORD.fullmatch(word)))


def _quoted(words: list[str], in_table: bool) -> str:
    """A code span; the stops and the brackets of the sentence around it stay outside of it."""
    text = " ".join(words)
    kept = text.rstrip(".,;:")
    while kept.endswith(")") and (kept.count(")") > kept.count("(") or _ROUND.fullmatch(kept)):
        kept = kept[:-1].rstrip(".,;:")
    opens = kept.startswith("(") and kept.count("(") > kept.count(")")
    if not kept[opens:]:
        return markdown(text, None, in_table)
    return "(" * opens + markdown(kept[opens:], None, in_table) + text[len(kept) :]


def markdown_block(text: object, limit: int | None = None) -> str:
    """Return foreign text of many lines for Markdown: a fenced block, in which nothing acts.

    >>> print(markdown_block("a\\n```\\nb"))
    ````text
    a
    ```
    b
    ````
    """
    shown = visible(text, limit, lines=True)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}text\n{shown}\n{fence}"
