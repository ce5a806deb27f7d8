"""Whatever is handed over becomes inputs: folders, patterns, lists, open files."""

import io
import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packed import PICTURE, report, zipped

from tracekit import parse, read
from tracekit.errors import InputError
from tracekit.model import MessageTrace

RECIPIENTS = ["anna@example.org", "bert@example.org", "carl@example.org"]


def recipients(trace: MessageTrace) -> list[str]:
    """Whose journeys were read, in order."""
    return trace.journeys["recipient"].tolist()


def refused(trace: MessageTrace) -> dict[str, str]:
    """The sources that no reader took, by file name, with the reason."""
    unread = trace.sources.loc[trace.sources["format"].isna(), "source"]
    reasons = trace.problems.set_index("source")["reason"]
    return {os.path.basename(name): reasons[name] for name in unread}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder as a ticket leaves it: two reports, a picture, and what nobody wrote."""
    (tmp_path / "mail" / "deeper").mkdir(parents=True)
    (tmp_path / "mail" / "a.txt").write_bytes(report(RECIPIENTS[0]))
    (tmp_path / "mail" / "deeper" / "b.unknown").write_bytes(report(RECIPIENTS[1]))
    (tmp_path / "mail" / "shot.png").write_bytes(PICTURE)
    for place in (".git/x.txt", "__MACOSX/a.txt", ".DS_Store", "desktop.ini", "Thumbs.db"):
        path = tmp_path / "mail" / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report(RECIPIENTS[2]))
    return tmp_path / "mail"


@pytest.mark.parametrize("kind", [str, Path])
def test_every_file_of_a_folder_is_tried(case, kind):
    """No ending of a name matters, and what nobody wrote is no input."""
    assert RECIPIENTS[:2] == recipients(read(kind(case)))


def test_a_picture_in_a_folder_is_named_with_what_to_do(case):
    """It is not read as text, and not passed over in silence."""
    assert {"shot.png": "Not read: it is a picture (PNG). What to do: copy the text of the trace "
            "in place of its picture."} == refused(read(case))  # fmt: skip


def test_an_empty_folder_is_an_error(tmp_path):
    """So is one that holds hidden files only."""
    (tmp_path / ".hidden").write_bytes(report(RECIPIENTS[0]))

    with pytest.raises(InputError, match="holds no file"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "found"), [("*.txt", 1), ("**/*.unknown", 1), ("**", 2), ("[ab].txt", 1), ("d*", 1)]
)
def test_a_pattern_names_files(case, pattern, found):
    """Stars and brackets work in the library as they do in a shell; a folder gives its files."""
    trace = read(str(case / pattern))

    assert found == len(trace.journeys)


def test_brackets_in_a_name_that_exists_are_no_pattern(tmp_path):
    """`trace[1].txt`, as browsers name a second download, is that file."""
    for number, name in enumerate(["trace[1].txt", "trace1.txt"]):
        (tmp_path / name).write_bytes(report(RECIPIENTS[number]))

    assert RECIPIENTS[:1] == recipients(read(tmp_path / "trace[1].txt"))


@pytest.mark.parametrize("name", ["*.csv", "missing.txt", "no/such/folder"])
def test_what_is_not_there_is_an_error_that_says_so(tmp_path, name):
    """A pattern that fits nothing and a path that does not exist are told apart from content."""
    with pytest.raises(InputError, match=r"no (such )?file"):
        read(tmp_path / name)


def test_a_list_holds_inputs_of_any_kind(case):
    """A path, bytes, pasted text, an open file and a zip go together."""
    text = report(RECIPIENTS[2]).decode()
    archive = zipped({"d.txt": report("dora@example.org")})
    found = read([case / "a.txt", report("eric@example.org"), text, archive])

    assert [RECIPIENTS[0], "eric@example.org", RECIPIENTS[2], "dora@example.org"] == recipients(
        found
    )


@pytest.mark.parametrize("mode", ["rb", "r"])
@pytest.mark.parametrize("start", ["begin", "middle", "end"])
def test_an_open_file_is_read_from_its_first_byte(case, mode, start):
    """Even one that somebody has read already."""
    with (case / "a.txt").open(mode) as stream:
        if start != "begin":
            stream.read(10 if start == "middle" else -1)
        trace = read(stream)

    assert RECIPIENTS[:1] == recipients(trace)
    assert [str(case / "a.txt")] == trace.sources["source"].tolist()


def test_an_open_text_file_of_another_encoding_loses_nothing(tmp_path):
    """The bytes are read, not what the wrong encoding made of them."""
    path = tmp_path / "a.txt"
    path.write_bytes(report(RECIPIENTS[0]).decode().replace("News", "März").encode("utf-16"))
    with path.open(encoding="ascii") as stream:
        trace = read(stream)

    assert ["März"] == trace.journeys["subject"].tolist()


@pytest.mark.parametrize("kind", [io.StringIO, io.BytesIO])
def test_a_stream_in_memory_is_an_open_file(kind):
    """What a web request or a mail program hands over."""
    raw = report(RECIPIENTS[0])

    assert RECIPIENTS[:1] == recipients(read(kind(raw if kind is io.BytesIO else raw.decode())))


def test_a_closed_file_is_an_error_that_says_so(case):
    """Not a line of Python's own."""
    with (case / "a.txt").open("rb") as stream:
        pass

    with pytest.raises(InputError, match="open it again"):
        read(stream)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix pipe")
def test_a_pipe_is_read_once():
    """`<(pbpaste)` of a shell is a path that can be read only once."""
    read_end, write_end = os.pipe()
    os.write(write_end, report(RECIPIENTS[0]))
    os.close(write_end)
    trace = read(f"/dev/fd/{read_end}")
    os.close(read_end)

    assert RECIPIENTS[:1] == recipients(trace)


@pytest.mark.skipif(sys.platform == "win32" or not os.getuid(), reason="everything is allowed")
def test_a_locked_file_in_a_folder_does_not_cost_the_others(case):
    """It is a row that says so."""
    (case / "locked.txt").write_bytes(b"x")
    (case / "locked.txt").chmod(0)
    trace = read(case)

    assert RECIPIENTS[:2] == recipients(trace)
    assert "cannot be opened" in refused(trace)["locked.txt"]


def test_a_link_in_a_circle_ends(case):
    """A folder that holds itself is walked once."""
    (case / "deeper" / "again").symlink_to(case, target_is_directory=True)

    assert RECIPIENTS[:2] == recipients(read(case))


@pytest.mark.parametrize(
    ("start", "name", "said"),
    [
        (b"%PDF-1.7\n", "a.pdf", "PDF"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "a.msg", "Internet headers"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "a.xls", "CSV UTF-8"),
        (b"{\\rtf1\\ansi", "a.rtf", "plain text"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "7-Zip"),
        (b"\0" * 257 + b"ustar", "a.tar", "tar archive"),
        (bytes(range(1, 9)) * 100, "a.bin", "holds no text"),
    ],
)
def test_what_is_no_text_is_named(start, name, said):
    """The reason says what it is and what to give instead."""
    (reason,) = parse(start + b"\0" * 600, name).problems["reason"]

    assert reason.startswith("Not read: ")
    assert said in reason


def test_zeros_at_the_end_of_a_log_are_no_reason(tmp_path):
    """A server that crashed leaves them."""
    assert RECIPIENTS[:1] == recipients(parse(report(RECIPIENTS[0]) + b"\0" * 90_000))


@given(st.binary(max_size=400))
def test_any_bytes_are_accounted_for(raw):
    """Whatever they are, there is one source, and no byte is lost or counted twice."""
    trace = parse(raw)

    assert ["text"] == trace.sources["source"].tolist()
    assert len(raw) == trace.spans["length"].sum()


@given(st.text("abc*?[]~ :/{}=;", min_size=1, max_size=40))
def test_any_short_text_is_a_path_or_a_trace(text):
    """A name that fits nothing is an InputError, never another one."""
    with pytest.raises(InputError, match="no "):
        read("no-such-folder/" + text)


def test_progress_is_told_in_bytes(case):
    """Each input is named before it is read; the bytes grow to all there are."""
    told = []
    read([case / "a.txt", case / "deeper"], progress=lambda *row: told.append(row))
    size = len(report(RECIPIENTS[0]))

    assert ["a.txt", "b.unknown", "b.unknown"] == [os.path.basename(name) for name, _, _ in told]
    assert [0, size, 2 * size] == [done for _, done, _ in told]
    assert {2 * size} == {total for _, _, total in told}


def test_many_files_take_linear_time(tmp_path):
    """Two hundred small files are read in seconds."""
    for number in range(200):
        (tmp_path / f"{number}.txt").write_bytes(report(f"user{number}@example.org"))
    began = time.process_time()

    assert 200 == len(read(tmp_path).journeys)
    assert 10 > time.process_time() - began
