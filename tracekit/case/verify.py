"""Verify a write-up: its sums, and the same files made again from its inputs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from tracekit.case.choosing import chosen, judged
from tracekit.case.folder import MANIFEST, restore
from tracekit.case.kept import APPENDIX, INPUT
from tracekit.case.manifest import Kept, Manifest, read_manifest
from tracekit.case.material import material_of
from tracekit.case.options import Options
from tracekit.case.parts import Parts, fill
from tracekit.case.story import Story, tell_from
from tracekit.case.sums import sha256_of
from tracekit.case.versions import made_with
from tracekit.errors import InputError, TracekitError
from tracekit.knowledge import list_gateways
from tracekit.readers.given import Given

# A detached signature over the manifest, of the user's own tool.
_SIGNATURES = (".sig", ".asc", ".minisig", ".p7s", ".tsr")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the manifest says: which file or version, and what it is."""

    name: str
    found: str

    def __str__(self) -> str:
        return f"{self.name}: {self.found}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found. `notes` differ and change nothing, such as another version.

    >>> Verdict(Path("case")).same
    True
    """

    folder: Path
    differences: tuple[Difference, ...] = ()
    notes: tuple[Difference, ...] = ()
    checked: tuple[str, ...] = field(default=(), repr=False)

    @property
    def same(self) -> bool:
        """True where nothing differs."""
        return not self.differences

    def __str__(self) -> str:
        told = [str(one) for one in (*self.differences, *self.notes)]
        if self.same:
            told.append(f"The same: {len(self.checked)} files, made again from the input.")
        else:
            told.append(f"Not the same: {len(self.differences)} differences.")
        return "\n".join(told)


def verify(folder: str | Path, source: str | Path | None = None) -> Verdict:
    """Check every sum of a write-up, make it again from its inputs, and name what differs.

    `source`: file or folder of the inputs, where they do not lie in the write-up. Raises InputError
    where `folder` holds no write-up.

    >>> import tempfile
    >>> from tracekit.case import Parts, write
    >>> folder = tempfile.mkdtemp()
    >>> quick = Parts(notebook=False, pdf=False)
    >>> _ = write(b"12/6/2022, 12:31 PM | Receive | x", folder, parts=quick)
    >>> verify(folder).same
    True
    """
    place = Path(folder)
    restore(place)
    told = read_manifest(place)
    _refuse_places(told)
    inside = sorted(path.parent for path in place.glob(f"*/{MANIFEST}"))
    return _batch(place, told, inside, source) if inside else _one(place, told, source)


def _batch(place: Path, told: Manifest, inside: list[Path], source: str | Path | None) -> Verdict:
    """Verify every case of a batch; its index is compared by its sums."""
    found = {d.name: d for d in [*_sums(place, told.outputs), *_added(place, told)]}
    parts = [(path.name, verify(path, source)) for path in inside]
    for name, part in parts:
        for one in part.differences:
            found.setdefault(f"{name}/{one.name}", Difference(f"{name}/{one.name}", one.found))
    notes = tuple(dict.fromkeys(note for _, part in parts for note in part.notes))
    checked = tuple(entry.file for entry in told.outputs)
    return Verdict(place, tuple(found.values()), notes, checked)


def _one(place: Path, told: Manifest, source: str | Path | None) -> Verdict:
    changed = [*_sums(place, told.outputs), *_added(place, told)]
    inputs, lacking = _inputs(place, told, Path(source) if source else None)
    notes = tuple(_versions(told))
    if not lacking:
        changed += _made_again(place, told, inputs, notes)
    checked = tuple(entry.file for entry in told.outputs)
    return Verdict(place, (*changed, *lacking), notes, checked)


def _refuse_places(told: Manifest) -> None:
    """A manifest may come from anybody: it names files of its folder, and nothing else."""
    for entry in (*told.inputs, *told.outputs):
        parts = entry.file.split("/")
        if "\\" in entry.file or ":" in entry.file or {"", ".", ".."} & set(parts):
            raise InputError(MANIFEST, f"it names a file outside of its folder ({entry.file!r})",
                             "do not trust this write-up")  # fmt: skip
    options = told.options
    if options.gateway not in ("auto", "gateway.toml", *list_gateways()):
        raise InputError(MANIFEST, f"it names an unknown gateway ({options.gateway!r})",
                         "do not trust this write-up")  # fmt: skip
    if options.template.endswith(".toml") and options.template != "template.toml":
        raise InputError(MANIFEST, f"it names a template elsewhere ({options.template!r})",
                         "do not trust this write-up")  # fmt: skip


def _sums(place: Path, entries: Iterable[Kept]) -> Iterator[Difference]:
    for entry in entries:
        path = place / entry.file
        if not path.is_file():
            yield Difference(entry.file, "it is missing")
        elif sha256_of(path) != entry.sha256:
            yield Difference(entry.file, "it was changed after it was written (its SHA-256 is "
                             f"{sha256_of(path)}, the manifest says {entry.sha256})")  # fmt: skip


def _added(place: Path, told: Manifest) -> Iterator[Difference]:
    known = {MANIFEST, *(entry.file for entry in (*told.inputs, *told.outputs))}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and name not in known and not _is_extra(path):
            yield Difference(name, "it was added after the write-up was made")


def _is_extra(path: Path) -> bool:
    return path.suffix in _SIGNATURES or ".ipynb_checkpoints" in path.parts


def _inputs(place: Path, told: Manifest, source: Path | None) -> tuple[dict, list[Difference]]:
    """Find every input by its name, or by its sum in `source`; name those that are not the same."""
    elsewhere = _by_sum(source) if source else {}
    found, lacking = {}, []
    for entry in told.inputs:
        path = place / entry.file if entry.kept else elsewhere.get(entry.sha256)
        if path is None or not path.is_file():
            where = "it is missing" if entry.kept else "it was not kept; say where it is"
            lacking.append(Difference(entry.file, f"{where} (SHA-256 {entry.sha256})"))
        elif sha256_of(path) != entry.sha256:
            lacking.append(Difference(entry.file, "this input is not the one that was used (its "
                                      f"SHA-256 is {sha256_of(path)}, the manifest says "
                                      f"{entry.sha256})"))  # fmt: skip
        else:
            found[entry.file] = path
    return found, lacking


def _by_sum(source: Path) -> dict[str, Path]:
    files = [source] if source.is_file() else sorted(p for p in source.rglob("*") if p.is_file())
    return {sha256_of(path): path for path in files}


def _versions(told: Manifest) -> Iterator[Difference]:
    now = made_with()
    for name in dict.fromkeys([*told.versions, *now]):
        before, here = told.versions.get(name, "none"), now.get(name, "none")
        if before != here:
            yield Difference(name, f"made with {before}, here is {here}")


def _made_again(place: Path, told: Manifest, inputs: dict[str, Path], notes: tuple
                ) -> Iterator[Difference]:  # fmt: skip
    """Make every file again that is the same each time, and compare it with the manifest."""
    names = {entry.file for entry in told.outputs}
    try:
        story = _story(place, told.options, inputs)
        with tempfile.TemporaryDirectory(prefix="tk-") as fresh:
            fill(story, Path(fresh), Parts("case.ipynb" in names, pdf=False))
            made = {e.file: e.sha256 for e in read_manifest(Path(fresh)).outputs}
    except TracekitError as error:
        yield Difference("the write-up", f"it cannot be made again: {error}")
        return
    why = ", by other versions" if notes else ""
    for entry in told.outputs:
        if entry.reproducible and made.get(entry.file) != entry.sha256:
            yield Difference(entry.file, f"made again from the inputs{why}, it is not the same")


def _story(place: Path, options: Options, inputs: dict[str, Path]) -> Story:
    files = [Given(name.removeprefix(f"{INPUT}/"), path=path, dayfirst=options.dayfirst,
                   utc_offset=options.utc_offset)
             for name, path in inputs.items() if name.startswith(f"{INPUT}/")]  # fmt: skip
    own = {n: str(place / getattr(options, n)) for n in ("gateway", "template")
           if getattr(options, n).endswith(".toml")}  # fmt: skip
    said = replace(options, **own)
    material = material_of(files)
    walks = [path for name, path in inputs.items() if name.startswith("walks/")]
    case = chosen(judged(material.trace, said), said)
    return tell_from(material, case, said, walks, inputs.get(APPENDIX))
