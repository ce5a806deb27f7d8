"""Pseudonyms of addresses: local part, tags and domain each by itself."""

from __future__ import annotations

import re

from tracekit.redact.atoms import GUID, Atoms
from tracekit.redact.hosts import host_pseudonym
from tracekit.redact.known import is_journal

_PIECES = re.compile(r"([+=/!%]|#EXT#)", re.IGNORECASE)


def address_pseudonym(local: str, domain: str, atoms: Atoms) -> str:
    """Return the pseudonym of `local@domain`; tags, VERP, SRS and guests keep their form.

    >>> from tracekit.redact.keyed import Key
    >>> atoms = Atoms(Key("an example, at least this long"))
    >>> plain, tagged = (address_pseudonym(a, "contoso.com", atoms) for a in ("anna", "anna+x"))
    >>> tagged.startswith(plain.partition("@")[0] + "+")
    True
    """
    whole = f"{local}@{domain}"
    if is_journal(whole):
        kept = local if local.casefold() == "journal" else local_pseudonym(local, atoms)
        return f"{kept}@{host_pseudonym(domain, atoms)}"
    return f"{local_pseudonym(local, atoms)}@{host_pseudonym(domain, atoms)}"


def local_pseudonym(local: str, atoms: Atoms) -> str:
    """Return the pseudonym of what stands before the @."""
    guest, mark, rest = local.partition("#EXT#")
    if mark and "_" in guest:
        user, _, domain = guest.rpartition("_")
        drawn = f"{atoms.word(user, 'u')}_{host_pseudonym(domain, atoms)}"
        return drawn + mark + (atoms.word(rest) if rest else "")
    pieces = _PIECES.split(local)
    return "".join(piece if n % 2 else _piece(piece, n > 0 and pieces[n - 1] == "=", atoms)
                   for n, piece in enumerate(pieces))  # fmt: skip


def _piece(piece: str, behind_equals: bool, atoms: Atoms) -> str:
    if not piece or piece in ("SRS0", "SRS1", "prvs", "bounce", "bounces"):
        return piece
    if GUID.fullmatch(piece):
        return atoms.guid(piece)
    if behind_equals and "." in piece.strip("."):
        return host_pseudonym(piece, atoms)
    return atoms.word(piece, "u")
