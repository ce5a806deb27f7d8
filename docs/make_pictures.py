"""Draw the pictures of the documentation from the bundled traces: python docs/make_pictures.py."""

from pathlib import Path

from tracekit import charts, diagnose, load_sample

HERE = Path(__file__).parent


def pictures() -> dict[str, str]:
    """Return every picture as SVG, by file name."""
    trace = load_sample("inky-two-journeys")
    diagnosis = diagnose(trace)
    return {
        "journey-map.svg": charts.picture(charts.journey_map(trace, diagnosis)).svg,
        "timeline.svg": charts.picture(charts.timeline(trace, diagnosis)).svg,
    }


if __name__ == "__main__":
    for name, svg in pictures().items():
        (HERE / name).write_text(svg, encoding="utf-8", newline="\n")
