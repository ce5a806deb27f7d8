"""The write-up as a notebook: it reads the input beside it again, and has its outputs in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracekit.case.story import Story
from tracekit.errors import TracekitError

PARAMETERS = "parameters"  # the tag by which papermill knows the cell
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_SECONDS = 600
_ABOUT = """\
# Case write-up

This page makes the write-up anew from the input that lies beside it: menu **Run**, then
**Run All Cells**. The same input and the same version of tracekit give the same page.
`tracekit verify` compares every file of the folder. Nothing is sent anywhere."""


class NotebookError(TracekitError, RuntimeError):
    """The notebook of a case could not be run; names the cell and what it said."""

    def __init__(self, found: str):
        self.found = found
        super().__init__(f"case.ipynb: it could not be run ({found}). What to do: leave the "
                         "notebook out, or set tracekit up anew.")  # fmt: skip


def sources(story: Story, folder: str = "input") -> list[tuple[str, str, list[str]]]:
    """Return the cells: kind, source, tags."""
    sections = [f'story["{section.id}"]' for section in story.sections]
    told = "story = case.tell(INPUT, walks=map(Path, WALKS), appendix=APPENDIX, **OPTIONS)"
    return [
        ("markdown", _ABOUT, []),
        ("code", _parameters(story, folder), [PARAMETERS]),
        ("code", f"from pathlib import Path\n\nfrom tracekit import case\n\n{told}", []),
        *(("code", source, []) for source in sections),
    ]


def _parameters(story: Story, folder: str) -> str:
    """What was given, as Python literals of plain ASCII."""
    walks = [f"walks/{name}" for name in walk_names(story)]
    said = story.settled.said()
    lines = [f"    {name!a}: {value!a}," for name, value in said.items()]
    appendix = 'Path("appendix.txt")' if story.appendix is not None else "None"
    head = "from pathlib import Path\n\n" if story.appendix is not None else ""
    return (f"{head}INPUT = {folder!r}\nWALKS = {walks!r}\nAPPENDIX = {appendix}\n"
            "OPTIONS = {\n" + "\n".join(lines) + "\n}")  # fmt: skip


def walk_names(story: Story) -> list[str]:
    """Return the file names of the saved walks."""
    return [f"walk-{n}.json" for n in range(1, len(story.walks) + 1)]


def notebook_bytes(story: Story, folder: Path, kernel: object) -> bytes:
    """Run the notebook in a folder that holds its input, and return it with its outputs.

    `kernel`: see `running_kernel`. Raises NotebookError where a cell fails.
    """
    import nbformat

    book = nbformat.v4.new_notebook(metadata=_METADATA)
    book.cells = [_cell(n, *cell) for n, cell in enumerate(sources(story))]
    _run(book, folder, kernel)
    for number, cell in enumerate((c for c in book.cells if c.cell_type == "code"), start=1):
        cell.execution_count = number
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
    book.metadata = _METADATA
    return nbformat.writes(book).encode("utf-8") + b"\n"


def _cell(number: int, kind: str, source: str, tags: list[str]) -> object:
    import nbformat

    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    metadata = {"tags": tags} if tags else {}
    return make(source, id=f"case-{number:02d}", metadata=metadata)


def _run(book: object, folder: Path, kernel: object) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(book, km=kernel, timeout=_SECONDS, record_timing=False,
                            resources=where, store_widget_state=False)  # fmt: skip

    def go_there(notebook: object) -> None:
        # A kernel that served another notebook before still stands in that one's folder.
        client.kc.execute(f"import os; os.chdir({str(folder)!r})", silent=True)

    client.on_notebook_start = go_there
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(str(error).strip().splitlines()[-1][:300]) from error
    finally:
        if client.kc is not None:
            client.kc.stop_channels()  # the kernel lives on for the next notebook


@contextmanager
def running_kernel() -> Iterator[object]:
    """Give a manager for a kernel of this Python, with nobody's own settings or startup files.

    The kernel starts with the first notebook, serves those after it, and ends here.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.utils import run_sync

    kept = {name: os.environ.get(name) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    with tempfile.TemporaryDirectory(prefix="tk-", ignore_cleanup_errors=True) as home:
        os.environ.update(dict.fromkeys(kept, home))
        # On other systems than Windows: files that only this user can open, instead of ports.
        way = {"transport": "ipc", "ip": f"{home}/k"} if os.name == "posix" else {}
        # Without other folders the kernel is the one of this Python.
        specs = KernelSpecManager(kernel_dirs=[])
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, **way)
        try:
            yield manager
        finally:
            if manager.has_kernel:
                run_sync(manager.shutdown_kernel)(now=True)
            for name, value in kept.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
