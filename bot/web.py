"""The HTTP side: health."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.runtime.watchdog import Health


class CannotServe(Exception):
    """The address cannot be served; the message is one plain line."""


@asynccontextmanager
async def serving_health(host: str, port: int, health: Health) -> AsyncIterator[str]:
    """Serves `GET /health`; gives the address. Raises CannotServe."""
    app = web.Application()
    app.add_routes([health_route(health)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as fault:
            raise CannotServe(f"{host}:{port} cannot be served: {fault.strerror or fault}; KTD_PORT names another port") from None
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def health_route(health: Health) -> web.RouteDef:
    """200 while polling, database, relay and clock are alive, else 503."""

    async def look(request: web.Request) -> web.Response:
        state = await health.look()
        return web.Response(text=json.dumps(state.body()), status=200 if state.alive else 503, content_type="application/json")

    return web.get("/health", look)
