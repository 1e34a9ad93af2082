"""The client's address, for the duration of one request: whoever records an event need not hand it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_address: ContextVar[str] = ContextVar("client_address", default="")


def current_address() -> str:
    """The address of the client whose request is being answered; nothing in a command or a job."""
    return _address.get()


@contextmanager
def address_set(address: str) -> Iterator[None]:
    """Let this be the client's address within the block."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def client_address(meta: Mapping[str, Any], proxies: Sequence[Network]) -> str:
    """Where the request came from; nothing where the server does not say.

    That is the peer, unless the peer is one of our proxies: then the right-most address in X-Forwarded-For that is no
    proxy of ours. What stands left of it was sent by the client and proves nothing. An entry that is no address ends
    the reading: nobody knows what wrote it, and the last one that is known stands.
    """
    found = _read(str(meta.get("REMOTE_ADDR", "")))
    if found is None:
        return ""
    for entry in reversed(str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        if not any(found in network for network in proxies):
            break
        said = _read(entry)
        if said is None:
            break
        found = said
    return str(found)


def address_of(request: HttpRequest) -> str | None:
    """The same for a request, or None; what django-axes asks (AXES_CLIENT_IP_CALLABLE)."""
    return client_address(request.META, settings.TRUSTED_PROXIES) or None


def _read(text: str) -> Address | None:
    """An address as proxies write it: 10.0.0.7, 10.0.0.7:4711, 2001:db8::1, [2001:db8::1]:4711; None for anything else.

    One that is mapped into IPv6 (::ffff:10.0.0.7) is the one that it stands for.
    """
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        address = ip_address(plain.partition("%")[0])  # without the name of an interface, which is the server's own
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
