"""Run the server: secrets prepared first, no log of any request, slow clients shut out."""

from __future__ import annotations

import ssl
from collections.abc import Collection
from pathlib import Path

import uvicorn

from bayesnet.errors import StudyError, problem_at
from elicitation.store.private import change_private, private_file
from elicitation.workshop.access import FILE, new_access, read_access, with_password, write_access
from elicitation.workshop.app import workshop
from elicitation.workshop.connections import Impatient
from elicitation.workshop.session import WorkshopSession

MOST_CONNECTIONS = 1000


def prepare(folder: Path, password: str) -> bool:
    """Keep a new password, if one is given, and return whether there is one by now."""
    if password:
        change_private(
            folder,
            FILE,
            lambda content: write_access(
                with_password(read_access(content), password) if content else new_access(password)
            ),
        )
    content = private_file(folder, FILE)
    return content is not None and bool(read_access(content).password)


def usable(certificate: Path, key: Path | None) -> None:
    """Raise StudyError for a certificate that does not go with its key."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ValueError) as error:
        problem = problem_at(certificate.name, "", "page.cannot-used-key", error=str(error))
        raise StudyError([problem]) from error


def run(
    folder: Path,
    *,
    base: str,
    address: str,
    port: int,
    hosts: Collection[str],
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve the study until it is stopped; base: of the links it gives out.

    No request is logged: paths of private links hold secrets, and addresses are nobody's business.
    """
    desk = WorkshopSession(folder=folder, base=base, secure=certificate is not None)
    uvicorn.run(
        workshop(desk, hosts=hosts),
        host=address,
        port=port,
        http=Impatient,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
