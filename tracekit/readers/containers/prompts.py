"""What the command above an answer says of it: which journey the details are of."""

from __future__ import annotations

import re

# Get-MessageTraceDetail(V2) prints neither id nor recipient; both stand in the command that asked.
# Source: Microsoft's page of the cmdlet, MessageTraceId and RecipientAddress are required.
_ASKS_FOR_DETAILS = re.compile(r"\bGet-MessageTraceDetail(?:V2)?\b", re.IGNORECASE)
_PARAMETER = re.compile(
    r"\s-(MessageTraceId|RecipientAddress)(?:\s{1,4}|:)"
    r"(?:'([^'\r\n]{1,320})'|\"([^\"\r\n]{1,320})\"|([^\s'\"|;,()$]{1,320}))(?=[\s|;]|$)",
    re.IGNORECASE,
)
_VALUES = {
    "MessageTraceId": re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?"),
    "RecipientAddress": re.compile(r"[^\s@,;$]{1,64}@[^\s@,;$]{1,255}"),
}


def named_in(prompt: str) -> dict[str, str]:
    """Return the journey that a command asks the details of, where it names both of its keys.

    A variable, a list or a cmdlet in front of a pipe names none.

    >>> prompt = "PS> Get-MessageTraceDetailV2 -MessageTraceId {} -RecipientAddress kim@example.org"
    >>> list(named_in(prompt.format("473164a1-3c1d-4b7a-9d41-08de2a4ab499")))
    ['MessageTraceId', 'RecipientAddress']
    >>> named_in(prompt.format("$id"))
    {}
    """
    asked = [*_ASKS_FOR_DETAILS.finditer(prompt[:2000])]
    if len(asked) != 1:
        return {}
    found = {}
    for match in _PARAMETER.finditer(prompt[:2000], asked[0].end()):
        name = next(known for known in _VALUES if known.casefold() == match[1].casefold())
        value = match[2] or match[3] or match[4]
        if _VALUES[name].fullmatch(value):
            found[name] = value.strip("{}")
    return {name: found[name] for name in _VALUES} if len(found) == len(_VALUES) else {}
