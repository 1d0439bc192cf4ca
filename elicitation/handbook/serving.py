"""Hand the handbook's pages to the browser of this machine, from memory, and to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HERE = "127.0.0.1"
KINDS = {"html": "text/html; charset=utf-8", "svg": "image/svg+xml"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'"


def server(pages: Mapping[str, bytes], port: int) -> ThreadingHTTPServer:
    """Return a server of these files on this machine alone; port 0 takes any that is free.

    Only the names of ``pages`` lead anywhere: no request comes near a file. Raises OSError where
    the port is taken.
    """

    class Handler(BaseHTTPRequestHandler):
        server_version = "handbook"
        sys_version = ""

        def do_GET(self) -> None:
            name = urlsplit(self.path).path.lstrip("/") or "index.html"
            content = pages.get(name)
            if content is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", KINDS[name.rpartition(".")[2]])
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            """Say nothing: nobody asked for a log."""

    return ThreadingHTTPServer((HERE, port), Handler)
