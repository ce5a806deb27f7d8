"""Nothing leaves the machine: the package opens no connection and holds nothing that could."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tracekit"

# Modules that talk to others. `ipaddress` and `urllib.parse` only take text apart.
TALKERS = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "tornado", "urllib.request",
    "urllib3", "webbrowser", "websocket", "xmlrpc", "zmq",
}  # fmt: skip

REFUSE = """
import sys

def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        sys.stderr.write(f"tried: {event}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)

sys.addaudithook(refuse)
"""

WORK = """
import tracekit
from tracekit import charts, cli

trace = tracekit.load_sample("inky-two-journeys")
diagnosis = tracekit.diagnose(trace)
assert len(diagnosis.case().how()) > 500
for chart in (charts.timeline(trace, diagnosis), charts.journey_map(trace, diagnosis)):
    assert charts.picture(chart).svg.startswith("<svg")
assert cli.main(["explain", "Defer"]) == 0
print("done")
"""


def talkers(source: str) -> set[str]:
    """The imports of a source that could talk to others, wherever they stand."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("import_module", "__import__") and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return {name for name in found if name in TALKERS or name.split(".")[0] in TALKERS}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_no_module_can_talk(path):
    """No file of the package imports anything that opens a connection."""
    assert set() == talkers(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from urllib import request",
        "from urllib.request import urlopen",
        "def f():\n    import http.client",
        "import importlib\nimportlib.import_module('ssl')",
    ],
)
def test_a_talking_import_is_seen(source):
    """The check above sees each way to write it."""
    assert talkers(source)


def run(code: str, *before: str) -> subprocess.CompletedProcess:
    """Run a program of its own with every call to the network watched."""
    return subprocess.run(
        [*before, sys.executable, "-c", REFUSE + code], capture_output=True, text=True, timeout=120
    )


def without_network() -> list[str]:
    """The command that takes the network away from a program, or nothing where that cannot be."""
    command = ["unshare", "--net", *([] if getattr(os, "geteuid", int)() == 0 else ["-r"])]
    if not shutil.which("unshare"):
        return []
    return [] if subprocess.run([*command, "true"], capture_output=True).returncode else command


def test_reading_diagnosing_and_drawing_open_nothing():
    """From a trace to a picture no socket is touched, also by compiled parts: there is no network.

    Compiled parts, which the watch cannot see, are without a network only where unshare is.
    """
    done = run(WORK, *without_network())

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.endswith("done\n")


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')",
        "import socket; socket.getaddrinfo('example.com', 80)",
    ],
)
def test_a_call_is_seen(code):
    """The watch ends the program at the first try."""
    assert 99 == run(code).returncode


def test_the_network_is_really_gone():
    """Without a network, an address cannot be reached: the test above means something."""
    if not (command := without_network()):
        pytest.skip("unshare is not here or not permitted: cannot take the network away")
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    done = subprocess.run([*command, sys.executable, "-c", code], capture_output=True, text=True)

    assert "unreachable" in done.stderr
