"""The rooms, their order, and what a repository of tracekit must not hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tracekit"

# Each room may import from itself and from the rooms named here; nothing else of tracekit.
GROUND = {"errors", "text", "model", "combine"}
KNOWLEDGE = GROUND | {"knowledge"}
DECODE = KNOWLEDGE | {"decode"}
READERS = DECODE | {"readers"}
JOURNEYS = READERS | {"journeys"}
EVIDENCE = JOURNEYS | {"evidence"}
DIAGNOSIS = EVIDENCE | {"diagnosis"}
REDACT = DIAGNOSIS | {"redact", "samples"}
RENDER = REDACT | {"render"}
CHARTS = RENDER | {"charts"}
LAST = CHARTS | {"case", "export", "training"}
ROOMS = {
    "errors": set(),
    "text": {"errors"},
    "model": {"errors", "text"},
    "combine": {"errors", "text", "model"},
    "knowledge": GROUND,
    "decode": KNOWLEDGE,
    "readers": DECODE,
    "samples": READERS,
    "journeys": READERS,
    "evidence": JOURNEYS,
    "diagnosis": EVIDENCE,
    "redact": DIAGNOSIS,
    "render": REDACT,
    "charts": RENDER,
    "export": RENDER,
    "case": LAST | {"tracekit"},
    "training": LAST,
    "widgets": LAST,
    "lab": {"errors"},
    "cli": LAST | {"lab", "tracekit"},
    # The package itself gives the public names; `python -m tracekit` is the command.
    "tracekit": READERS | {"samples", "diagnosis"},
    "__main__": {"cli"},
}
# A method of the container that is only a short way to a higher room.
EXCEPTIONS = {
    ("model", "combine"): "MessageTrace + MessageTrace is combine([a, b])",
    ("model", "render"): "MessageTrace.to_csv writes the CSV of render",
    ("knowledge", "render"): "an explanation shows itself in a notebook as a page of render",
    ("diagnosis", "render"): "to_dict and to_markdown of what was found are written by render",
    ("model", "decode"): "MessageTrace.attributes and others are tables of decode, made on demand",
}


def room_of(module: str) -> str:
    """`tracekit.knowledge.loader` is in the room knowledge; `tracekit` is its own."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "tracekit"


def module_of(path: Path) -> str:
    """The dotted name of a file of the package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, package_modules: set[str]) -> set[str]:
    """Every module of tracekit that a source imports, inside functions as well."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide the room"
            inside = {f"{node.module}.{name.name}" for name in node.names}
            known = inside & package_modules
            rest = len(inside) - len(known)
            found |= known | ({node.module} if rest else set())
    return {name for name in found if name.split(".")[0] == "tracekit"}


def breaches(module: str, source: str, package_modules: set[str]) -> list[str]:
    """The imports of a module that its room does not allow."""
    room = room_of(module)
    allowed = ROOMS[room] | {room}
    targets = {room_of(name) for name in imports(source, package_modules)} - allowed
    return [f"{module} imports {t}" for t in sorted(targets) if (room, t) not in EXCEPTIONS]


def package_files() -> list[Path]:
    """Every source file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def test_every_room_is_in_the_table():
    """A new room has its place among the others before it is used."""
    rooms = {room_of(module_of(path)) for path in package_files()}

    assert set() == rooms - set(ROOMS)


def test_imports_point_down():
    """No room imports from one above it, not even inside a function."""
    modules = {module_of(path) for path in package_files()}
    found = [
        breach
        for path in package_files()
        for breach in breaches(module_of(path), path.read_text(encoding="utf-8"), modules)
    ]

    assert [] == found


@pytest.mark.parametrize(
    "source",
    [
        "from tracekit.charts import timeline",
        "import tracekit.widgets",
        "def f():\n    from tracekit import diagnosis",
        "if True:\n    import tracekit.render.html as h",
    ],
)
def test_an_import_that_points_up_is_seen(source):
    """The check sees each way to write an import."""
    modules = {module_of(path) for path in package_files()} | {"tracekit.diagnosis"}

    assert 1 == len(breaches("tracekit.readers.example", source, modules))


def test_exceptions_are_still_needed():
    """An exception that nothing uses any more is taken off the list."""
    modules = {module_of(path) for path in package_files()}
    used = {
        (room_of(module_of(path)), room_of(name))
        for path in package_files()
        for name in imports(path.read_text(encoding="utf-8"), modules)
    }

    assert set() == set(EXCEPTIONS) - used


@pytest.mark.parametrize("name", ["tracekit", "tracekit.cli"])
def test_importing_is_light(name):
    """Neither the package nor the command loads charts, widgets or Jupyter before they are used."""
    code = f"import {name}, sys; print(*(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"altair", "ipywidgets", "anywidget", "vl_convert", "IPython", "jupyterlab"}

    assert set() == heavy & set(done.stdout.split())


def tracked(*patterns: str) -> list[Path]:
    """The files that git knows and that are there."""
    command = ["git", "ls-files", "-z", *patterns]
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    names = done.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_two_test_files_have_one_name():
    """Python imports a test file by its name alone, so two of one name cannot both run."""
    names = [path.name for path in tracked("tests/**/test_*.py")]

    assert len(names) > 100
    assert [] == sorted({name for name in names if names.count(name) > 1})


def test_no_file_is_longer_than_300_lines():
    """A file is one idea; what is longer is split."""
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in tracked("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }

    assert {} == long


# Written in pieces, so that this file does not match itself.
PRIVATE = {
    "a package index": "--(?:extra-)?" + "index-url|--find" + "-links|--trusted" + "-host",
    "an index in a lock": r'"resolved":\s*"' + r"http|registry\s*=\s*\"http",
    "a home folder": r"(?<![\w.~/-])/(?:root|home/\w+|Users/\w+)" + r"/(?=[\w.])",
    "a Windows home folder": r"\b[A-Z]:\\+Users\\+" + r"\w+",
}
LETTERS = (".md", ".py", ".toml", ".txt", ".yml", ".yaml", ".ipynb", ".cfg", ".json", ".sh", "run")


@pytest.mark.parametrize("what", PRIVATE)
def test_nothing_private_is_tracked(what):
    """No path of somebody's machine and no package index stands in the repository."""
    pattern = re.compile(PRIVATE[what])
    hits = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked()
        if path.name.endswith(LETTERS)
        if (found := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    ]

    assert [] == hits


def test_private_patterns_see():
    """Each pattern finds what it is there for."""
    samples = [
        "--index" + "-url x",
        '"resolved": "' + "https://",
        "/home/" + "me/x",
        "C:\\Users" + "\\me",
    ]
    found = [bool(re.search(p, s)) for p, s in zip(PRIVATE.values(), samples, strict=True)]

    assert [True] * 4 == found


def test_no_lock_with_hosts_is_tracked():
    """uv's own lock file records hosts; the pins are in the requirements files."""
    assert [] == tracked("uv.lock", "**/uv.lock", "pylock*.toml")


def fences(heading: str) -> list[tuple[str, list[str]]]:
    """Language and lines of every fenced block under a heading of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)
    return [(language, body.strip().splitlines()) for language, body in blocks]


@pytest.mark.parametrize(
    ("heading", "command"), [("Run", "python3 start.py lab"), ("Test", "python3 start.py test")]
)
def test_readme_has_one_command_each(heading, command):
    """Run and Test are one line each to copy, the same on every system."""
    assert [("sh", [command])] == fences(heading)


def test_readme_begins_with_run_and_test():
    """Nobody has to read on to start."""
    headings = re.findall(r"^## (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)

    assert ["Run", "Test"] == headings[:2]
