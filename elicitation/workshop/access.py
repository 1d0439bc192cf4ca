"""Who may come in: secrets kept as hashes, the code to join with, sessions of facilitators.

A person's link holds 256 random bits: one hash of them is enough. A password is a person's choice
and is stretched with scrypt (Percival 2009).
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bayesnet.errors import StudyError, problem_at
from elicitation.record.decoding import decode, parse_json
from elicitation.record.ledger import is_timestamp
from elicitation.record.records import json_bytes

FILE = "private/workshop.json"
FORMAT = "collective-resolve/workshop"
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without those that are read as one another
CODE_LENGTH = 8
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}
_STRETCHING = threading.BoundedSemaphore(2)  # each takes 16 MB and a core for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """How a place was taken last: on what device, see ``device_of``, and when, in UTC.

    waits: whether the facilitator has yet to approve of it.
    """

    device: str
    at: str
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is kept of secrets, and how places were taken.

    code: to join with, shown in the room; salt, password: of the facilitators, in hexadecimal.
    links: by expert the SHA-256 of the secret in the private link; seats: likewise, of who came in.
    approve: whether those who join with the code wait until the facilitator lets them in.
    """

    code: str
    salt: str
    password: str
    links: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    approve: bool = False


def new_access(password: str) -> Access:
    """Return access with that password, a fresh code and no links; raises StudyError."""
    return with_password(Access(code=new_code(), salt="", password=""), password)


def with_password(access: Access, password: str) -> Access:
    """Return access with another password; raises StudyError for one too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise StudyError(
            [
                problem_at(
                    "",
                    "password",
                    "page.password-characters",
                    shortest_password=SHORTEST_PASSWORD,
                    longest_password=LONGEST_PASSWORD,
                )
            ]
        )
    salt = secrets.token_hex(16)
    return dataclasses.replace(access, salt=salt, password=_stretched(password, salt))


def new_code() -> str:
    """Return a random code to join with, some 40 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """Return a code as it is kept: blanks, dashes and small letters do not matter."""
    return "".join(c for c in typed.upper() if c.isalnum())[: CODE_LENGTH + 1]


def spaced_code(code: str) -> str:
    """Return a code as it is shown: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def new_secret() -> str:
    """Return what goes into a private link or a session: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return the SHA-256 of a secret in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def csrf_of(secret: str) -> str:
    """Return the token that the forms of a session carry; the secret cannot be told from it."""
    return hashlib.sha256(b"form " + secret.encode("utf-8", "replace")).hexdigest()[:32]


def same(one: str, other: str) -> bool:
    """Return whether two texts are the same, in a time that does not depend on where they part."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def is_password(access: Access, typed: str) -> bool:
    """Return whether it is the facilitators' password."""
    return len(typed) <= LONGEST_PASSWORD and same(_stretched(typed, access.salt), access.password)


def expert_of(access: Access, secret: str) -> str:
    """Return whose secret it is, or an empty text; every link is compared."""
    given, found = hash_of(secret), ""
    for expert, kept in access.links.items():
        found = expert if same(kept, given) else found
    return found


def with_link(access: Access, expert: str) -> tuple[Access, str]:
    """Return access with a fresh link for the expert, whose older one ends, and its secret."""
    secret, free = new_secret(), without_seat(access, expert)
    return dataclasses.replace(free, links={**free.links, expert: hash_of(secret)}), secret


def with_seat(access: Access, expert: str, seat: Seat) -> Access:
    """Return access where the expert has come in like that."""
    return dataclasses.replace(access, seats={**access.seats, expert: seat})


def without_seat(access: Access, expert: str) -> Access:
    """Return access where nobody has the expert's place, and no link leads to it."""
    links = {e: link for e, link in access.links.items() if e != expert}
    seats = {e: seat for e, seat in access.seats.items() if e != expert}
    return dataclasses.replace(access, links=links, seats=seats)


def waits_as(access: Access, expert: str) -> str:
    """Return what a seat that waits is known by, empty for any other.

    It is of whoever has the seat now: a pseudonym that was given back may be taken by another.
    """
    seat = access.seats.get(expert)
    return access.links.get(expert, "")[:16] if seat and seat.waits else ""


def turned_away(access: Access, known: str) -> Access:
    """Return access without the seat that waits; nobody who is in is turned away."""
    expert = _who_waits(access, known)
    return without_seat(access, expert) if expert else access


def approved(access: Access, known: str) -> Access:
    """Return access where that seat need not wait any more."""
    expert = _who_waits(access, known)
    if not expert:
        return access
    return with_seat(access, expert, dataclasses.replace(access.seats[expert], waits=False))


def _who_waits(access: Access, known: str) -> str:
    return next((e for e in access.seats if known and waits_as(access, e) == known), "")


def approving(access: Access, *, approve: bool) -> Access:
    """Return access where those who join wait, or where nobody does, nor any who waited before."""
    seats = access.seats
    if not approve:
        seats = {e: dataclasses.replace(seat, waits=False) for e, seat in seats.items()}
    return dataclasses.replace(access, seats=seats, approve=approve)


def write_access(access: Access) -> bytes:
    """Return the bytes of the file that access is kept in."""
    return json_bytes({"format": FORMAT, "version": 1, **dataclasses.asdict(access)})


def read_access(content: bytes) -> Access:
    """Return access from the file's bytes; raises StudyError if they are damaged."""
    text, wrong = decode(content, FILE)
    document: Any = None
    if not wrong:
        document, wrong = parse_json(text, FILE)
    match document:
        case {
            "format": "collective-resolve/workshop",
            "version": 1,
            "code": str() as code,
            "salt": str() as salt,
            "password": str() as password,
            "links": dict() as links,
        } if all(isinstance(v, str) for v in links.values()):
            access = Access(code=code, salt=salt, password=password, links=links)
            return _with_seats(access, document.get("seats", {}), document.get("approve", False))
    raise StudyError([wrong or problem_at(FILE, "", "page.not-file-access")])


def _with_seats(access: Access, seats: object, approve: object) -> Access:
    """Return access with what stands of seats in its file; raises StudyError if that is none."""
    match seats, approve:
        case dict(), bool() if all(map(_is_seat, seats.values())):
            kept = {expert: Seat(**seat) for expert, seat in seats.items()}
            return dataclasses.replace(access, seats=kept, approve=approve)
    raise StudyError([problem_at(FILE, "", "page.not-file-access")])


def _is_seat(seat: object) -> bool:
    match seat:
        case {"device": str(), "at": str() as at, "waits": bool(), **rest}:
            return not rest and is_timestamp(at)
    return False


def _stretched(password: str, salt: str) -> str:
    typed = password.encode("utf-8", "replace")
    with _STRETCHING:
        made = hashlib.scrypt(typed, salt=bytes.fromhex(salt), **_SCRYPT)
    return made.hex()
