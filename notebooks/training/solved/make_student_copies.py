"""Make the student copies of the lessons: the solved notebooks without what solves them.

Edit the notebooks in this folder, run and save them, then run this file:

    python notebooks/training/solved/make_student_copies.py

Tags of a cell say what becomes of it. `solution`: code becomes an empty cell, text a place to write
the answer. `solved-only`: left out. Every other cell stays as it is, with its output.
"""

from __future__ import annotations

from pathlib import Path

import nbformat

SOLVED = Path(__file__).resolve().parent
STUDENT = SOLVED.parent
CODE = "# Your answer\n"
TEXT = (
    "*Your answer: double-click here and write, or say it aloud. "
    "Then compare with [the solved lesson](solved/{name}).*"
)


def solved_notebooks() -> list[Path]:
    """Return the solved lessons in their order."""
    return sorted(SOLVED.glob("*.ipynb"))


def student_text(solved: Path) -> str:
    """Return the file content of the student copy of a solved notebook."""
    notebook = nbformat.read(solved, as_version=4)
    kept = [cell for cell in notebook.cells if "solved-only" not in tags(cell)]
    notebook.cells = [without_solution(cell, solved.name) for cell in kept]
    return nbformat.writes(notebook) + "\n"


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def without_solution(cell: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Empty a cell that solves an exercise; paths in the others start one folder higher."""
    if "solution" not in tags(cell):
        cell.source = cell.source.replace("](../", "](").replace("../traces/", "traces/")
    elif cell.cell_type == "code":
        cell.update(source=CODE, outputs=[], execution_count=None)
    else:
        cell.source = TEXT.format(name=name)
    return cell


def main() -> None:
    """Write every student copy."""
    for solved in solved_notebooks():
        target = STUDENT / solved.name
        target.write_text(student_text(solved), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
