"""Set tracekit up in .venv beside this file, then use it.

python3 start.py lab    open JupyterLab on the notebooks
python3 start.py test   run every test
python3 start.py run    run the tracekit command, such as: run diagnose case.txt
python3 start.py lock   pin the requirements anew (needs uv)

What stands behind the verb is passed on. Needs Python 3.11 or newer and nothing else.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "tracekit-ready.json"
OLDEST = (3, 11)
# What tests need holds all that the lab needs; tests/test_setup.py keeps that true.
PINS = {"lab": "requirements.txt", "test": "requirements-test.txt"}
# A file's tests share what they read, so a file stays on one core. Taken in the order of their
# names, the files with few and slow tests, those of the browser, come first instead of last.
ON_ALL_CORES = "-n logical --dist loadfile --no-loadscope-reorder --maxprocesses 8".split()
# What is timed runs alone, after the rest.
TIMED = "tests/benchmarks/test_bench_*.py"
# The lessons are compared where they are solved; the copies are made from there.
NOTEBOOKS = (
    "--nbval --nbval-current-env --nbval-sanitize-with tests/nbval_sanitize.cfg "
    "--nbval-cell-timeout 120 --ignore-glob notebooks/training/[0-9]*.ipynb"
).split()
# A notebook waits for its kernel now and then; begun first, it is no last one to wait for.
EVERYTHING = ["notebooks", "tests", "tracekit"]
COMPILE = (
    "pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "
    "--no-emit-index-url --no-emit-find-links --extra lab --group build"
).split()
COMPILE_TEST = ["--group", "test", "--group", "lint", "-c", "requirements.txt"]


def say(text):
    """Tell the person what happens next."""
    print(text, flush=True)


def stop(text):
    """End with one line that says what to do."""
    raise SystemExit("start.py: " + text)


def check_python():
    """Refuse a Python that cannot work, in words that help."""
    if sys.version_info < OLDEST:
        stop("tracekit needs Python 3.11 or newer, this is {}.{}.".format(*sys.version_info))
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        name = "python{}.{}-venv".format(*sys.version_info)
        stop(f"this Python cannot make virtual environments; on Debian: sudo apt install {name}")


def run(*command, **options):
    """Run a command to its end and return its exit code; Ctrl-C is the command's to answer."""
    process = subprocess.Popen([str(part) for part in command], **options)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def fingerprint(kind):
    """Name the state that an installation of this kind must be in."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", PINS[kind], "pyproject.toml"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def read_stamp():
    """Return what was installed here to the end; nothing if the folder was moved since."""
    try:
        stamp = dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
    return stamp if stamp.get("place") == str(VENV) else {}


def is_ready(kind):
    """Was everything of this kind installed, and is it still what the files ask for?"""
    return PYTHON.exists() and read_stamp().get(kind) == fingerprint(kind)


def is_usable():
    """Can the environment that is here be installed into?"""
    moved = STAMP.exists() and not read_stamp()
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return PYTHON.exists() and not moved and run(PYTHON, "-c", question, **quiet) == 0


def make_environment():
    """Make .venv anew with the Python that runs this file."""
    say("Making a virtual environment in .venv.")
    base = getattr(sys, "_base_executable", None) or sys.executable
    if run(base, "-m", "venv", "--clear", VENV):
        stop("the virtual environment could not be made; the lines above say why.")


def pip(*arguments):
    """Install with the environment's own pip; stop where that fails."""
    # Modules are compiled when they are first used: most of them never are.
    quiet = ["-qq", "--disable-pip-version-check", "--no-input", "--no-compile"]
    own = {**os.environ, "PIP_USER": "0"}
    code = run(PYTHON, "-m", "pip", "install", *quiet, *arguments, env=own)
    if code:
        stop(f"pip ended with {code}; it says why above. Mend that and run the same line again.")


def install(kind):
    """Install the pinned packages, each checked against its hash, then tracekit itself."""
    pins = (HERE / PINS[kind]).read_text(encoding="utf-8")
    count = len(set(re.findall(r"^[A-Za-z0-9._-]+(?===)", pins, re.MULTILINE)))
    say(f"Installing {count} pinned packages. This happens once and takes a minute or two.")
    pip("--require-hashes", "--only-binary", ":all:", "-r", HERE / PINS[kind])
    pip("--no-deps", "--no-index", "--no-build-isolation", "--editable", HERE)


def set_up(kind):
    """Install once; next time this costs a few milliseconds and no network."""
    check_python()
    if is_ready(kind):
        return
    if not is_usable():
        make_environment()
    STAMP.unlink(missing_ok=True)  # From here on a broken-off installation counts as none.
    install(kind)
    ready = {name: fingerprint(name) for name in ("lab", kind)}
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps({"place": str(VENV), **ready}), encoding="utf-8")
    part.replace(STAMP)
    say("Ready.")


def hand_over(*command):
    """Become the command; Windows has no such call, so there it is run and waited for."""
    if os.name == "nt":
        raise SystemExit(run(*command))
    sys.stdout.flush()
    os.execv(command[0], [str(part) for part in command])


def lab(arguments):
    """Open JupyterLab on the notebooks."""
    set_up("lab")
    tracekit(["lab", *arguments])


def tracekit(arguments):
    """Run the tracekit command."""
    set_up("lab")
    hand_over(PYTHON, "-m", "tracekit", *arguments)


def test(arguments):
    """Run tests and notebooks; with arguments, only pytest with these arguments."""
    set_up("test")
    pytest = [PYTHON, "-m", "pytest"]
    if arguments:
        raise SystemExit(run(*pytest, *arguments, cwd=HERE))
    say("Running the tests and the notebooks, whose outputs are compared.")
    codes = [
        run(*pytest, *ON_ALL_CORES, *NOTEBOOKS, "--ignore-glob", TIMED, *EVERYTHING, cwd=HERE),
        run(*pytest, *sorted(HERE.glob(TIMED)), cwd=HERE),
    ]
    raise SystemExit(max(map(abs, codes)))


def lock(arguments):
    """Write both requirements files and Binder's anew from pyproject.toml."""
    uv = shutil.which("uv")
    if not uv:
        stop("lock needs uv, the only step that does: pip install uv")
    for pins, more in (("requirements.txt", []), ("requirements-test.txt", COMPILE_TEST)):
        say("Pinning " + pins)
        if run(uv, *COMPILE, *more, "--quiet", *arguments, "pyproject.toml", "-o", pins, cwd=HERE):
            stop("uv could not pin the requirements; the lines above say why.")
    binder = HERE / "binder" / "requirements.txt"
    binder.write_text(binder_pins(), encoding="utf-8", newline="\n")


def binder_pins():
    """Return the pins without hashes, as Binder's own environment takes them."""
    pins = (HERE / "requirements.txt").read_text(encoding="utf-8")
    return "".join(line + "\n" for line in re.findall(r"^([A-Za-z0-9].*?)(?: \\)?$", pins, re.M))


VERBS = {"lab": lab, "test": test, "run": tracekit, "lock": lock}


def main():
    """Do what the first word says."""
    verb = VERBS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if verb is None:
        say(__doc__.strip())
        raise SystemExit(0 if sys.argv[1:] in (["-h"], ["--help"]) else 2)
    # Else every kernel, server and command that is started would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    verb(sys.argv[2:])


if __name__ == "__main__":
    main()
