"""Open tracekit in a browser, on this machine only: JupyterLab, or the desk alone as a page."""

from tracekit.lab.desk_page import open_desk
from tracekit.lab.jupyter import open_lab

__all__ = ["open_desk", "open_lab"]
