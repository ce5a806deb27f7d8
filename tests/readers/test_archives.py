"""Archives: members are inputs of their own, and no trap costs memory, time or the disk."""

import gzip
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packed import PICTURE, overlapping, report, with_flag, zipped

import tracekit.readers.archives as archives
from tracekit import parse, read
from tracekit.model import MessageTrace

ANNA, BERT = "anna@example.org", "bert@example.org"
PAIR = {"a.txt": report(ANNA), "exports/b.csv": report(BERT)}


def recipients(trace: MessageTrace) -> list[str]:
    """Whose journeys were read, in order."""
    return trace.journeys["recipient"].tolist()


def refused(trace: MessageTrace) -> dict[str, str]:
    """The sources that no reader took, with the reason."""
    unread = trace.sources.loc[trace.sources["format"].isna(), "source"]
    return dict(zip(unread, trace.problems.set_index("source")["reason"][unread], strict=True))


def test_members_are_named_behind_their_archive(tmp_path):
    """A row leads to the archive and to the file in it."""
    (tmp_path / "case.zip").write_bytes(zipped(PAIR))
    trace = read(tmp_path / "case.zip")

    assert [ANNA, BERT] == recipients(trace)
    assert [f"{tmp_path / 'case.zip'}/{name}" for name in PAIR] == trace.sources["source"].tolist()


def test_bytes_and_uploads_may_be_archives():
    """What the paste box and a program hand over is opened like a file."""
    archive = zipped(PAIR)

    assert [ANNA, BERT] == recipients(read(archive)) == recipients(parse(archive, "case.zip"))


def test_gzip_is_opened(tmp_path):
    """Log shippers pack each file for itself."""
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(report(ANNA)))

    assert [ANNA] == recipients(read(tmp_path / "a.log.gz"))


def test_an_archive_in_an_archive_is_opened_once():
    """A ticket system packs what was packed; deeper than that is refused with what to do."""
    inner = zipped({"a.txt": report(ANNA)})
    trace = parse(zipped({"one.zip": inner, "b.gz": gzip.compress(report(BERT))}), "x.zip")
    deep = parse(zipped({"two.zip": zipped({"one.zip": inner})}), "x.zip")

    assert [ANNA, BERT] == recipients(trace)
    assert ["x.zip/one.zip/a.txt", "x.zip/b.gz"] == trace.sources["source"].tolist()
    assert ["x.zip/two.zip/one.zip"] == list(refused(deep))


def test_what_nobody_wrote_is_skipped():
    """A Mac's shadow files are no inputs."""
    members = {"__MACOSX/._a.txt": b"\0\5\x16\7", ".DS_Store": b"\0", "a.txt": report(ANNA)}

    assert ["x/a.txt"] == parse(zipped(members), "x").sources["source"].tolist()


def test_a_bad_member_does_not_cost_the_others():
    """A picture, a locked one and one with a wrong sum are named; the rest is read."""
    archive = bytearray(zipped({"a.txt": report(ANNA), "b.txt": report(BERT)}, zipfile.ZIP_STORED))
    archive[archive.index(b"bert@")] = ord("x")
    trace = parse(bytes(archive), "x")
    picture = parse(zipped({"shot.png": PICTURE, **PAIR}), "x")

    assert ["x/b.txt"] == list(refused(trace))
    assert "damaged" in refused(trace)["x/b.txt"]
    assert [ANNA] == recipients(trace)
    assert ["x/shot.png"] == list(refused(picture))
    assert [ANNA, BERT] == recipients(picture)


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        (with_flag(zipped({"a.txt": b"x"}), 1), "password"),
        (zipped({"a.txt": b"x" * 50}, zipfile.ZIP_LZMA), "unusual way"),
        (zipped({}), "holds no file"),
        (zipped(PAIR)[:-30], "damaged"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (gzip.compress(report(ANNA))[:-20], "damaged"),
        (b"\x1f\x8b\x08\x00", "damaged"),
        (overlapping(b"x" * 5000, 300), "share their bytes"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "Excel workbook"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word document"),
    ],
)
def test_an_archive_that_cannot_be_read_is_one_row_that_says_why(archive, said):
    """Nothing is guessed from it, and it is told apart from an empty one."""
    trace = parse(archive, "x")
    (reason,) = trace.problems["reason"]

    assert said in reason
    assert 1 == len(trace.sources)
    assert trace.journeys.empty


@pytest.mark.parametrize("pack", ["zip", "gzip", "zip in zip"])
def test_a_bomb_is_refused_before_it_goes_off(pack):
    """300 MB of nothing in 300 KB: the memory stays small and the reason says what it is."""
    packer = zlib.compressobj(9, wbits=31)
    body = b"".join(packer.compress(b"\0" * 2**20) for _ in range(300)) + packer.flush()
    if pack != "gzip":
        body = zipped({"a.txt": b"\0" * (100 * 2**20)})
        body = zipped({"in.zip": body}) if pack == "zip in zip" else body
    tracemalloc.start()
    trace = parse(body, "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "as in a trap" in trace.problems["reason"][0]
    assert 120 * 2**20 > peak


def test_size_and_number_are_bounded(monkeypatch):
    """What is within the bounds is read, the rest is named."""
    room = archives._Room
    monkeypatch.setattr(archives, "_Room", lambda: room(left=1000))
    large = parse(zipped({"a.txt": report(ANNA), "b.txt": report(BERT) * 9}), "x")
    monkeypatch.setattr(archives, "_Room", lambda: room(members=3))
    many = parse(zipped({f"{n}.txt": report(f"{n}@example.org") for n in range(5)}), "x")

    assert ["x/b.txt"] == list(refused(large))
    assert 3 == len(many.journeys)
    assert "2 of its 5 files were not read" in refused(many)["x"]


def test_a_directory_of_very_many_members_is_not_loaded(monkeypatch):
    """The list of members alone can fill the memory."""
    monkeypatch.setattr(archives, "_LARGEST_DIRECTORY", 5000)
    trace = parse(zipped({f"{n}.txt": b"" for n in range(200)}), "x")

    assert "too many files" in refused(trace)["x"]


def test_names_never_reach_the_disk(tmp_path, monkeypatch):
    """A path that climbs out is only a label, without its dots."""
    monkeypatch.chdir(tmp_path)
    names = ["../../up.txt", "/etc/x.txt", "..\\..\\win.txt", "C:\\x.txt"]
    trace = parse(zipped({name: report(f"{n}@example.org") for n, name in enumerate(names)}), "x")

    assert [] == os.listdir(tmp_path)
    assert ["x/up.txt", "x/etc/x.txt", "x/win.txt", "x/C:/x.txt"] == trace.sources[
        "source"
    ].tolist()


@settings(max_examples=60)
@given(st.data())
def test_any_damage_gives_rows_and_no_error(data):
    """Bytes that a stranger changed or cut never raise."""
    raw = bytearray(zipped(PAIR) if data.draw(st.booleans()) else gzip.compress(report(ANNA)))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(3, len(raw) - 1))] = data.draw(st.integers(0, 255))
    trace = parse(bytes(raw[: data.draw(st.integers(4, len(raw)))]), "x")

    assert len(trace.sources) > 0


def test_a_broken_archive_in_a_folder_does_not_cost_the_others(tmp_path: Path):
    """The good file beside it is read."""
    (tmp_path / "a.txt").write_bytes(report(ANNA))
    (tmp_path / "b.zip").write_bytes(zipped(PAIR)[:-40])

    assert [ANNA] == recipients(read(tmp_path))
