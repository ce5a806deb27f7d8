"""Read HTML the way a browser does, to see what a text became in it."""

from html.parser import HTMLParser

# Elements and attributes that the render room writes; anything else came out of a text.
TAGS = {
    "bdi", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "img", "li", "ol", "p", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"class", "dir", "style", "scope", "role", "tabindex", "alt", "src",
              "aria-label"}  # fmt: skip


class Page(HTMLParser):
    """The tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.values, self.parts = set(), set(), [], []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All text, as it is read."""
        return "".join(self.parts)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += attrs

    def handle_data(self, data):
        self.parts.append(data)


def assert_harmless(html: str) -> Page:
    """Only our own elements and attributes are in it, and nothing that loads or runs."""
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    sources = [value for name, value in page.values if name == "src"]
    assert all(value.startswith("data:image/svg+xml;base64,") for value in sources)
    styles = " ".join(value for name, value in page.values if name == "style")
    assert "url(" not in styles
    return page
