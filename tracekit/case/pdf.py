"""The page printed to PDF by an installed Chromium, which asks nobody for anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_FLAGS = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-default-apps", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
    "--no-pdf-header-footer",
)  # fmt: skip
_SECONDS = 120


def find_browser() -> str | None:
    """Return the path of a Chromium: the variable CHROMIUM, else the first one that is found."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def print_where_possible(page: Path, target: Path) -> None:
    """Print a page where a Chromium is found; without one there is no PDF."""
    browser = find_browser()
    if browser:
        print_page(page, target, browser)


def print_page(page: Path, target: Path, browser: str) -> bool:
    """Print a page to PDF; return whether it was written.

    A PDF holds times of its making: it is no part of what is compared byte for byte.
    """
    with tempfile.TemporaryDirectory(prefix="tk-", ignore_cleanup_errors=True) as profile:
        # Chromium's own sandbox does not work for root, as in a container.
        rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *_FLAGS, *rooted, f"--user-data-dir={profile}",
                   f"--print-to-pdf={target}", page.resolve().as_uri()]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return False
    return target.is_file() and target.stat().st_size > 0
