"""Where a request came from: the peer's address, or what a proxy of ours says, and nothing that a client made up."""

from ipaddress import ip_network

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

from tasks.events.context import address_set, client_address, current_address

PROXIES = [ip_network("127.0.0.1"), ip_network("::1"), ip_network("10.9.0.0/24")]
LONGEST = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255")

ROWS = {
    "a browser that speaks to us itself": ("192.0.2.7", "", "192.0.2.7"),
    "a browser that claims to be another": ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
    "a browser that claims to be our proxy": ("192.0.2.7", "127.0.0.1", "192.0.2.7"),
    "through our proxy": ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
    "through our proxy over IPv6": ("::1", "2001:db8::7", "2001:db8::7"),
    "through two proxies of ours": ("127.0.0.1", "192.0.2.7, 10.9.0.3", "192.0.2.7"),
    "through one proxy that others stand behind": ("127.0.0.1", "192.0.2.7, 203.0.113.9", "203.0.113.9"),
    "with what the client made up left of it": ("127.0.0.1", "1.1.1.1, 8.8.8.8,192.0.2.7", "192.0.2.7"),
    "with junk left of it": ("127.0.0.1", "<script>, ' OR 1=1, 192.0.2.7", "192.0.2.7"),
    "with junk where the proxy writes": ("127.0.0.1", "192.0.2.7, unknown", "127.0.0.1"),
    "with an empty entry": ("127.0.0.1", "192.0.2.7, ", "127.0.0.1"),
    "the proxy itself, asking whether we live": ("127.0.0.1", "", "127.0.0.1"),
    "only proxies of ours": ("127.0.0.1", "10.9.0.3, 10.9.0.4", "10.9.0.3"),
    "with a port behind it": ("127.0.0.1", "192.0.2.7:51234", "192.0.2.7"),
    "with a port behind IPv6": ("127.0.0.1", "[2001:db8::7]:51234", "2001:db8::7"),
    "IPv4 dressed as IPv6": ("::ffff:127.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
    "with the name of an interface": (f"fe80::1%{'e' * 99}", "", "fe80::1"),
    "a socket without an address": ("", "192.0.2.7", ""),
    "a header as long as the server takes": ("127.0.0.1", "9" * 8000, "127.0.0.1"),
    "digits of another script": ("127.0.0.1", "١٩٢.0.2.7", "127.0.0.1"),
}


@pytest.mark.parametrize(("peer", "forwarded", "address"), ROWS.values(), ids=ROWS)
def test_the_address_of_a_client(peer: str, forwarded: str, address: str) -> None:
    said = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    found = client_address({"REMOTE_ADDR": peer, **said}, PROXIES)
    assert found == address
    assert len(found) <= LONGEST


@pytest.mark.parametrize(("peer", "forwarded", "address"), ROWS.values(), ids=ROWS)
def test_what_counts_failures_sees_the_same_address(
    rf: RequestFactory, settings: object, peer: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert get_client_ip_address(request) == (address or None)


def test_where_no_proxy_is_ours_its_word_counts_for_nothing() -> None:
    assert client_address({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, []) == "127.0.0.1"


def test_an_address_stands_only_while_its_request_is_answered() -> None:
    with address_set("192.0.2.7"):
        assert current_address() == "192.0.2.7"
    assert current_address() == ""
