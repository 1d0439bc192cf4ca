"""Take a new password from where nobody else sees it: a file of one's own or the environment."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import Fact

VARIABLE = "RESOLVE_PASSWORD"
_OTHERS = 0o077


def new_password(file: Path | None, shown: str | None) -> str:
    """Return the password to be set, empty for none; raises StudyError.

    file: with it in the first line, which nobody else may read. shown: what was typed behind
    --password, which the list of processes shows to every user of the machine: it is refused.
    """
    if shown is not None:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--password",
                    "people.everybody-machine-can-read-password",
                    variable=VARIABLE,
                )
            ]
        )
    if file is not None:
        return _first_line(file)
    return os.environ.get(VARIABLE, "")


def _first_line(file: Path) -> str:
    def refused(code: str, /, **facts: Fact) -> StudyError:
        return StudyError([problem_at(file.name, "--password-file", code, **facts)])

    try:
        with file.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if os.name == "posix" and stat.S_IMODE(status.st_mode) & _OTHERS:
                raise refused("people.others-machine-can-read", file=shlex.quote(str(file)))
            line = stream.readline(4096).decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise refused("people.cannot-read", reason=str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise refused("people.first-line-not-utf-text") from error
    if not line:
        raise refused("people.first-line-empty")
    return line
