"""What the reader of consoles makes of a text."""

from tracekit.readers.containers import console


def read(text):
    """The records of a text, by name."""
    found = []
    for grid in console.grids(text):
        columns = [column.to_pylist() for column in grid.columns]
        found += [dict(zip(grid.names, cells, strict=True)) for cells in zip(*columns, strict=True)]
    return found


def problems(text):
    """The problems of a text."""
    return [problem for grid in console.grids(text) for problem in grid.problems]
