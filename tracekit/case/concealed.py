"""A case that names nobody: made from a redacted trace, never from the inputs themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
import pandas as pd

from tracekit.case.material import Material, gather, material_of
from tracekit.case.options import Options
from tracekit.case.packed import pack
from tracekit.errors import InputError
from tracekit.knowledge import list_gateways
from tracekit.model import MessageTrace
from tracekit.readers.inputs import Input
from tracekit.redact import Redaction, redaction
from tracekit.redact.allowed import own_words
from tracekit.redact.atoms import Atoms
from tracekit.redact.keyed import Key
from tracekit.redact.texts import Texts

_STRICT: frozenset[str] = frozenset()
_NUMBER = re.compile(r"(?<![\w.,])[0-9]{3,4}(?![\w.,]*[0-9])", re.ASCII)


@dataclass(frozen=True)
class Concealed:
    """What a redacted case is told from; `redaction` holds the map, for the key holder alone."""

    material: Material
    options: Options
    redaction: Redaction


def conceal(
    source: MessageTrace | Input | Material,
    options: Options,
    key: bytes | str,
    shift: pd.Timedelta | None = None,
) -> Concealed:
    """Redact the inputs and all that a person says about the case.

    The message may be named by its own id and recipient. Words of a person keep those that
    tracekit's own sentences are made of; a ticket and an author are drawn whole. Raises InputError
    for a gateway or a template of one's own, which would be kept beside the case as they are.

    >>> report, key = b"12/6/2022, 12:31 PM | Receive | x", "an example, at least this long"
    >>> conceal(report, Options(author="Anna"), key).options.author == "Anna"
    False
    """
    _refuse_own_files(options)
    material = gather(source, options.dayfirst, options.utc_offset)
    done = redaction(material.trace, key, shift=shift)
    texts = Texts(Atoms(Key(key)), shift)
    return Concealed(material_of([pack(done.trace)]), _said(options, texts, done), done)


def _refuse_own_files(options: Options) -> None:
    own = {"gateway": options.gateway not in ("auto", *list_gateways()),
           "template": options.template.endswith(".toml")}  # fmt: skip
    for name in (name for name, mine in own.items() if mine):
        raise InputError(name, "a file of your own would be kept beside the redacted case",
                         "take one that comes with tracekit")  # fmt: skip


def _said(options: Options, texts: Texts, done: Redaction) -> Options:
    def drawn(value: str | None) -> str | None:
        return None if value is None else texts.free(value, _STRICT)

    def prose(value: str) -> str:
        return texts.free(_NUMBER.sub(lambda m: texts.atoms.number(m[0]), value), own_words())

    taken = options.taken
    if taken and texts.shift is not None:
        taken = (pd.Timestamp(taken) + texts.shift).isoformat()
    return msgspec.structs.replace(
        options,
        message_id=drawn(options.message_id),
        recipient=drawn(options.recipient),
        reported=prose(options.reported),
        expected=prose(options.expected),
        ticket=drawn(options.ticket),
        author=drawn(options.author),
        taken=taken,
        dayfirst=None,
        utc_offset=None,
        redacted=done.fingerprint,
    )
