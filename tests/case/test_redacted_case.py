"""A redacted case names nobody, in any of its files, and is rebuilt like any other."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "redact"))

from planted import IDENTITIES, KEY, PEOPLE, WRITINGS

from tracekit import case, diagnose, load_sample
from tracekit.case.pdf import find_browser
from tracekit.errors import InputError
from tracekit.model.columns import TEXT
from tracekit.model.tables import TABLES
from tracekit.redact import find_leaks
from tracekit.redact.allowed import load_allowed

# Named in the trace, in words of the person, and asked for by name.
SENDER, NAME = PEOPLE[0][0], PEOPLE[0][1]
SAID = {"reported": f"{NAME} says that it is missing", "author": NAME, "ticket": PEOPLE[1][1],
        "expected": f"{NAME} expects it in the inbox", "complaint": "false-positive"}  # fmt: skip
TREES = ["gateway", "disposition", "decision", "delay", "copies"]


def crowded():
    """The two journeys of a bundled message, with 600 identities in sixteen writings around it.

    The message itself carries some of them; the rest stand in events, problems, headers, hops and
    further columns, so that each identity is in the input that a case would keep.
    """
    trace = load_sample("inky-two-journeys")
    ways = list(WRITINGS.values())
    texts = [ways[n % len(ways)](identity) for n, identity in enumerate(IDENTITIES)]
    journeys = trace.journeys.assign(sender=SENDER, subject=f"Vertrag {' '.join(texts[:60])}")
    told = [f"{detail} {' '.join(texts[60 + n * 12 : 72 + n * 12])}"
            for n, detail in enumerate(trace.events["detail"].fillna(""))]  # fmt: skip
    rest = iter(texts[60 + 12 * len(told) :])
    tables = {"journeys": journeys, "events": trace.events.assign(detail=told)}
    for name in ("problems", "headers", "hops"):
        columns = [c.name for c in TABLES[name] if c.dtype == TEXT]
        free = [
            c for c in columns if load_allowed().columns[name][c] not in ("keep", "shape", "file")
        ]
        rows = [{c: next(rest, texts[-1]) for c in free} for _ in range(40 // len(free) + 3)]
        rows = [row | {"source": trace.sources["source"].iloc[0]} for row in rows]
        frame = getattr(trace, name).reindex(range(len(rows)))
        tables[name] = frame.assign(**{c: [row[c] for row in rows] for c in rows[0]}).astype(
            getattr(trace, name).dtypes.to_dict())  # fmt: skip
    left = list(rest) or texts[-2:]
    places = trace.events[["source", "line"]].iloc[[0] * len(left)].reset_index(drop=True)
    tables["extra"] = places.assign(custom_data=[f"S:X=Y|z={text}" for text in left])
    return replace(trace, **tables)


def searched(folder):
    """The files of a write-up, and what a person reads of its PDF and its metadata."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if (folder / "case.pdf").exists():
        from pypdf import PdfReader

        pdf = PdfReader(folder / "case.pdf")
        text = "\n".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata)])
        (folder.parent / "pdf.txt").write_text(text, encoding="utf-8")
        files.append(folder.parent / "pdf.txt")
    return files


def found_in(folder, shortest=5):
    """The identities that stand in a write-up, with file and writing."""
    found = find_leaks(searched(folder), IDENTITIES)
    return {(IDENTITIES[row.identity - 1], row.file, row.form) for row in found.itertuples()}


@pytest.fixture(scope="module")
def trace():
    """The crowded message."""
    return crowded()


@pytest.fixture(scope="module")
def redacted(trace, tmp_path_factory):
    """A whole redacted write-up, notebook and PDF included."""
    folder = tmp_path_factory.mktemp("redacted") / "case"
    case.write(trace, folder, key=KEY, **SAID)
    return folder


def test_none_of_600_identities_is_in_any_file(redacted):
    """Page, Markdown, notebook, findings, events, manifest, input, PDF: nobody is in them."""
    names = {path.name for path in redacted.rglob("*") if path.is_file()}
    parts = {"case.html", "case.md", "case.ipynb", "findings.json", "events.csv", "manifest.json"}

    assert parts | {"trace.json"} <= names
    assert bool(find_browser()) == ("case.pdf" in names)
    assert set() == found_in(redacted)


def test_without_redaction_all_of_them_would_be_found(trace, tmp_path):
    """The same search of the same write-up with names finds every one: it is no blind search."""
    plain = case.Parts(notebook=False, pdf=False)
    case.write(trace, tmp_path / "case", parts=plain, **SAID)
    found = found_in(tmp_path / "case")

    assert set(IDENTITIES) == {identity for identity, *_ in found}
    assert {
        "case.html",
        "case.md",
        "findings.json",
        "events.csv",
        "manifest.json",
        "trace.json",
    } <= {Path(file).name for _, file, _ in found}


@pytest.mark.parametrize("part", ["source", "metadata", "outputs", "attachments", "widgets", "pdf"])
def test_a_canary_in_any_part_is_found(redacted, part, tmp_path):
    """One name in the source, metadata, output, attachment or widget state of the notebook."""
    book = json.loads((redacted / "case.ipynb").read_text("utf-8"))
    cell = book["cells"][2]
    if part == "source":
        cell["source"] = f"# {NAME}"
    elif part == "metadata":
        cell["metadata"]["note"] = NAME
    elif part == "outputs":
        cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {
            "application/vnd.vegalite.v5+json": {"datasets": {"d": [{"who": NAME}]}}}}]  # fmt: skip
    elif part == "attachments":
        cell["attachments"] = {"a.svg": {"image/svg+xml": WRITINGS["base64"](NAME)}}
    elif part == "widgets":
        state = {"state": {"m": {"model_name": "HTMLModel", "state": {"value": NAME}}}}
        book["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    else:
        (tmp_path / "case").mkdir()
        (tmp_path / "case" / f"{NAME}.txt").write_text("")
    (tmp_path / "case").mkdir(exist_ok=True)
    (tmp_path / "case" / "case.ipynb").write_text(json.dumps(book, ensure_ascii=True))

    assert NAME in {identity for identity, *_ in found_in(tmp_path / "case")}


@pytest.fixture(scope="module")
def batch(trace, tmp_path_factory):
    """A redacted batch of words and pictures."""
    folder = tmp_path_factory.mktemp("batch") / "all"
    case.write_all(trace, folder, parts=case.Parts(False, False), key=KEY, author=NAME)
    return folder


def test_a_redacted_case_is_made_again(batch):
    """From its own input every file comes out the same; test_case_notebook runs one again."""
    verdict = case.verify(batch)

    assert verdict.same, str(verdict)


def test_the_outcomes_are_the_same(trace, redacted):
    """A redacted case ends where the original ends, as surely, in each tree."""
    told = json.loads((redacted / "findings.json").read_text("utf-8"))
    before = diagnose(trace, complaint=SAID["complaint"])
    after = case.tell(trace, key=KEY, **SAID).case.diagnosis

    assert before.outcomes[TREES].to_dict("list") == after.outcomes[TREES].to_dict("list")
    assert before.strength.to_dict("list") == after.strength.to_dict("list")
    assert all(str(outcome) in json.dumps(told) for outcome in before.outcomes[TREES].iloc[0])


def test_a_message_is_asked_for_by_its_own_name(trace):
    """Whoever writes the case knows the message by its real id and recipient."""
    row = trace.journeys.iloc[0]
    told = case.tell(trace, key=KEY, message_id=row["message_id"].strip("<>"),
                     recipient=row["recipient"].upper())  # fmt: skip

    assert row["message_id"] != told.case.message_id
    assert told.options.message_id == told.case.message_id


@pytest.mark.parametrize(
    "given",
    [{"walks": ["{}"]}, {"appendix": "x"}, {"gateway": "mine.toml"}, {"template": "mine.toml"}],
    ids=str,
)
def test_what_cannot_be_redacted_is_refused(trace, given):
    """What a person wrote, and files of one's own, do not slip into a redacted case."""
    with pytest.raises(InputError, match="redacted case"):
        case.tell(trace, key=KEY, **given)


def test_a_redacted_batch_names_nobody(batch):
    """Folders, index page and every case of a batch hold pseudonyms."""
    assert (batch / "index.html").exists()
    assert set() == found_in(batch)
