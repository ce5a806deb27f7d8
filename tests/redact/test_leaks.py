"""The search for leaks finds what is there, and says nothing of what is not."""

import gzip
import json
import zipfile

import pytest
from planted import IDENTITIES, WRITINGS

from tracekit.errors import InputError
from tracekit.redact import find_leaks


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_canary_is_found(writing, tmp_path):
    """Each of 600 identities planted in a file is found, in each of sixteen writings."""
    file = tmp_path / "out.csv"
    file.write_text("\n".join(f"x,{WRITINGS[writing](i)},y" for i in IDENTITIES), encoding="utf-8")

    assert set(range(1, 601)) == set(find_leaks([file], IDENTITIES)["identity"])


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_file_in_another_encoding_is_searched(code, tmp_path):
    """Two bytes a letter hide nothing."""
    file = tmp_path / "out.txt"
    file.write_bytes("to qovarnsk.zemildorp@jolthcorp.com, really".encode(code))

    assert 1 == find_leaks([file], ["Qovarnsk.Zemildorp@JolthCorp.com"])["identity"].nunique()


def test_packed_parts_and_names_are_searched(tmp_path):
    """A workbook, a packed file and the name of a file are no place to hide."""
    book, packed, named = tmp_path / "a.xlsx", tmp_path / "b.gz", tmp_path / "Qovarnsk.txt"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "<t>Qovarnsk</t>")
    packed.write_bytes(gzip.compress(b"Qovarnsk"))
    named.write_text("nothing")

    assert {f"{book}, part 1", f"{packed} (unpacked)", "Qovarnsk.txt (its name)"} == set(
        find_leaks([book, packed, named], ["Qovarnsk"])["file"]
    )


def test_an_identity_is_never_repeated(tmp_path):
    """What is printed can be shown to anybody: a number stands for the identity."""
    file = tmp_path / "a.txt"
    file.write_text("from Qovarnsk")

    assert "ovarnsk" not in find_leaks([file], ["Qovarnsk"]).to_csv()


def test_a_clean_file_gives_nothing(tmp_path):
    """What is not there is not found."""
    file = tmp_path / "a.txt"
    file.write_text("The message was delivered to the Inbox folder.")

    assert find_leaks([file], IDENTITIES).empty


@pytest.mark.parametrize("listed", [[], ["", " "], ["ab", "Qovarnsk"]])
def test_an_empty_list_is_an_error(listed, tmp_path):
    """A search for nothing must not read as a clean result."""
    file = tmp_path / "a.txt"
    file.write_text("x")
    with pytest.raises(InputError, match="list of identities"):
        find_leaks([file], listed)


def test_escapes_inside_escapes_hide_nothing(tmp_path):
    """JSON in a string of JSON doubles its backslashes; letters beyond ASCII are escaped there."""
    file = tmp_path / "a.json"
    inner = json.dumps("to Zemilmärk\U0001f600")
    file.write_text(json.dumps({"a": inner, "b": "".join(f"\\u{ord(c):04x}" for c in "Qovarnsk")}))
    listed = ["Zemilmärk\U0001f600", "Qovarnsk", "Vrakulli"]

    assert {1, 2} == set(find_leaks([file], listed)["identity"])
