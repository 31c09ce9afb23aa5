"""python-telegram-bot's request seam over aiohttp: httpx gets slower with every request in flight (docs/architecture.md, "Why aiohttp").

What failed before the request left raises `NotExecuted`; everything later is a TimedOut or NetworkError whose outcome nobody knows. Addresses hold the
token, so no error text carries one.
"""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


class NotExecuted(NetworkError):
    """No connection was made: the request surely had no effect."""


class AiohttpRequest(BaseRequest):
    """Keeps `connections` open at most; timeouts in seconds."""

    def __init__(self, connections: int, read_timeout: float = 20.0, connect_timeout: float = 5.0) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=False, auto_decompress=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotExecuted("the request is closed")
        reading = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_timeout, sock_read=reading)
        try:
            async with self._session.request(method, url, data=_body(request_data), timeout=timeout) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            raise NotExecuted(type(fault).__name__) from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except (aiohttp.ClientError, ConnectionError) as fault:
            raise NetworkError(type(fault).__name__) from None

    async def stream(self, url: str, to: Any, most: int) -> tuple[int, int]:
        """Writes the body of `url` to an open binary file: the answer's status and the length read, which stops soon after `most` bytes."""
        if self._session is None:
            raise ConnectionError("the request is closed")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_timeout, sock_read=self._read_timeout)
        length = 0
        try:
            async with self._session.get(url, timeout=timeout) as response:
                if response.status == 200:
                    async for chunk in response.content.iter_chunked(1 << 16):
                        length += len(chunk)
                        if length > most:
                            break
                        to.write(chunk)
                return response.status, length
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise ConnectionError(type(fault).__name__) from None


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(quote_fields=False)  # quoting would turn "bảng.xlsx" into percent signs
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form
