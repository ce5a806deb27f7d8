"""Why a message was deferred, failed or dropped: the `Reason:` language."""

from __future__ import annotations

import re

# [{LED=...};{MSG=...};{FQDN=...};{IP=...};{LRT=...}] in any order, often cut off by the service.
# Values hold braces and semicolons of their own, so only "};{KEY=" ends one.
_FIELD_END = re.compile(r"\}\s?;\s?\{(?=(?:LED|MSG|FQDN|IP|LRT|LHT)=)")
_PROXY = re.compile(r"\. ?OutboundProxyTargetIP: ?(\S{0,60}?)\. ?"
                    r"OutboundProxyTargetHostName: ?(\S{0,255})")  # fmt: skip
_CODE = re.compile(r"([245][0-9]{2})(?:[ -]+([245]\.[0-9]{1,3}\.[0-9]{1,3}))?(?![0-9.])[ -]?")
_CODE_PART = re.compile(r"[0-9.]{0,12}")
_INNER = re.compile(r"->\s?(?:[245][0-9]{2}[ -])?\s?([245]\.[0-9]{1,3}\.[0-9]{1,3})")
# Microsoft's words before the first semicolon: RESOLVER.GRP.Expanded, STOREDRV.Deliver, ...
_TOKEN = re.compile(r"(?:\[[^\[\]]{0,200}\];? ?){0,4}"
                    r"([A-Za-z][A-Za-z0-9]{1,30}(?:\.[A-Za-z][A-Za-z0-9]{0,60}){1,6}|STOREDRV)"
                    r"(?=[;:,\s]|$)")  # fmt: skip
_SERVER = re.compile(r"\[LastAttemptedServerName=([^\[\]\s]{1,255})\]")
_SERVER_IP = re.compile(r"\[LastAttemptedIP=([^\[\]\s]{1,80})\]")
_PORT = re.compile(r"(?<=[0-9\].]):[0-9]{1,5}$")


def decode_reason(text: str, cut: bool = False) -> dict[str, str]:
    """Decode a reason: codes, Microsoft's token, the plain reason, the host that said it.

    Takes the text with or without `Reason:` in front; a reason that the service cut off is
    decoded as far as it goes. Keys are columns of the events table; what is not said is absent.
    `cut` tells that the input ends right behind it: values that may lack their end are not taken.
    Grammar: public reasons in tickets and help articles.

    >>> decode_reason("Reason: [{LED=250 2.1.5 RESOLVER.GRP.Expanded; list expanded};{MSG=}]")
    ... # doctest: +NORMALIZE_WHITESPACE
    {'smtp_code': '250', 'enhanced_code': '2.1.5', 'token': 'RESOLVER.GRP.Expanded',
     'reason': 'RESOLVER.GRP.Expanded; list expanded'}
    """
    body = text.strip().removeprefix("Reason:").strip()
    proxy = _PROXY.search(body)
    if proxy:
        body = body[: proxy.start()]
    if cut and proxy and proxy.end() == len(text.strip().removeprefix("Reason:").strip()):
        proxy = None
    fields = _fields(body, cut)
    said = fields.get("LED", "" if fields else body)
    found = {
        **_codes(said, cut and body.endswith(said)),
        "host": fields.get("FQDN") or _group(_SERVER, said) or (proxy and proxy[2]),
        "ip": _address(fields.get("IP") or _group(_SERVER_IP, said) or (proxy and proxy[1])),
    }
    return {name: value for name, value in found.items() if value}


def _fields(body: str, cut: bool) -> dict[str, str]:
    start = re.match(r"\{{0,2}\[?\{?(?=(?:LED|MSG|FQDN|IP|LRT|LHT)=)", body)
    if not start or not start[0]:
        return {}
    inner = body[start.end() :].rstrip()
    for tail in ("}]}", "}]", "}"):
        if inner.endswith(tail):
            inner = inner[: -len(tail)]
            cut = False
            break
    pairs = [part.split("=", 1) for part in _FIELD_END.split(inner) if "=" in part]
    if cut and pairs[1:]:
        pairs.pop()
    return {key.strip(): value.strip() for key, value in pairs}


def _codes(said: str, cut: bool) -> dict[str, str | None]:
    code = _CODE.match(said)
    if cut and _CODE_PART.fullmatch(said, code.end() if code else 0):
        return {"smtp_code": code[1]} if code and code.end(1) < len(said) else {}
    text = said[code.end() :] if code else said
    if code:
        # A reply of several lines repeats its code: 550-5.7.26 This mail ... 550-5.7.26 has ...
        again = "-".join(part for part in code.groups() if part)
        text = re.sub(rf"(?<!\S){re.escape(again)} ", "", text)
    token = _TOKEN.match(text)
    if cut and token and token.end() == len(text):
        token = None
    inner = [m[1] for m in _INNER.finditer(text) if not cut or m.end() < len(text)]
    return {
        "smtp_code": code and code[1],
        "enhanced_code": code and code[2],
        "token": token and token[1],
        "inner_code": inner[-1] if inner else None,
        "reason": text.strip(),
    }


def _group(pattern: re.Pattern, text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _address(ip: str | None) -> str | None:
    return _PORT.sub("", ip) if ip else None
