"""Take a new password from where nobody else sees it: a file of one's own or the environment."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from bayesnet.errors import Problem, StudyError

VARIABLE = "RESOLVE_PASSWORD"
_OTHERS = 0o077


def new_password(file: Path | None, shown: str | None) -> str:
    """Return the password to be set, empty for none; raises StudyError.

    file: with it in the first line, which nobody else may read. shown: what was typed behind
    --password, which the list of processes shows to every user of the machine: it is refused.
    """
    if shown is not None:
        message = "everybody on this machine can read a password in the list of processes."
        remedy = (
            "Choose another one and leave the option out: it is asked for at the first start. "
            f"Without a terminal use --password-file FILE or the variable {VARIABLE}."
        )
        raise StudyError([Problem(file="", path="--password", message=message, remedy=remedy)])
    if file is not None:
        return _first_line(file)
    return os.environ.get(VARIABLE, "")


def _first_line(file: Path) -> str:
    def refused(message: str, remedy: str) -> StudyError:
        return StudyError(
            [Problem(file=file.name, path="--password-file", message=message, remedy=remedy)]
        )

    try:
        with file.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if os.name == "posix" and stat.S_IMODE(status.st_mode) & _OTHERS:
                raise refused(
                    "others on this machine can read it.",
                    f"Run: chmod 600 {shlex.quote(str(file))}",
                )
            line = stream.readline(4096).decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise refused(f"cannot be read ({error.strerror}).", "Check the name.") from error
    except UnicodeDecodeError as error:
        raise refused("its first line is not UTF-8 text.", "Save it as UTF-8.") from error
    if not line:
        raise refused("its first line is empty.", "Put the password there.")
    return line
