"""The folders of a mailbox that a delivery may name, by Exchange's own names for them."""

from __future__ import annotations

from functools import cache

from tracekit.errors import KnowledgeError
from tracekit.knowledge.checks import check_samples
from tracekit.knowledge.loader import load_entries, load_outcomes, load_references
from tracekit.knowledge.schema import Entry

_FILE = "folders.toml"


class Folder(Entry, frozen=True, kw_only=True):
    """A folder that Exchange knows by a name of its own, whatever the mailbox calls it.

    `also`: other spellings; `outcome`: what a delivery into it means for the message; `samples`:
    details of a Deliver row that name it;
    `filled_by_exchange`: Exchange or Outlook puts things there, so that no rule need have done it.
    """

    name: str
    also: tuple[str, ...] = ()
    title: str
    meaning: str
    why: str
    to_do: str
    outcome: str
    samples: tuple[str, ...]
    source: str
    filled_by_exchange: bool = False
    likely: bool = False


@cache
def load_folders() -> dict[str, Folder]:
    """Load the folders by name; KnowledgeError for an unknown source or outcome.

    >>> load_folders()["DeletedItems"].outcome
    'in-other-folder'
    """
    folders = load_entries(_FILE, Folder, "folder", "name")
    for folder in folders.values():
        if folder.source not in load_references():
            raise KnowledgeError(_FILE, folder.name, f"there is no reference {folder.source!r}")
        if folder.outcome not in load_outcomes():
            raise KnowledgeError(_FILE, folder.name, f"there is no outcome {folder.outcome!r}")
    check_samples(_FILE, {f.name: f.samples for f in folders.values()}, _named)
    return folders


def _named(detail: str) -> str:
    """The folder that a detail names behind DefaultFolderType:."""
    return detail.partition("DefaultFolderType:")[2].strip(" .")
