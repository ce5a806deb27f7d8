"""Pseudonyms of IP addresses: neighbours stay neighbours, and no real network is named."""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tracekit.redact.keyed import Key
from tracekit.redact.known import gateways

# Inside these an address keeps its network; the rest of its bits is drawn.
_OWN_V4 = tuple(ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                        "100.64.0.0/10", "169.254.0.0/16"))  # fmt: skip
_OWN_V6 = tuple(ip_network(n) for n in ("fe80::/10", "fc00::/7"))
# Reserved for ever, and the only reserved range of IPv4 with room for a whole trace (RFC 6890).
_RESERVED = 0xF0000000
_DOCUMENTATION = 0x20010DB8 << 96  # RFC 3849


@cache
def _gateway_networks() -> tuple:
    return tuple(ip_network(a.network) for g in gateways() for a in g.addresses)


def stays(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address names nobody: loopback, none, all, or a known gateway's."""
    plain = address.is_loopback or address.is_unspecified or int(address) == 0xFFFFFFFF
    return plain or any(address in network for network in _gateway_networks())


def ip_pseudonym(text: str, key: Key) -> str | None:
    """Return the pseudonym of an address; None where the text is none.

    Two addresses share as many leading bits as before within a /16 (IPv6: within a /48). Private
    networks stay private; others come to lie in 240.0.0.0/4 and 2001:db8::/32.

    >>> ip_pseudonym("127.0.0.1", Key("an example, at least this long"))
    '127.0.0.1'
    """
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if stays(address):
        return text
    drawn = _v4(address, key) if address.version == 4 else _v6(address, key)
    return drawn.upper() if text != text.lower() else drawn


def _v4(address: IPv4Address, key: Key) -> str:
    for network in _OWN_V4:
        if address in network:
            return str(IPv4Address(_turned(int(address), network.prefixlen, 32, key)))
    top = int(address) >> 16
    front = int.from_bytes(key.digest("ip4", str(top))[:2], "big") & 0xFFF
    if front == 0xFFF:
        front = 0xFFE  # 255.255.255.255 is no address of a host
    return str(IPv4Address(_RESERVED | front << 16 | _turned(int(address), 16, 32, key) & 0xFFFF))


def _v6(address: IPv6Address, key: Key) -> str:
    if address.ipv4_mapped is not None:
        inner = address.ipv4_mapped
        return f"::ffff:{inner if stays(inner) else _v4(inner, key)}"
    for network in _OWN_V6:
        if address in network:
            return str(IPv6Address(_turned(int(address), network.prefixlen, 128, key)))
    top = int(address) >> 80
    front = int.from_bytes(key.digest("ip6", str(top))[:2], "big")
    rest = _turned(int(address), 48, 128, key) & ((1 << 80) - 1)
    return str(IPv6Address(_DOCUMENTATION | front << 80 | rest))


def _turned(number: int, start: int, width: int, key: Key) -> int:
    """Flip each bit behind `start` or not, as the bits before it decide (as Crypto-PAn does)."""
    flips = 0
    for place in range(start, width, 8):
        size = min(8, width - place)
        nodes = int.from_bytes(key.digest(f"bits{place}", str(number >> (width - place))), "big")
        byte = number >> (width - place - size) & ((1 << size) - 1)
        node = 1
        for bit in range(size - 1, -1, -1):
            flips |= (nodes >> node & 1) << (width - place - size + bit)
            node = node * 2 + (byte >> bit & 1)
    return number ^ flips
