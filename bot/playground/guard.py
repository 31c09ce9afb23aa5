"""Who may speak with the playground: this machine alone, and no other site through its browser.

A page elsewhere can make a browser send requests here, or rename itself to this address (DNS rebinding): so Host must name loopback, Origin must
be ours where it is sent, and nothing cross-site is answered.
"""

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotLoopback(ValueError):
    """The playground is served on this machine alone."""


def require_loopback(host: str) -> None:
    """Raises NotLoopback for an address others could reach."""
    if not is_loopback(host):
        raise NotLoopback(f"{host}: the playground is served on this machine alone (127.0.0.1)")


def is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@web.middleware
async def only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a foreign Host or Origin."""
    if not _is_ours(request):
        return web.Response(status=403, text="The playground answers this machine alone.\n")
    return await handler(request)


def _is_ours(request: web.Request) -> bool:
    host = request.headers.get("Host", "")
    if not is_loopback(_name(host)) or request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{host}"


def _name(host: str) -> str:
    """The host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
