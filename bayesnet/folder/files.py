"""Read files of a study and files handed over, and write new ones: each failure as a problem."""

from __future__ import annotations

import os
from pathlib import Path

from bayesnet.errors import Problem, StudyError

MAX_BYTES = 50_000_000


def read_text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    """Return a file's text, or None and a problem that says why it cannot be read."""

    def refuse(message: str, remedy: str) -> None:
        problems.append(Problem(file=name, path="", message=message, remedy=remedy))

    path = folder / name
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            refuse("the file is larger than 50 MB.", "Is it the right file?")
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if name == "model.toml":
            message = f"'{folder}' is not a study: it has no {name}."
            refuse(message, "Make one with 'resolve init DIR', or use --study.")
        else:
            refuse("the study has no such file.", "Begin with that of 'resolve init DIR'.")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        refuse(f"line {line} is not UTF-8 text.", "Save the file as UTF-8.")
    except OSError as error:
        refuse(f"cannot be read ({error.strerror}).", "Check the file and its permissions.")
    return None


def read_handed_over(path: Path) -> bytes:
    """Return the bytes of a file that is no part of the study; raises StudyError."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            message, remedy = "the file is larger than 50 MB.", "Is it the right file?"
        else:
            return path.read_bytes()
    except FileNotFoundError:
        message, remedy = f"there is no file '{path}'.", "Check the name."
    except OSError as error:
        message, remedy = f"cannot be read ({error.strerror}).", "Check the file."
    raise StudyError([Problem(file=path.name, path="", message=message, remedy=remedy)])


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
        message, remedy = "it is there already; nothing was overwritten.", "Choose another name."
    except OSError as error:
        message, remedy = f"cannot be written ({error.strerror}).", "Check the folder."
    else:
        return
    raise StudyError([Problem(file=str(path), path="", message=message, remedy=remedy)])
