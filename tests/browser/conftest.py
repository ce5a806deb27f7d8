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
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tracekit.export.files import write_text
from tracekit.widgets.vega import default_copy, script_of

TOKEN = "only-for-this-test"  # noqa: S105  (a server of this test, on this machine)
ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"
HERE = ("data", "blob", "file")
_STARTED = ExitStack()  # the browser, and what drives it
_ALIVE: dict[str, object] = {}  # what files of tests have in common until they are through
# Whether to save what was run nobody is asked.
_CLOSE = """async () => {
    for (const one of jupyterapp.shell.widgets('main'))
        if (one.context) one.context.model.dirty = false
    await jupyterapp.commands.execute('application:close-all')
}"""
_OPEN = """async path => {
    const widget = await jupyterapp.commands.execute('docmanager:open', { path })
    await widget.context.ready
    await widget.sessionContext.ready
    await widget.sessionContext.session.kernel.info
}"""
# What cells that failed, or did not run, have to say; also those that are not in sight.
_RUN = """async seconds => {
    await Promise.race([
        jupyterapp.commands.execute('notebook:run-all-cells'),
        new Promise((_, fail) => setTimeout(() => fail('too slow'), seconds * 1000))
    ])
    const cells = jupyterapp.shell.currentWidget.content.model.toJSON().cells
    const run = cells.filter(one => one.cell_type === 'code' && [one.source].flat().join('').trim())
    const failed = run.flatMap(one => one.outputs).filter(one => one.output_type === 'error')
    const idle = run.filter(one => !one.execution_count)
    return [...failed.map(one => `${one.ename}: ${one.evalue}`), ...idle.map(one => one.source)]
}"""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # What is not on this machine goes to a proxy that is not there. (To refuse it in playwright
    # would take the browser's cache away, and ask this process about every file of JupyterLab.)
    "--proxy-server=127.0.0.1:1",
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
    write_text(home / default_copy().relative_to(Path.home()), script_of(default_copy()))
    log = home / "log.txt"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={tmp_path_factory.getbasetemp()}",
        f"--LabApp.app_settings_dir={home}/app-settings", "--LabApp.news_url=None",
        "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen(command, env=_environment(home), stdout=out, stderr=out)
    _wait_until_up(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", process, log)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def browser(chromium: str) -> object:
    """One browser for the tests of this folder."""
    from playwright.sync_api import sync_playwright

    if "browser" not in _ALIVE:
        driver = sync_playwright().start()
        _STARTED.callback(driver.stop)
        _ALIVE["browser"] = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        _STARTED.callback(_ALIVE["browser"].close)
    return _ALIVE["browser"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None):
    """Stop the browser after the last test of this folder: its loop would be in others' way."""
    ended = yield
    if nextitem is None or nextitem.path.parent != Path(__file__).parent:
        _ALIVE.clear()
        _STARTED.close()
    return ended


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Put what a failed test had before it beside its error: elsewhere nobody sees its screen."""
    report = yield
    for name, page in item.funcargs.items() if report.failed else ():
        with suppress(Exception):  # Most are no pages, and a page may be gone.
            report.sections.append((f"the end of {name}", page.inner_text("body")[-3000:]))
    return report


@pytest.fixture
def page(browser: object) -> Iterator[object]:
    """A page of the browser that asks nobody, for one test."""
    new = _watched(browser)
    yield new
    new.context.close()


@pytest.fixture(scope="module")
def lab(server: str, browser: object) -> object:
    """A page with JupyterLab, for one notebook after the other: it takes long to load."""
    if "lab" not in _ALIVE:
        _ALIVE["lab"] = _lab(server, browser)
    return _ALIVE["lab"]


def _lab(server: str, browser: object) -> object:
    page = _watched(browser)
    page.goto(f"{server}/lab?token={TOKEN}&reset")
    page.wait_for_function("window.jupyterapp?.restored.then(() => true)", timeout=60_000)
    ARTIFACTS.mkdir(exist_ok=True)
    return page


@pytest.fixture(scope="module")
def opened(server: str, browser: object, lab: object, tmp_path_factory) -> Iterator[Callable]:
    """Open a notebook in JupyterLab and run all its cells; returns the page, with it alone.

    JupyterLab saves by itself: give it a copy. It draws what is in sight: a tall window shows a
    whole notebook. A cell that fails is a failure. What may harm the page gets its `own`,
    and may fail.
    """
    owned = []

    def run(notebook: Path, height: int = 6000, seconds: int = 120, own: bool = False):
        page = _lab(server, browser) if own else lab
        owned.extend([page] if own else [])
        page.set_viewport_size({"width": 1280, "height": height})
        page.refused.clear()
        page.evaluate(_CLOSE)
        page.evaluate(_OPEN, notebook.relative_to(tmp_path_factory.getbasetemp()).as_posix())
        failed = page.evaluate(_RUN, seconds)
        if failed and not own:
            pytest.fail("Cells failed, or did not run:\n" + "\n".join(failed)[:3000])
        return page

    yield run
    lab.evaluate(_CLOSE)
    for page in owned:
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
    """Return a page that lists every request beyond this machine in `refused`: none gets out.

    What the page says aloud is in `dialogs`.
    """
    new = browser.new_page(viewport={"width": 1280, "height": 1600})
    new.refused, new.dialogs = [], []
    new.on("request", lambda request: _note(request.url, new.refused))
    new.on("websocket", lambda socket: _note(socket.url, new.refused))
    new.on("dialog", lambda dialog: (new.dialogs.append(dialog.message), dialog.dismiss()))
    return new


def _note(url: str, refused: list[str]) -> None:
    """Write down what is asked of anyone but this machine."""
    asked = urlsplit(url)
    if asked.scheme not in HERE and asked.hostname not in ("127.0.0.1", "localhost"):
        refused.append(url)
