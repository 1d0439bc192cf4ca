"""What every request passes before a page sees it: host, size, time; and headers on the way out."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 2_000_000
"""Bytes: a filled-in spreadsheet has some ten thousand."""
MAX_PATH = 1000
"""Characters: a longer one is of no page, and a number in it could not be read."""
BODY_SECONDS = 20.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; manifest-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Under "no-referrer" browsers hide the origin of our own forms, which is checked.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def from_elsewhere(headers: Headers, scheme: str) -> bool:
    """Return whether a form was sent by another site's page; a browser says so in its headers."""
    origin = headers.get("origin", "")
    return bool(origin) and origin != f"{scheme}://{headers.get('host', '')}"


class TooMuch(Exception):
    """Raised where a body is larger or slower than allowed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Guard:
    """An application behind the guards.

    hosts: names and addresses that it answers to, so that no other site can borrow its name (DNS
    rebinding). body_seconds: for a whole body to arrive.
    """

    app: ASGIApp
    hosts: Collection[str]
    body_seconds: float = BODY_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope["path"])
        if refusal:
            answer = PlainTextResponse(
                str(refusal), refusal.status, headers={"Connection": "close"}
            )
            await answer(scope, receive, sending)
        else:
            await self.app(scope, _limited(receive, self.body_seconds), sending)

    def _refusal(self, headers: Headers, path: str) -> TooMuch | None:
        host = headers.get("host", "").lower()
        name = host[: host.rfind("]") + 1] if host.startswith("[") else host.partition(":")[0]
        if name not in self.hosts:
            return TooMuch(400, "This server does not answer to that name.")
        if len(path) > MAX_PATH:
            return TooMuch(414, "There is no page with so long an address.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return TooMuch(413, f"That is more than {MAX_BODY // 1_000_000} MB.")
        return None


def _limited(receive: Receive, seconds: float) -> Receive:
    """Return a receiver that counts the bytes of the body and the time it takes."""
    size = 0
    ends = asyncio.get_running_loop().time() + seconds
    whole = False

    async def receiving() -> Message:
        nonlocal size, whole
        if whole:
            return await receive()  # waits for the other side to leave
        try:
            async with asyncio.timeout_at(ends):
                message = await receive()
        except TimeoutError as error:
            raise TooMuch(408, "The request took too long to arrive.") from error
        if message["type"] == "http.request":
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
        if size > MAX_BODY:
            raise TooMuch(413, f"That is more than {MAX_BODY // 1_000_000} MB.")
        return message

    return receiving
