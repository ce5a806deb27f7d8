"""Open JupyterLab on the notebooks: on this machine only, and calling nobody."""

from __future__ import annotations

import json
import logging
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tracekit.errors import InputError
from tracekit.lab.settings import KERNELS, SAME_SERVER, check_address, check_installed, environment

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

FIRST_PAGE = "00-start-here.ipynb"
PORT = 8888
SERVER = {
    "Application": {"log_level": "ERROR"},
    **KERNELS,
    "ServerApp": {
        "answer_yes": True,
        "terminals_enabled": False,
        "jpserver_extensions": {
            # Its pages would ask a network for icons; `tracekit desk` has a page that does not.
            "voila.server_extension": False,
            # It looks for language servers, with npm where there is one; nobody needs them.
            "jupyter_lsp": False,
        },
        "tornado_settings": {"headers": {"Content-Security-Policy": SAME_SERVER}},
    },
}
# The server itself would ask for news, for updates and for a list of extensions.
LAB = {
    "LabApp": {
        "news_url": None,
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "extension_manager": "readonly",
    }
}
# Its button opens what is switched off above.
PAGE = {"disabledExtensions": {"@voila-dashboards/jupyterlab-preview": True}}
# The page would show the question whether it may fetch news.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
}


def open_lab(
    folder: str | Path | None = None,
    port: int | None = None,
    ip: str = "127.0.0.1",
    browser: bool = True,
) -> None:
    """Run JupyterLab on `folder` until it is stopped; print its address when it answers.

    The user's own Jupyter settings are neither read nor changed.
    """
    check_installed("lab", "jupyterlab", "JupyterLab")
    check_address(ip)
    root = notebooks(folder)
    with tempfile.TemporaryDirectory(prefix="tracekit-", ignore_cleanup_errors=True) as home:
        write_settings(Path(home), root, port, ip, browser)
        os.environ.update(environment(Path(home)))
        serve()


def notebooks(folder: str | Path | None = None) -> Path:
    """Return the folder to open: the one given, else notebooks/ of the checkout."""
    if folder is not None:
        chosen = Path(folder)
        if not chosen.is_dir():
            raise InputError(str(folder), "there is no such folder", "check the path")
        return chosen.resolve()
    bundled = Path(__file__).resolve().parents[2] / "notebooks"
    if not bundled.is_dir():
        advice = "name a folder, or start tracekit from its checkout: python3 start.py lab"
        raise InputError("notebooks", "this installation holds no notebooks", advice)
    return bundled


def write_settings(home: Path, root: Path, port: int | None, ip: str, browser: bool) -> None:
    """Write the settings of this one run below `home`."""
    first = f"/lab/tree/{FIRST_PAGE}" if (root / FIRST_PAGE).is_file() else "/lab"
    server = SERVER["ServerApp"] | {
        "ip": ip,
        "port": PORT if port is None else port,
        "port_retries": 50 if port is None else 0,
        "open_browser": browser,
        "root_dir": str(root),
        "default_url": first,
        "allow_root": running_as_root(),
    }
    token = {"IdentityProvider": {"token": secrets.token_hex(24)}}
    config = home / "config"
    files = {
        "jupyter_server_config.json": SERVER | {"ServerApp": server} | token,
        "jupyter_lab_config.json": LAB | {"LabApp": LAB["LabApp"] | {"default_url": first}},
        "labconfig/default_setting_overrides.json": SETTINGS,
        "labconfig/page_config.json": PAGE,
    }
    for name, content in files.items():
        path = config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def running_as_root() -> bool:
    """Are we root? Jupyter refuses that, which in a container only stands in the way."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def serve() -> None:
    """Run the server in this process until Ctrl-C or a signal ends it."""
    from jupyterlab.labapp import LabApp  # comes with the extra tracekit[lab]

    logging.getLogger("ServerApp").addFilter(is_no_farewell)
    server = LabApp.initialize_server(argv=[])
    # What is added to the loop runs in its order: the port is open when the address is printed.
    server.io_loop.add_callback(print, address(server), flush=True)
    server.start()


def address(server: ServerApp) -> str:
    """Return the address to open, with its token."""
    page = server.default_url.removeprefix("/")
    return f"{server.connection_url}{page}?token={server.identity_provider.token}"


def is_no_farewell(record: logging.LogRecord) -> bool:
    """Keep what a person must read; that Ctrl-C ends the server is no news."""
    text = record.getMessage()
    return not text.startswith(("Shutting down", "received signal"))
