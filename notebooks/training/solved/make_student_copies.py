"""Make the student copies of the lessons: the solved notebooks without what solves them.

Edit the notebooks in this folder, run and save them, then run this file:

    python notebooks/training/solved/make_student_copies.py

Tags of a cell say what becomes of it. `solution`: code becomes an empty cell, and a line to unfold
above it; text becomes a place to write the answer. `solved-only`: left out. Every other cell stays
as it is, with its output.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

SOLVED = Path(__file__).resolve().parent
STUDENT = SOLVED.parent
# Not the answer, only how to see what it needs: a lesson is about traces, not about Python.
LINE = """

<details><summary>What to write in the box (click to show)</summary>

```python
{code}
```

</details>"""
TEXT = (
    "*Your answer: double-click here and write, or say it aloud. "
    "Then compare with [{exercise} of the solved lesson](solved/{name}#{place}).*"
)


def solved_notebooks() -> list[Path]:
    """Return the solved lessons in their order."""
    return sorted(SOLVED.glob("*.ipynb"))


def student_text(solved: Path) -> str:
    """Return the file content of the student copy of a solved notebook."""
    notebook = nbformat.read(solved, as_version=4)
    kept, exercise = [], ""
    for cell in notebook.cells:
        if numbers := re.findall("^### Exercise ([0-9]+)", cell.source, re.MULTILINE):
            exercise = f"Exercise {numbers[-1]}"
        if "solution" in tags(cell) and cell.cell_type == "code":
            kept[-1].source += LINE.format(code=lowered(cell.source))
        if "solved-only" not in tags(cell):
            kept.append(without_solution(cell, solved.name, exercise))
    notebook.cells = kept
    return nbformat.writes(notebook) + "\n"


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])


def lowered(source: str) -> str:
    """Let paths start one folder higher."""
    return source.replace("](../", "](").replace("../traces/", "traces/")


def without_solution(
    cell: nbformat.NotebookNode, name: str, exercise: str
) -> nbformat.NotebookNode:  # fmt: skip
    """Empty a cell that solves an exercise, which has this heading in the solved lesson."""
    if "solution" not in tags(cell):
        cell.source = lowered(cell.source)
    elif cell.cell_type == "code":
        # Empty: what is typed behind a comment would be one, and nothing would happen.
        cell.update(source="", outputs=[], execution_count=None)
    else:
        cell.source = TEXT.format(name=name, exercise=exercise, place=exercise.replace(" ", "-"))
    return cell


def main() -> None:
    """Write every student copy."""
    for solved in solved_notebooks():
        target = STUDENT / solved.name
        target.write_text(student_text(solved), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
