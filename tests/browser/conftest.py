"""A real JupyterLab and a real Chromium, cut off from everything but this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

TOKEN = "only-for-this-test"  # noqa: S105  (a server of this test, on this machine)
HERE = ("data", "blob", "file")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# News and update checks are the two things JupyterLab itself would ask the internet for.
QUIET = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    }
}


def _cannot(reason: str) -> None:
    """Skip with the reason; where CI is set a missing browser is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        _cannot("no Chromium found: install the package chromium, or set CHROMIUM to its path")
    return found


def _environment(home: Path) -> dict[str, str]:
    """Everything Jupyter reads and writes goes into a folder of the test."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
             "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    folders = {name: str(home / name.lower()) for name in names}
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    home_dirs = {"HOME": str(home), "PYTHONPATH": path, "NO_PROXY": "127.0.0.1"}
    return os.environ | folders | home_dirs


def _quiet(home: Path) -> None:
    settings = home / "app-settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(QUIET), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_until_up(url: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    pytest.fail("JupyterLab did not start:\n" + log.read_text(encoding="utf-8")[-3000:])


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Start JupyterLab on a folder; `lab(folder)` returns the address of its root page.

    JupyterLab saves by itself: give it a copy of the notebooks. `url.format(path)` opens one.
    """
    servers = []

    def start(notebook_dir: Path) -> str:
        home, port = tmp_path / f"home{len(servers)}", _free_port()
        home.mkdir()
        _quiet(home)
        log = home / "log.txt"
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
            "--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={notebook_dir}",
            f"--LabApp.app_settings_dir={home}/app-settings", "--LabApp.news_url=None",
            "--LabApp.extension_manager=readonly",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]  # fmt: skip
        with log.open("w") as out:
            server = subprocess.Popen(command, env=_environment(home), stdout=out, stderr=out)
        servers.append(server)
        _wait_until_up(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", server, log)
        return f"http://127.0.0.1:{port}/lab/tree/{{}}?token={TOKEN}&reset"

    yield start
    for server in servers:
        server.terminate()
        server.wait(30)


@pytest.fixture
def page(chromium: str) -> Iterator[object]:
    """A browser page that refuses every request beyond this machine and lists them in `refused`.

    What the page says aloud is in `dialogs`; the tall window shows a whole notebook.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        new = browser.new_page(viewport={"width": 1280, "height": 1600})
        new.refused, new.dialogs = [], []
        new.route("**/*", lambda route: _only_here(route, new.refused))
        # Playwright's route sees no WebSocket.
        new.route_web_socket(_is_elsewhere, lambda socket: _refuse(socket, new.refused))
        new.on("dialog", lambda dialog: (new.dialogs.append(dialog.message), dialog.dismiss()))
        yield new
        browser.close()


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in ("127.0.0.1", "localhost")


def _refuse(socket: object, refused: list[str]) -> None:
    refused.append(socket.url)
    socket.close()


def _only_here(route: object, refused: list[str]) -> None:
    if not _is_elsewhere(route.request.url) or urlsplit(route.request.url).scheme in HERE:
        route.continue_()
    else:
        refused.append(route.request.url)
        route.abort()


@pytest.fixture
def run_all(page: object) -> Callable[[str], None]:
    """Open a notebook and run all its cells: `run_all(url)`; fails at the first cell that fails."""

    def run(url: str, seconds: int = 120, errors: bool = False) -> None:
        page.goto(url)
        page.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=60_000)
        # The toolbar says idle before the session takes code; the status bar is right.
        page.wait_for_function(
            "document.querySelector('#jp-main-statusbar')?.innerText.includes('| Idle')",
            timeout=60_000,
        )
        _press_run_all(page)
        _wait_until_run(page, seconds, errors)

    return run


_PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.innerText)"


def _press_run_all(page: object) -> None:
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator('.lm-Menu [data-command="runmenu:run-all"]').click()
        page.wait_for_timeout(1500)
        if any(mark in str(page.evaluate(_PROMPTS)) for mark in ("[*]", "[1]")):
            return
    pytest.fail("JupyterLab did not begin to run the cells.")


def _wait_until_run(page: object, seconds: int, errors: bool) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        prompts = page.evaluate(_PROMPTS)
        error = page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.error"]')
        if not errors and error.count():
            pytest.fail("A cell failed:\n" + error.first.inner_text()[:3000])
        if prompts and all(p.strip().rstrip(":").strip("[]").isdigit() for p in prompts):
            page.wait_for_timeout(1500)
            return
        page.wait_for_timeout(300)
    pytest.fail(f"After {seconds} s not every cell has run: {page.evaluate(_PROMPTS)}")
