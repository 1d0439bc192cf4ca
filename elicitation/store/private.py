"""Read and write what stays with the study's owner: the roster, and each expert's own feedback."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import filelock

from bayesnet.errors import StudyError
from bayesnet.messages.facts import Expert
from elicitation.record.responses import is_expert_id
from elicitation.record.roster import ROSTER, Person, pseudonym, read_roster, write_roster
from elicitation.store.files import (
    is_plain,
    locked,
    refuse_links,
    refused,
    replace_file,
    saying_what_failed,
)
from elicitation.store.modes import make_private_folder

PRIVATE = "private"
SERVING = f"{PRIVATE}/.serving"


def roster(folder: Path) -> tuple[Person, ...]:
    """Return the people of the study's roster, none if it keeps none.

    Raises StudyError if damaged.
    """
    refuse_links(folder, ROSTER)
    if not is_plain(folder / ROSTER):
        return ()
    with saying_what_failed(ROSTER):
        content = (folder / ROSTER).read_bytes()
    people, problems = read_roster(content)
    if problems:
        raise StudyError(problems)
    return people


def add_person(
    folder: Path, name: str, *, email: str = "", expert: str = "", known: Collection[str] = ()
) -> Person:
    """Put a person into the roster and return them; the pseudonym is random unless given.

    known: the experts of elicitation.toml, none of whom a random pseudonym may hit.
    """
    if not name.strip():
        raise refused(ROSTER, "store.person-needs-name")
    if expert and not is_expert_id(expert):
        raise refused(ROSTER, "store.expert-id", expert=expert)
    with locked(folder):
        people = roster(folder)
        taken = {person.expert.lower(): person for person in people}
        if expert.lower() in taken:
            raise refused(ROSTER, "store.person-already", expert=Expert(expert))
        same = [p for p in people if p.name.casefold() == name.strip().casefold()]
        if same:
            raise refused(ROSTER, "store.name-taken", expert=same[0].expert)
        chosen = expert or pseudonym({*known, *(person.expert for person in people)})
        person = Person(expert=chosen, name=name.strip(), email=email.strip())
        _write(folder, {ROSTER: write_roster((*people, person))})
    return person


def write_own_packs(folder: Path, number: int, packs: Mapping[str, bytes]) -> str:
    """Write each expert's own feedback on a round and return the folder it lies in.

    packs: the bytes of a Markdown page by expert.
    """
    where = f"{PRIVATE}/feedback/r{number}"
    with locked(folder):
        _write(folder, {f"{where}/{expert}.md": page for expert, page in packs.items()})
    return where


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files; a folder that git would take along ignores itself from now on."""
    for path, content in {f"{PRIVATE}/.gitignore": b"*\n", **files}.items():
        refuse_links(folder, path)
        with saying_what_failed(path):
            for parent in reversed(PurePosixPath(path).parents[:-1]):
                make_private_folder(folder / parent)
        replace_file(folder, path, content)


@contextmanager
def served_alone(folder: Path) -> Iterator[None]:
    """Hold the place of the study's only server; raises StudyError if another one is running.

    What a server has read it keeps in memory: of two, neither would know of the other's answer.
    """
    with locked(folder):
        _write(folder, {})  # the private folder, if this is its first file
    refuse_links(folder, SERVING)
    lock = filelock.FileLock(folder / SERVING, timeout=0)
    with saying_what_failed(SERVING):
        try:
            lock.acquire()
        except filelock.Timeout as error:  # an OSError too
            raise refused("", "store.another-server-study-running") from error
    try:
        yield
    finally:
        lock.release()


def private_file(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a file of the private folder, None where there is none."""
    refuse_links(folder, path)
    if not is_plain(folder / path):
        return None
    with saying_what_failed(path):
        return (folder / path).read_bytes()


def change_private(folder: Path, path: str, change: Callable[[bytes | None], bytes | None]) -> None:
    """Replace a file of the private folder by what is made of it while nobody else can write.

    change: takes the bytes there are; where it returns None the file stays as it is.
    """
    with locked(folder):
        content = change(private_file(folder, path))
        if content is not None:
            _write(folder, {path: content})
