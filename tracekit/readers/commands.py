"""What the command above a list in a console asked for: by one Message-ID, by more, or for a part.

Facts: Microsoft Learn, Get-MessageTrace and Get-MessageTraceV2 (their parameters); Select-Object
and Where-Object, which keep a part of what a command gives.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from tracekit.model import MessageTrace
from tracekit.readers.given import Given
from tracekit.text import line_starts

NARROW, WIDE = "part", "all"
_LARGEST = 4 * 1024 * 1024  # bytes; what is larger was exported, not pasted
_COMMAND = re.compile(r"\bGet-MessageTrace(?:V2)?\b(?!Detail)([^\n]{0,2000})", re.IGNORECASE)
_PART = re.compile(r"-(?:MessageTraceId|FromIP|ToIP|Status|RecipientAddress|Page|PageSize"
                   r"|ResultSize|StartingRecipientAddress|First|Last|Skip)\b"
                   r"|\|\s{0,9}(?:where|where-object|\?|select-string)[\s{]", re.I)  # fmt: skip
_ID = re.compile(r"-MessageId[\s:]{1,9}(?:['\"]([^'\"]{1,500})['\"]|(<?[^\s<>|;'\"]{1,500}>?))",
                 re.I)  # fmt: skip


def with_commands(trace: MessageTrace, given: Given) -> MessageTrace:
    """Add a row to `extra` for each command of a list: its line, and what it asked for (`asked`).

    `asked`: a Message-ID, "all" where no parameter leaves out records of a message, else "part".
    """
    if given.size > _LARGEST:
        return trace
    text = given.text
    found = [(match.start(), asked(match[1])) for match in _COMMAND.finditer(text)]
    if not found:
        return trace
    lines = np.searchsorted(line_starts(text), [at for at, _ in found], "right").tolist()
    rows = [{"source": given.name, "line": line, "asked": what}
            for line, (_, what) in zip(lines, found, strict=True)]  # fmt: skip
    table = pd.DataFrame(rows).astype({"source": "str", "line": "Int64", "asked": "str"})
    return replace(trace, extra=pd.concat([trace.extra, table], ignore_index=True))


def asked(parameters: str) -> str:
    """Say what the parameters of a command ask for.

    >>> asked(" -MessageId '<1@example.com>' | fl"), asked(" -SenderAddress a@example.com")
    ('<1@example.com>', 'all')
    >>> asked(" -MessageId <1@example.com> -Status Failed")
    'part'
    """
    if _PART.search(parameters):
        return NARROW
    found = _ID.search(parameters)
    return (found[1] or found[2]) if found else WIDE
