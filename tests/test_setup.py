"""One command sets everything up: pins, start.py, Binder."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LAB, TEST = ROOT / "requirements.txt", ROOT / "requirements-test.txt"


def load_start(folder: Path):
    """Load the start.py of a folder as a module."""
    spec = importlib.util.spec_from_file_location("start_under_test", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(path: Path) -> dict[str, list[str]]:
    """Every pin with its marker -> its hashes."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    parts = [line.split(" --hash=") for line in text.splitlines() if line.strip()]
    return {pin.strip(): [h.strip() for h in hashes] for pin, *hashes in parts}


def versions(path: Path) -> dict[str, Version]:
    """The lowest pinned version of each package."""
    pins = [Requirement(pin) for pin in entries(path)]
    found = sorted((canonicalize_name(p.name), Version(str(p.specifier)[2:])) for p in pins)
    return dict(reversed(found))


@pytest.mark.parametrize("path", [LAB, TEST], ids=lambda p: p.name)
def test_every_pin_is_exact_and_has_a_hash(path):
    """Nothing is installed that was not looked at when it was pinned."""
    pins = entries(path)

    assert len(pins) > 100
    assert [] == [pin for pin, hashes in pins.items() if "==" not in pin or not hashes]


def test_pins_name_no_index():
    """Where packages come from is for the person's own pip to know."""
    text = LAB.read_text(encoding="utf-8") + TEST.read_text(encoding="utf-8")

    assert [] == re.findall(r"^\s*(?:--(?!hash=)\S+|.*://.*)$", text, re.MULTILINE)


def test_what_tests_need_holds_all_that_the_lab_needs():
    """An environment for tests serves the lab as well, with the same versions."""
    assert entries(LAB).items() <= entries(TEST).items()


def test_everything_the_project_asks_for_is_pinned():
    """The pins follow pyproject.toml: names and bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    lab = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["lab"]
    wanted = {LAB: lab + groups["build"], TEST: groups["test"] + groups["lint"]}
    for path, requirements in wanted.items():
        pinned = versions(path)
        for requirement in map(Requirement, requirements):
            assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize(
    ("name", "marker"),
    [
        ("pywinpty", "os_name == 'nt'"),
        ("colorama", "sys_platform == 'win32'"),
        ("appnope", "sys_platform == 'darwin'"),
    ],
)
def test_pins_serve_windows_and_macos(name, marker):
    """What only one system needs is pinned for it, whatever system made the pins."""
    assert [] != [pin for pin in entries(LAB) if pin.startswith(f"{name}==") and marker in pin]


# The releases that closed holes in what a trace is shown with; sources in SECURITY.md.
@pytest.mark.parametrize(
    ("name", "floor"),
    [("jupyterlab", "4.6.2"), ("jupyter-server", "2.20.0"), ("nbconvert", "7.17.1")],
)
def test_pins_are_above_the_security_floors(name, floor):
    """No version with a known hole of this kind is installed."""
    assert versions(LAB)[name] >= Version(floor)


@pytest.fixture
def checkout(tmp_path):
    """A checkout as far as start.py looks at one, with an environment that seems to be there."""
    for name in ("start.py", "requirements.txt", "requirements-test.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    start = load_start(tmp_path)
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.touch()
    return start


def stamp(start, *kinds: str) -> None:
    """Write what a finished installation writes."""
    prints = {kind: start.fingerprint(kind) for kind in kinds}
    start.STAMP.write_text(json.dumps({"place": str(start.VENV), **prints}), encoding="utf-8")


def test_a_finished_installation_is_known(checkout):
    """The second start installs nothing; the lab's environment does not pass for the tests'."""
    stamp(checkout, "lab")

    assert checkout.is_ready("lab")
    assert not checkout.is_ready("test")


def test_a_broken_off_installation_is_not_taken_for_done(checkout):
    """Without the stamp that the end writes, everything is installed again."""
    assert not checkout.is_ready("lab")


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_broken_stamp_is_no_stamp(checkout, content):
    """A stamp that was torn while it was written does not stop anybody."""
    checkout.STAMP.write_text(content, encoding="utf-8")

    assert not checkout.is_ready("lab")


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_pins_are_installed(checkout, name):
    """After an update of the checkout the next start brings the environment up to date."""
    stamp(checkout, "lab")
    with (checkout.HERE / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    assert not checkout.is_ready("lab")


def test_a_moved_checkout_is_set_up_anew(checkout, tmp_path):
    """An environment holds its own path, so it does not survive a move."""
    stamp(checkout, "lab")
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    shutil.move(tmp_path, moved)

    assert not load_start(moved).is_ready("lab")


def test_an_old_python_is_refused_in_one_line():
    """The line says which version is needed and which one this is."""
    code = (
        "import sys, runpy; sys.version_info = (3, 10, 4); sys.argv = ['start.py', 'lab']; "
        "runpy.run_path('start.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert 1 == done.returncode
    assert ["start.py: tracekit needs Python 3.11 or newer, this is 3.10."] == (
        done.stderr.splitlines()
    )


def test_a_python_without_venv_is_told_the_package():
    """On Debian the module is a package of its own; the line names it."""
    code = (
        "import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['start.py', 'lab']; "
        "import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda n: None if n == 'ensurepip' else find(n); "
        "runpy.run_path('start.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    (line,) = done.stderr.splitlines()

    assert "sudo apt install python3." in line


def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run start.py of this checkout."""
    return subprocess.run(
        [sys.executable, str(ROOT / "start.py"), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=120,
    )


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0)])
def test_without_a_known_verb_it_says_what_it_can(arguments, code):
    """Nothing is installed by a slip of the keyboard."""
    done = start(*arguments)

    assert code == done.returncode
    assert "python3 start.py lab" in done.stdout


@pytest.fixture
def ready():
    """Only where start.py made the environment; it must not install while tests run."""
    if not load_start(ROOT).is_ready("lab"):
        pytest.skip("start.py did not set this checkout up")


def test_a_ready_checkout_needs_no_network(ready):
    """The second start asks no package index."""
    done = start("run", "--version", PIP_INDEX_URL="http://192.0.2.1/", PIP_NO_INDEX="1")

    assert 0 == done.returncode
    assert re.fullmatch(r"tracekit \S+\n", done.stdout)


def test_run_passes_paths_and_exit_codes_on(ready, tmp_path):
    """Paths are those of the person's folder, and a failure is a failure."""
    (tmp_path / "here.txt").write_text("12/6/2022, 12:31 PM | Receive | x", encoding="utf-8")

    assert 0 == start("run", "read", "here.txt", cwd=tmp_path).returncode
    assert 2 == start("run", "read", "nowhere.txt", cwd=tmp_path).returncode


def test_binder_has_the_same_pins():
    """What a person meets on Binder is what the tests ran with."""
    binder = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert list(entries(LAB)) == binder


def test_binder_builds_from_these_files(tmp_path):
    """repo2docker finds the Python version, the pins and the last step."""
    pytest.importorskip("repo2docker")
    shutil.copytree(ROOT / "binder", tmp_path / "binder")
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    dockerfile = done.stdout + done.stderr

    assert 0 == done.returncode
    assert "python=3.12" in dockerfile
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile
