"""The address that web listens on, taken before anything is started."""

import errno
import http.client
import socket
from dataclasses import dataclass

from tracker.launcher.errors import LaunchError

ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, never bound by default
REASONS = {
    errno.EADDRINUSE: "the port is taken; choose another one: PORT=8001 make run",
    errno.EACCES: "this port needs more rights; choose one above 1023: PORT=8001 make run",
    errno.EADDRNOTAVAIL: "this machine has no such address; set HOST",
}


@dataclass(frozen=True)
class Listener:
    """A bound socket that web inherits, and the names for it."""

    bound: socket.socket
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = ANY_ADDRESS.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def open_to_network(self) -> bool:
        """Whether other machines reach it."""
        return not self.bound.getsockname()[0].startswith(("127.", "::1"))

    def answers(self) -> bool:
        """Whether web answers a request, with whatever status."""
        asked = http.client.HTTPConnection(ANY_ADDRESS.get(self.host, self.host), self.port, timeout=5)
        try:
            asked.request("GET", "/")
            asked.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
        return True


def listen_on(host: str, port_text: str) -> Listener:
    """Take the address. Port 0 is any free one. Raises LaunchError, saying which address and why.

    The socket is bound but does not listen: until web does, a browser is told so at once instead of being kept waiting.
    """
    if not port_text.isdecimal() or int(port_text) > 65535:
        raise LaunchError(f"PORT must be a number from 0 to 65535, not {port_text!r}")
    try:
        family, kind, _, _, where = socket.getaddrinfo(
            host, int(port_text), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as fault:
        raise LaunchError(f"HOST={host} is not an address of this machine: {fault.strerror}") from fault
    bound = socket.socket(family, kind)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(where)
    except OSError as fault:
        bound.close()
        why = REASONS.get(fault.errno or 0, fault.strerror)
        raise LaunchError(f"cannot listen on {host}:{port_text}: {why}") from fault
    return Listener(bound, host, bound.getsockname()[1])
