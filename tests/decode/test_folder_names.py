"""A folder is known by the name that Outlook gives it, in the languages that are listed."""

import unicodedata

import pytest

from tracekit.decode import decode_detail

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


@pytest.mark.parametrize("name", ["Inbox 2", "Inbox/Projects", "Boîte", "Réception", "入"])
def test_a_folder_of_the_user_s_own_keeps_its_name(name):
    """A name that only resembles one is another folder."""
    assert {"folder": name} == decode_detail(DELIVERED + name)
