"""Read files of a study and files handed over, and write new ones: each failure as a problem."""

from __future__ import annotations

import os
from pathlib import Path

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.messages.facts import Fact

MAX_BYTES = 50_000_000


def read_text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    """Return a file's text, or None and a problem that says why it cannot be read."""

    def refuse(code: str, /, **facts: Fact) -> None:
        problems.append(problem_at(name, "", code, **facts))

    path = folder / name
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            refuse("folder.file-larger-than-mb")
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if name == "model.toml":
            refuse("folder.not-study-no", folder=str(folder), name=name)
        else:
            refuse("folder.study-no-such-file")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        refuse("folder.line-not-utf-text", line=line)
    except OSError as error:
        refuse("folder.cannot-read", reason=str(error.strerror))
    return None


def read_handed_over(path: Path) -> bytes:
    """Return the bytes of a file that is no part of the study; raises StudyError."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            problem = problem_at(path.name, "", "folder.file-larger-than-mb")
        else:
            return path.read_bytes()
    except FileNotFoundError:
        problem = problem_at(path.name, "", "folder.no-file", file=str(path))
    except OSError as error:
        reason = str(error.strerror)
        problem = problem_at(path.name, "", "folder.file-cannot-be-read", reason=reason)
    raise StudyError([problem])


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file outside the study's records, never over another one; raises StudyError.

    private: whether its owner alone may read it, whatever the umask.
    """
    try:
        with path.open("xb") as file:
            if private and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o600)
            file.write(content)
    except FileExistsError:
        problem = problem_at(str(path), "", "folder.already-there")
    except OSError as error:
        reason = str(error.strerror)
        problem = problem_at(str(path), "", "folder.cannot-be-written", reason=reason)
    else:
        return
    raise StudyError([problem])
