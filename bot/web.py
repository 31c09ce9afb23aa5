"""The HTTP side: health."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.runtime.watchdog import Health


@asynccontextmanager
async def serving_health(host: str, port: int, health: Health) -> AsyncIterator[str]:
    """Serves `GET /health`; gives the address."""
    app = web.Application()
    app.add_routes([health_route(health)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def health_route(health: Health) -> web.RouteDef:
    """200 while polling, database, relay and clock are alive, else 503."""

    async def look(request: web.Request) -> web.Response:
        state = await health.look()
        return web.Response(text=json.dumps(state.body()), status=200 if state.alive else 503, content_type="application/json")

    return web.get("/health", look)
