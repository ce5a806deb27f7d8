"""Serve the desk alone as a page without code (Voila): this machine only, calling nobody."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tracekit.errors import InputError
from tracekit.lab.settings import KERNELS, SAME_SERVER, check_address, check_installed, environment

PORT = 8866
TEMPLATE = Path(__file__).parent / "template"
# The page may be asked for in the theme that suits the eyes; nothing else is up to its address.
THEMES = ("light", "dark")
CODE = """import os
os.chdir({folder!r})
from tracekit import widgets
desk = widgets.Desk(view=widgets.View(gateway={gateway!r}))
{opened}desk"""


def open_desk(
    inputs: Sequence[str] = (),
    gateway: str = "inky",
    port: int | None = None,
    ip: str = "127.0.0.1",
    browser: bool = True,
    theme: str = "light",
) -> None:
    """Serve the desk until it is stopped; print its address, with its token, when it answers.

    Every window that opens the address is a desk of its own. The user's own settings of Jupyter and
    Voila are neither read nor changed.
    """
    check_installed("desk", "voila", "Voila")
    check_address(ip)
    with tempfile.TemporaryDirectory(prefix="tracekit-", ignore_cleanup_errors=True) as home:
        os.environ.update(environment(Path(home)))
        token = secrets.token_hex(24)
        page = write_page(Path(home), inputs, gateway)
        write_template(Path(home), token)
        serve(page, settings(token, port, ip, theme, Path(home)), browser)


def write_page(home: Path, inputs: Sequence[str], gateway: str) -> Path:
    """Write the notebook that holds the desk and nothing else."""
    import nbformat

    opened = f"desk.read({list(inputs)!r})\n" if inputs else ""
    code = CODE.format(folder=os.getcwd(), gateway=gateway, opened=opened)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# The desk"), nbformat.v4.new_code_cell(code)],
        metadata={"title": "tracekit: the desk", "kernelspec": kernel},
    )
    path = home / "desk.ipynb"
    nbformat.write(book, path)
    return path


def write_template(home: Path, token: str) -> None:
    """Put our template where Voila looks for templates; the first page carries the token."""
    place = home / "data" / "voila" / "templates" / "tracekit"
    shutil.copytree(TEMPLATE, place)
    opener = place / "browser-open.html"
    opener.write_text(opener.read_text(encoding="utf-8").replace("TOKEN", token), encoding="utf-8")


def settings(token: str, port: int | None, ip: str, theme: str, home: Path) -> dict:
    """Return the settings of this one run."""
    if theme not in THEMES:
        raise InputError(f"--theme {theme}", "there is no such theme", f"one of {THEMES}")
    return {
        **KERNELS,
        "Voila": {
            "ip": ip,
            "port": PORT if port is None else port,
            "port_retries": 50 if port is None else 0,
            "token": token,
            "log_level": logging.CRITICAL,
            "config_file_paths": [],
            "connection_dir_root": str(home),
            "tornado_settings": {
                "headers": {"Content-Security-Policy": SAME_SERVER},
                # The page of an error asks for it; without it every error brings a second one.
                "static_path": "/voila/static/",
            },
        },
        "VoilaConfiguration": {
            "template": "tracekit",
            "theme": theme,
            "allow_template_override": "NO",
            "file_allowlist": [],
            # Voila 0.5 asks in vain for what a JupyterLab of another version left behind.
            "extension_allowlist": [
                "@jupyter-widgets/jupyterlab-manager",
                "@voila-dashboards/widgets-manager8",
                "anywidget",
            ],
        },
    }


def serve(page: Path, chosen: dict, browser: bool) -> None:
    """Run the server in this process until Ctrl-C or a signal ends it."""
    from traitlets.config import Config
    from voila.app import Voila  # comes with the extra tracekit[lab]

    class DeskPage(Voila):
        """Voila that prints its address when the port is open."""

        def launch_browser(self) -> None:
            sys.stdout.write(f"{self.connection_url}?token={self.token}\n")
            sys.stdout.flush()
            if browser:
                super().launch_browser()

    server = DeskPage(config=Config(json.loads(json.dumps(chosen))))
    server.initialize([str(page)])
    try:
        server.start()
    except SystemExit:
        port = chosen["Voila"]["port"]
        raise InputError(
            f"--port {port}", "this port is taken or not permitted", "name another, or none"
        ) from None
