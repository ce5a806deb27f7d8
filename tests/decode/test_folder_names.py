"""A folder is known by the name that Outlook gives it, in the languages that are listed."""

import unicodedata

import pytest

from tracekit.decode import decode_detail
from tracekit.decode.details import sentences

DELIVERED = "The message was successfully delivered to the folder: "
NAMES = {
    "Boîte de réception": "inbox", "BANDEJA DE ENTRADA": "inbox", "Posteingang": "inbox",
    "Входящие": "inbox", "受信トレイ": "inbox", "DefaultFolderType:Inbox": "inbox",
    "Junk-E-Mail": "junk", "Courrier indésirable": "junk", "Correo no deseado": "junk",
    "迷惑メール": "junk", "Gelöschte Elemente": "deleted", "Posta eliminata": "deleted",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_default_folder_has_one_name(name, form):
    """However its letters are composed."""
    printed = unicodedata.normalize(form, DELIVERED + name)

    assert {"folder": NAMES[name]} == decode_detail(printed)


@pytest.mark.parametrize("name", [
    "Inbox 2", "Inbox/Projects", "Boîte", "Réception", "入", "Offers (open)", "Project: X",
    "Suppliers and offers 2026 (all of them)", "Inbox: old", "(x)", "Anna's: 'a', v1.2", "A folder",
    "Transport rule: b", "} {", "Date | Event",
])  # fmt: skip
def test_a_folder_of_the_user_s_own_keeps_its_name(name):
    """A name that only resembles one is another folder."""
    assert {"folder": name} == decode_detail(DELIVERED + name)


@pytest.mark.parametrize("name", ["Offers (open)", "Project: X", "v1.2 of it", "Junk: seen"])
def test_a_folder_of_the_user_s_own_is_read_in_the_other_sentence(name):
    """The sentence that ends in the word folder may hold the same names."""
    assert {"folder": name} == decode_detail(f"The message was delivered to the {name} folder.")


@pytest.mark.parametrize("end", ["', ID: ('-1')", '" was detected in attachment x', "};{MSG=}]"])
def test_a_folder_holds_no_end_of_a_name_or_an_answer(end):
    """Such a row may be a part of a rule's name: nothing is taken from it."""
    assert {} == decode_detail(f"{DELIVERED}a{end}")


def test_no_sentence_takes_what_it_is_not():
    """Each sentence's counter-samples are read otherwise, or not at all."""
    taken = [(s.name, text) for s, pattern in sentences() for text in s.not_samples
             if pattern.fullmatch(text)]  # fmt: skip

    assert [] == taken


@pytest.mark.parametrize(("detail", "values"), [
    (f"{DELIVERED}DefaultFolderType:Inbox <== but it is (not) there: see", {"folder": "inbox"}),
    (f"{DELIVERED}DefaultFolderType:JunkEmail anna@example.org", {"folder": "junk"}),
    (f"{DELIVERED}DefaultFolderType:Quarantined EmailSecured", {"folder": "quarantine"}),
    (f"{DELIVERED}DefaultFolderType:Inb ox Page 1 of 2", {"folder": "inbox"}),
    (f"{DELIVERED}DefaultFolderType:LegacySchedule why?", {"folder": "LegacySchedule"}),
    ("The message was delivered to the Junk Email folder. Kim: thanks", {"folder": "junk"}),
    ("Message quarantined in: DefaultFolderType:QuarantinedEmailSecured Please release it.",
     {"folder": "quarantine"}),
    ("Spam confidence level: 9 <- high", {"scl": 9}),
    ("Spam confidence level: 95", {}),
    ("Message quarantined in: DefaultFolderType:Quarantined-x", {"folder": "quarantine"}),
    ("Message quarantinedX", {}),
])  # fmt: skip
def test_a_remark_behind_a_known_sentence_changes_nothing(detail, values):
    """A sentence that shows where it ends says the same, whatever somebody wrote behind it."""
    assert values == decode_detail(detail)
    assert values == decode_detail(detail, cut=True)
