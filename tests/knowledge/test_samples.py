"""Every entry shows what it is about: its samples are read, or explained, as that entry."""

import pytest

from tracekit import explain, parse
from tracekit.decode.details import decode_detail, folder_word
from tracekit.errors import KnowledgeError
from tracekit.knowledge import load_complaints, load_references, load_statuses
from tracekit.knowledge.checks import check_samples, check_sources
from tracekit.knowledge.code_pages import load_code_classes
from tracekit.knowledge.folders import load_folders
from tracekit.knowledge.loader import _asks
from tracekit.knowledge.outside import find_outside_answer, load_outside_answers
from tracekit.knowledge.patterns import load_patterns

ROW = """MessageId        : <one@contoso.example>
Received         : 12/6/2022 12:31:05 PM
SenderAddress    : ann@contoso.example
RecipientAddress : bob@fabrikam.example
Subject          : Invoice
{sample}
MessageTraceId   : 11111111-2222-3333-4444-555555555555
"""


def of(entries):
    """Each sample beside the entry it stands in."""
    return [(entry, sample) for entry in entries for sample in entry.samples]


@pytest.mark.parametrize(("status", "sample"), of(load_statuses().values()))
def test_a_status_is_read_from_its_sample(status, sample):
    """A row of Get-MessageTraceV2 with that line has that status, and the page shows it."""
    read = parse(ROW.format(sample=sample)).journeys["status"]

    assert [status.name] == list(read)
    assert sample in explain(status.name).sections["Looks like"]


@pytest.mark.parametrize(("folder", "sample"), of(load_folders().values()))
def test_a_folder_is_read_from_its_sample(folder, sample):
    """A Deliver row with that detail names that folder, and its page shows it."""
    read = parse(f"12/6/2022, 12:31 PM | Deliver | {sample}").events["folder"]

    page = explain(f"DefaultFolderType:{folder.name}")

    assert [folder_word(folder.name)] == list(read)
    assert f"Deliver | {sample}" in page.sections["Looks like"]


@pytest.mark.parametrize(("part", "sample"), of(load_code_classes()[0].values()))
def test_a_class_is_explained_by_its_sample(part, sample):
    """A code that is not listed is explained by its first number."""
    assert explain(sample).title.startswith(f"{part.title}: ")


@pytest.mark.parametrize(("part", "sample"), of(load_code_classes()[1].values()))
def test_a_subject_is_explained_by_its_sample(part, sample):
    """A code that is not listed is explained by its second number."""
    assert explain(sample).title.endswith(f": {part.title} (this code is not listed)")


@pytest.mark.parametrize(("answer", "sample"), of(load_outside_answers()))
def test_an_answer_of_another_server_is_read_from_its_sample(answer, sample):
    """A Fail row with that reply at a host outside is told in the words of that entry."""
    rest = "{MSG=};{FQDN=mx.fabrikam.example};{IP=192.0.2.9};{LRT=}"
    reason = f"Reason: [{{LED={sample}}};{rest}]"
    row = decode_detail(reason)

    assert answer == find_outside_answer(row.get("enhanced_code", ""), row["reason"])


def test_no_answer_of_another_server_stands_in_two_entries():
    """A line is of one entry, so that reading it back has one right answer."""
    samples = [sample for _, sample in of(load_outside_answers())]

    assert len(set(samples)) == len(samples)
    assert len({answer.name for answer in load_outside_answers()}) == len(load_outside_answers())


def test_an_entry_without_a_sample_is_refused():
    """The loader says which one it is."""
    with pytest.raises(KnowledgeError, match="'Lost', field samples"):
        check_samples("statuses.toml", {"Lost": ()}, str)


def test_a_sample_of_another_entry_is_refused():
    """The loader reads it back and says what it found."""
    with pytest.raises(KnowledgeError, match="is read as 'Found'"):
        check_samples("statuses.toml", {"Lost": ("Status : Found",)}, lambda _: "Found")


@pytest.mark.parametrize("entries", [_asks(), load_patterns(), load_complaints()],
                         ids=["asks", "patterns", "complaints"])  # fmt: skip
def test_every_entry_has_its_own_sources(entries):
    """What is asked, what is looked for and what is reported: each says where it is known from."""
    assert [] == [entry.id for entry in entries.values() if not entry.sources]
    assert set() == {s for e in entries.values() for s in e.sources} - set(load_references())


@pytest.mark.parametrize("sources", [(), ("hearsay",)])
def test_an_entry_without_a_known_source_is_refused(sources):
    """None, or one that references.toml does not have."""
    with pytest.raises(KnowledgeError, match="'x', field sources"):
        check_sources("asks.toml", {"x": sources}, load_references())
