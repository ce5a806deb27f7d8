"""tracekit lab: a real JupyterLab that answers on this machine and calls nobody."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

pytest.importorskip("jupyterlab")

# Refuses and notes down every connection that the server process or a kernel tries beyond this
# machine; name look-ups as well.
WATCH = """
import os, sys

LOCAL = ("127.0.0.1", "::1", "localhost", "", None, "0.0.0.0", "::")

def watch(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        target = args[1][0]
    elif event == "socket.getaddrinfo":
        target = args[0].decode() if isinstance(args[0], bytes) else args[0]
    else:
        return
    if target not in LOCAL:
        with open(os.environ["WATCH_LOG"], "a") as log:
            log.write(f"{event} {target}\\n")
        raise OSError("refused by the test")

sys.addaudithook(watch)
"""


def _hear_control_c() -> None:
    """A shell that starts tests in the background makes what it starts deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(tmp_path):
    """Start the lab on a folder of its own; give (process, address, log of refused calls)."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "work").mkdir()
    log, home = tmp_path / "calls.log", tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "watch"),
        "WATCH_LOG": str(log),
        "HOME": str(home),
        "USERPROFILE": str(home),
    }
    command = [sys.executable, "-m", "tracekit", "lab", "--no-browser", str(tmp_path / "work")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        preexec_fn=_hear_control_c if os.name == "posix" else None,
    )  # fmt: skip
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    try:
        yield process, process.stdout.readline().strip(), log
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """One lab for all that only asks: (process, address, log of refused calls)."""
    with started(tmp_path_factory.mktemp("lab")) as running:
        yield running


def get(address: str, path: str) -> tuple[int, str]:
    """Ask the server for a page with the token; give its status and text."""
    parts = urlsplit(address)
    url = f"{parts.scheme}://{parts.netloc}{path}?{parts.query}"
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.status, answer.read().decode()


def test_the_address_answers_with_its_token_only(lab):
    """Who has the printed address is in; who lacks the token is not."""
    _, address, _ = lab
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/lab\?token=[0-9a-f]{48}", address)
    assert 200 == get(address, "/api/contents")[0]

    with pytest.raises(HTTPError, match="403") as refused:
        get(address.split("?")[0] + "?token=wrong", "/api/contents")
    refused.value.close()


def test_the_server_asks_nobody_for_news_or_updates(lab):
    """What JupyterLab would ask the internet for is switched off, and nothing is tried."""
    _, address, log = lab
    page = json.loads(
        re.search(
            r'id="jupyter-config-data"[^>]*>(.*?)</script>', get(address, "/lab")[1], re.DOTALL
        )[1]
    )

    assert {"disabled": True} == page["news"]
    assert "read-only" == page["extensionManager"]["name"].lower()
    assert not page.get("terminalsAvailable")
    for path in ("/lab/api/extensions", "/lab/api/update"):
        assert 200 == get(address, path)[0]
    assert not log.exists()


def test_pages_of_another_server_are_not_served(lab):
    """Voila's own pages would ask a network for icons: they and their button are switched off."""
    _, address, _ = lab
    with pytest.raises(HTTPError, match="404") as refused:
        get(address, "/voila")
    refused.value.close()

    assert "@voila-dashboards/jupyterlab-preview" in get(address, "/lab")[1].split(
        '"disabledExtensions"')[1][:300]  # fmt: skip


def test_the_watch_sees_a_call(tmp_path):
    """The log above would not stay empty if somebody called out."""
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "WATCH_LOG": str(tmp_path / "log")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)

    assert 0 != done.returncode
    assert "192.0.2.1" in (tmp_path / "log").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_control_c_ends_it_quietly(tmp_path, how):
    """No traceback, no question, nothing left behind."""
    with started(tmp_path) as (process, _, _):
        process.send_signal(how)
        out, err = process.communicate(timeout=30)

    assert (0, "", "") == (process.returncode, out, err)


def test_the_users_own_settings_stay_as_they_are(lab):
    """Nothing is written to the home folder."""
    _, address, log = lab
    get(address, "/lab")

    assert [] == [path for path in (log.parent / "home").rglob("*") if path.is_file()]


def test_an_address_of_the_network_is_refused(tracekit):
    """The lab is for this machine; the line says how to reach it from elsewhere."""
    done = tracekit("lab", "--no-browser", "--ip", "0.0.0.0")
    (line,) = done.stderr.decode().splitlines()

    assert 2 == done.returncode
    assert "ssh -L" in line


def test_a_missing_folder_is_refused(tracekit):
    """A mistyped folder is not made and not replaced by another."""
    done = tracekit("lab", "--no-browser", "no-such-folder")

    assert 2 == done.returncode
    assert b"no-such-folder" in done.stderr


def test_a_port_that_is_taken_is_refused(process, tmp_path):
    """Who asks for a port gets that one or an error, never another one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = process("lab", "--no-browser", "--port", port, str(tmp_path))

    assert 0 != done.returncode
    assert port in done.stderr.decode()
    assert b"" == done.stdout
