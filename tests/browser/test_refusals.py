"""The watch over the browser's requests sees what it is there for."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("asked", [
    "fetch('https://192.0.2.1/a').catch(() => 0)",
    "new Image().src = 'http://192.0.2.1/b'",
    "new WebSocket('ws://192.0.2.1/c')",
], ids=["fetch", "picture", "web socket"])  # fmt: skip
def test_a_request_beyond_this_machine_is_refused_and_recorded(page, asked):
    """A page that asks for anything elsewhere is caught, a WebSocket as well."""
    page.goto("data:text/html,<p>a page</p>")
    page.evaluate(f"() => {{ {asked} }}")
    page.wait_for_timeout(500)

    assert ["192.0.2.1"] == [url.split("/")[2] for url in page.refused]
