"""What JupyterLab and the page of the desk have in common: this machine only, calling nobody."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
from pathlib import Path

from tracekit.errors import InputError

# The page may talk to its own server only, whatever a trace or a notebook says. Vega and the
# widgets compile and import code that they made themselves: 'unsafe-eval' and blob:.
SAME_SERVER = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob: ws://127.0.0.1:* ws://localhost:*",
        "worker-src 'self' blob:",
        "frame-src 'self' data: blob:",
        "frame-ancestors 'self'",
        "form-action 'self'",
    )
)
# Other users of this machine could listen on the way between server and kernel.
KERNELS = {"KernelManager": {"transport_encryption": "auto"}}


def check_installed(verb: str, package: str, title: str) -> None:
    """Say how to get a package that tracekit was installed without.

    >>> check_installed("lab", "json", "JSON")
    """
    if importlib.util.find_spec(package) is None:
        raise InputError(verb, f"{title} is not installed", "pip install 'tracekit[lab]'")


def check_address(ip: str) -> None:
    """Refuse an address that others on the network could reach.

    >>> check_address("127.0.0.1")
    """
    try:
        local = ip == "localhost" or ipaddress.ip_address(ip).is_loopback
    except ValueError:
        local = False
    if not local:
        advice = "use 127.0.0.1; from elsewhere, reach it through ssh -L"
        raise InputError(f"--ip {ip}", "the lab is served on this machine only", advice)


def environment(home: Path) -> dict[str, str]:
    """Name the folders of this one run, so that the user's own stay as they are."""
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_TOKEN"):
        os.environ.pop(name, None)
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    return {name: str(home / folder) for name, folder in folders.items()}
