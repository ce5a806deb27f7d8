"""Refuse what must not be committed: real cases, notebooks with outputs, listed names.

Run by hooks/pre-commit in the top folder of the repository, on what is staged, not on what lies in
the folder. Needs nothing but git and Python, unless a list of names is set:

    git config tracekit.identities ../names.txt    # one address, name or host a line
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

PRIVATE = "cases"  # whatever is in a folder of this name, anywhere
SHOWN = "notebooks"  # here notebooks are committed with outputs: they use bundled samples only
HELP = (
    "Nothing was committed. Take the files out of the commit with: git restore --staged NAME\n"
    "To pass on a real case, see docs/exports.md: tracekit redact, tracekit case --redact."
)


def git(*words: str) -> bytes:
    """Run git and return what it prints."""
    return subprocess.run(["git", *words], check=True, capture_output=True).stdout


def staged() -> list[str]:
    """Return the paths that the commit would add or change."""
    listed = git("diff", "--cached", "--name-only", "--diff-filter=ACMRT", "-z")
    return [name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name]


def refusal(name: str) -> str:
    """Return why a path must not be committed; empty if it may."""
    parts = [part.casefold() for part in PurePosixPath(name).parts]
    if PRIVATE in parts[:-1]:
        return f"it lies in a folder {PRIVATE}/, which is for real cases"
    if parts[-1].endswith(".ipynb") and parts[0] != SHOWN:
        return notebook_refusal(git("show", f":{name}"))
    return ""


def notebook_refusal(content: bytes) -> str:
    """Return what a notebook holds beside its source; empty if nothing."""
    try:
        book = json.loads(content)
        cells = [cell for cell in book["cells"] if isinstance(cell, dict)]
        kept = {
            "outputs": any(cell.get("outputs") for cell in cells),
            "attachments": any(cell.get("attachments") for cell in cells),
            "saved widgets": "widgets" in book["metadata"],
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        return "it is no notebook that can be read, so nobody can tell what it holds"
    found = [what for what, there in kept.items() if there]
    return f"it is a notebook outside {SHOWN}/ with {' and '.join(found)}: clear them first" * bool(
        found
    )


def leaks(names: list[str], listed: str) -> list[str]:
    """Return a line for each staged file that holds a name of the list, in any writing."""
    try:
        from tracekit.errors import TracekitError
        from tracekit.redact import find_leaks
    except ImportError:
        return ["tracekit.identities is set, but tracekit cannot be loaded: python3 start.py test"]
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, name in enumerate(names):
            # The name is searched as well; by itself, so that a packed file is still one.
            for ending, content in (("", git("show", f":{name}")), ("-name", encoded(name))):
                path = Path(folder, f"{number:06d}{ending}")
                path.write_bytes(content)
                files[str(path)] = name
        try:
            found = find_leaks(files, Path(listed).read_text("utf-8-sig").split("\n"))
        except (OSError, ValueError, TracekitError) as error:
            return [f"the list of names could not be used: {error}"]
    rows = found.loc[~found["file"].str.endswith("(its name)"), ["file", "identity"]]
    # A part of a packed file is called "file, part 1" or "file (unpacked)".
    places = {(files[part.split(",")[0].split(" (")[0]], n) for part, n in rows.to_numpy().tolist()}
    return [f"{name}: it holds line {n} of the list of names" for name, n in sorted(places)]


def encoded(name: str) -> bytes:
    """Return a path as git writes it."""
    return name.encode("utf-8", "surrogateescape")


def identities() -> str:
    """Return the file that lists names, if one is set."""
    done = subprocess.run(
        ["git", "config", "--type=path", "--get", "tracekit.identities"],
        capture_output=True,
        check=False,
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def main() -> int:
    """Print what is refused; 1 if anything is."""
    names = staged()
    told = [f"{name}: {why}" for name in names if (why := refusal(name))]
    listed = identities()
    if listed and names:
        told += leaks(names, listed)
    if told:
        # A name may hold letters that the console lacks.
        text = "\n".join([*(f"refused  {line}" for line in told), HELP]) + "\n"
        sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "ascii", "backslashreplace"))
    return int(bool(told))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
