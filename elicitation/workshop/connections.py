"""A connection that waits for nobody without end, and of which nobody has too many."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from elicitation.workshop.guards import MAX_BODY

WAIT_SECONDS = 10.0
READ_SECONDS = 60.0
"""For all of an answer to be taken: a report of a megabyte over a poor network takes that long."""
MOST_OF_ONE = 200
"""Connections of one address: a whole room may be behind it, and a browser opens six."""


class Impatient(H11Protocol):
    """HTTP/1.1 with a limit of time wherever the other side is waited for and nothing else runs.

    That is each request's head once it has begun, not the first alone, what is left of a body that
    was answered before it was all there, and an answer that is not taken. Between requests
    uvicorn's own limit holds.
    """

    _patience: asyncio.TimerHandle | None = None
    _untaken: asyncio.TimerHandle | None = None
    _thrown_away = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        known = [c.client for c in self.connections if isinstance(c, Impatient)]
        own = [c for c in known if c and self.client and c[0] == self.client[0]]
        if len(own) > MOST_OF_ONE:
            transport.abort()
            return
        # Every byte that is not taken is waited for. With 0, asyncio's TLS would pause for nothing.
        transport.set_write_buffer_limits(high=1, low=0)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more: a timer would keep the connection in memory."""
        self._wait_no_more()
        self._taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait on for what is not complete yet."""
        super().data_received(data)
        if self._leftover():
            self._thrown_away += len(data)
            if self._thrown_away > MAX_BODY:
                self.transport.close()
        if self._leftover() or self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._wait_no_more()

    def pause_writing(self) -> None:
        """Wait for the other side to read; closing would wait for it without end."""
        super().pause_writing()
        if self._untaken is None:
            self._untaken = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Everything sent so far is taken."""
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None

    def _leftover(self) -> bool:
        """Return whether a body goes on that was answered already."""
        return self.conn.their_state is h11.SEND_BODY and self.cycle.response_complete

    def _wait(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(WAIT_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
