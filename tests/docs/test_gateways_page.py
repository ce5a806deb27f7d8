"""The page about gateways lists the profiles that are bundled."""

from pathlib import Path

from tracekit.knowledge import list_gateways, load_gateway

PAGE = (Path(__file__).parents[2] / "docs" / "gateways.md").read_text("utf-8")


def test_every_profile_is_on_the_page_with_its_title_and_kind():
    """README points there for the gateways that are known."""
    known = [(name, load_gateway(name)) for name in list_gateways() if name != "none"]
    listed = [line for line in PAGE.splitlines() if line.startswith("| `")]

    assert [f"| `{name}` | {g.title} | {g.kind} |" for name, g in known] == listed
