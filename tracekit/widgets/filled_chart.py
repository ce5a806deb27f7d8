"""A clickable chart that loads nothing from a network and is filled anew, not built anew."""

from __future__ import annotations

from tracekit.charts.loading import alt
from tracekit.charts.sheet import Drawing


class FilledChart(alt.JupyterChart):
    """One picture in the browser; another drawing of the same template takes its place.

    A new chart would send altair's whole script again, and bring new selections that nobody hears.
    """

    def __init__(self, drawing: Drawing):
        alt.JupyterChart.enable_offline(True)
        super().__init__(drawing.chart(), embed_options={"actions": False, "renderer": "svg"})
        self.template = drawing.template
        self.layout.overflow = "auto"  # in a narrow window it is scrolled, not cut off

    def fill(self, drawing: Drawing, **params: object) -> None:
        """Show other rows, with parameters that are set from the beginning."""
        spec = drawing.spec()
        # A parameter that is set later only is lost where the chart is drawn later still.
        spec["params"] = [{**param, "value": params[param["name"]]} if param["name"] in params
                          else param for param in spec.get("params", [])]  # fmt: skip
        self.spec = spec
        for name, value in params.items():
            setattr(self.params, name, value)
