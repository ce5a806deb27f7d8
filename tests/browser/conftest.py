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
from urllib.request import Request, urlopen

import pytest

TOKEN = "only-for-this-test"  # noqa: S105  (a server of this test, on this machine)
ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
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


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """One JupyterLab for all tests, on the folder that holds their folders; its address."""
    home, port = tmp_path_factory.mktemp("home"), _free_port()
    _quiet(home)
    log = home / "log.txt"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={tmp_path_factory.getbasetemp()}",
        f"--LabApp.app_settings_dir={home}/app-settings", "--LabApp.news_url=None",
        "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen(command, env=_environment(home), stdout=out, stderr=out)
    _wait_until_up(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", process, log)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """One browser for a file of tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: object) -> Iterator[object]:
    """A page of the browser that asks nobody, for one test."""
    new = _watched(browser)
    yield new
    new.context.close()


@pytest.fixture(scope="module")
def opened(server: str, browser: object, tmp_path_factory) -> Iterator[Callable]:
    """Open a notebook in JupyterLab and run all its cells; returns its page, open for the file.

    JupyterLab saves by itself: give it a copy. It draws what is in sight: a tall window shows a
    whole notebook. A cell that fails is a failure, unless `errors` are expected.
    """
    pages = []

    def run(notebook: Path, height: int = 6000, seconds: int = 120, errors: bool = False):
        pages.append(page := _watched(browser))
        page.set_viewport_size({"width": 1280, "height": height})
        place = notebook.relative_to(tmp_path_factory.getbasetemp()).as_posix()
        page.goto(f"{server}/lab/tree/{place}?token={TOKEN}&reset")
        _run_all(page, seconds, errors)
        ARTIFACTS.mkdir(exist_ok=True)
        return page

    yield run
    for page in pages:
        page.context.close()
    _stop_kernels(server)


def _stop_kernels(server: str) -> None:
    """A kernel lives on when its page is closed, and takes memory from the next tests."""
    headers = {"Authorization": f"token {TOKEN}"}
    with urlopen(Request(f"{server}/api/kernels", headers=headers), timeout=20) as answer:
        kernels = [kernel["id"] for kernel in json.load(answer)]
    for kernel in kernels:
        address = f"{server}/api/kernels/{kernel}"
        urlopen(Request(address, headers=headers, method="DELETE"), timeout=20).close()


def _watched(browser: object) -> object:
    """Return a page that refuses every request beyond this machine and lists it in `refused`.

    What the page says aloud is in `dialogs`.
    """
    new = browser.new_page(viewport={"width": 1280, "height": 1600})
    new.refused, new.dialogs = [], []
    new.route("**/*", lambda route: _only_here(route, new.refused))
    # Playwright's route sees no WebSocket.
    new.route_web_socket(_is_elsewhere, lambda socket: _refuse(socket, new.refused))
    new.on("dialog", lambda dialog: (new.dialogs.append(dialog.message), dialog.dismiss()))
    return new


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


def _run_all(page: object, seconds: int, errors: bool) -> None:
    page.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=60_000)
    # The toolbar says idle before the session takes code; the status bar is right.
    page.wait_for_function(
        "document.querySelector('#jp-main-statusbar')?.innerText.includes('| Idle')",
        timeout=60_000,
    )
    _press_run_all(page)
    _wait_until_run(page, seconds, errors)


_PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.innerText)"


def _press_run_all(page: object) -> None:
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator('.lm-Menu [data-command="runmenu:run-all"]').click()
        for _ in range(10):
            page.wait_for_timeout(150)
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
            page.wait_for_timeout(500)
            return
        page.wait_for_timeout(300)
    pytest.fail(f"After {seconds} s not every cell has run: {page.evaluate(_PROMPTS)}")
