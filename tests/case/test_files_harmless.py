"""Nothing that a stranger wrote acts in the files of a case."""

import base64
import json
import re

import pytest
from made import hostile
from pages import ATTRIBUTES, TAGS, Page
from payloads import PAYLOADS

from tracekit import case
from tracekit.case.names import case_name, safe_name, unique
from tracekit.case.notebook import sources
from tracekit.case.outputs import outputs

OWN_TAGS = TAGS | {"html", "head", "meta", "title", "style", "body", "main", "section"}
OWN_ATTRIBUTES = ATTRIBUTES | {"lang", "charset", "http-equiv", "content", "name"}
TEXTS = [p.encode("utf-8", "replace").decode() for p in PAYLOADS if len(p) < 1000]


@pytest.fixture(scope="module")
def story():
    """A case whose subject, rules and answers of a person are payloads."""
    return case.tell(hostile(TEXTS), reported=TEXTS[0], expected=TEXTS[3], ticket=TEXTS[9],
                     author=TEXTS[30])  # fmt: skip


@pytest.fixture(scope="module")
def files(story):
    """Its files as text."""
    return {name: content.decode() for name, content in outputs(story).items()}


def test_page_has_no_live_text_and_loads_nothing(files):
    """Only our own elements; the policy allows nothing; every source is a picture inside."""
    page = Page(files["case.html"])
    named = dict(page.values)

    assert page.tags <= OWN_TAGS
    assert page.attributes <= OWN_ATTRIBUTES
    assert named["content"] is not None
    assert "default-src 'none'" in files["case.html"]
    sources = [value for name, value in page.values if name == "src"]
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    svg = "".join(base64.b64decode(s.partition(",")[2]).decode() for s in sources)
    assert not re.search(r"<script|<foreignObject|\bon\w+=|href=", svg)
    styles = " ".join(value for name, value in page.values if name == "style")
    assert "url(" not in styles


def test_every_picture_is_told_in_words(files):
    """Each picture has an alternative text, and its content stands in the Markdown as well."""
    alts = [value for name, value in Page(files["case.html"]).values if name == "alt"]

    assert alts
    assert all(len(alt) > 30 for alt in alts)


def outside_of_code(markdown: str) -> str:
    """What a Markdown reader takes for more than code: spans and blocks taken out."""
    without = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", markdown)
    return re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", without)


def test_markdown_has_foreign_text_in_code_only(files):
    """Outside of code stand words: no tag, link, picture, formula or automatic address."""
    rest = outside_of_code(files["case.md"])

    assert not re.search(r"[<\[\]$\\]|https?:|www\.|@|!\(", rest.replace("**", ""))


def test_events_hold_no_formula(files):
    """No cell of the CSV begins with a sign that a spreadsheet takes for a formula."""
    cells = re.findall(r'(?:^|,)"((?:[^"]|"")*)"', files["events.csv"], re.MULTILINE)

    assert [] == [c for c in cells if re.match(r"\s*[=+\-@\t\r＝＋－＠]", c)]


def test_findings_are_plain_ascii(files):
    """No sign of a text can act in the JSON, and it is read back."""
    assert files["findings.json"].isascii()
    assert json.loads(files["findings.json"])["outcomes"]


def test_notebook_source_is_ours(story):
    """The source of the notebook holds foreign text as plain ASCII literals and nowhere else."""
    parameters = [source for _, source, tags in sources(story) if tags == ["parameters"]]
    rest = "".join(source for _, source, tags in sources(story) if not tags)

    assert 1 == len(parameters)
    assert parameters[0].isascii()
    compile(parameters[0], "cell", "exec")
    assert not any(text.strip() in rest for text in TEXTS if len(text) > 12)


NAMES = [*TEXTS, "", ".", "..", "a" * 500, "CON", "nul.txt", "a/b", "a\\b", "-rf", "x.", "é" * 90]


def test_names_of_files_are_safe():
    """Letters, digits, dots, dashes; never hidden, a device, a place, too long or changed again."""
    for name in map(safe_name, NAMES):
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,84}", name)
        assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
        assert ".." not in name
        assert not name.endswith(".")
        assert name == safe_name(name)
    folders = [case_name(name, "a@example.org") for name in NAMES]
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,60}", name) for name in folders)
    assert len(set(NAMES)) == len(set(unique(folders)))
