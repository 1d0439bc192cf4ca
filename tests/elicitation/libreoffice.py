"""LibreOffice without a window: open a workbook, type into it, and save it as its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

TIMEOUT = 240  # seconds, after which it hangs


def soffice() -> str:
    """Return the program; skips the test where it is missing, but not where all must run."""
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is missing: install libreoffice-calc.")
    if found is None:
        pytest.skip("LibreOffice (libreoffice-calc) is not installed.")
    return found


def typed_in_libreoffice(book: Path, cells: dict[str, str], home: Path) -> Path:
    """Return the workbook as LibreOffice saves it after typing the texts into the cells.

    cells: the text typed, by place such as ``weather!D3``. home: an empty folder to live in.
    """
    _run(home, "--terminate_after_init")  # makes the profile, whose empty macro is then replaced
    module = home / "profile/user/basic/Standard/Module1.xba"
    back = home / book.name
    module.write_text(MODULE.format(escape(_macro(book, cells, back))), "utf-8")
    _run(home, "macro:///Standard.Module1.Main")
    assert back.exists(), (home / "said").read_text("utf-8")
    return back


MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>\n'
)
MACRO = """
Sub Main
    On Error GoTo Failed
    Dim how(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "Hidden"
    how(0).Value = True
    book = StarDesktop.loadComponentFromURL({book}, "_blank", 0, how())
{typing}
    book.calculateAll()
    how(0).Name = "FilterName"
    how(0).Value = "Calc MS Excel 2007 XML"
    book.storeToURL({back}, how())
    book.close(True)
    StarDesktop.terminate()
    Exit Sub
Failed:
    Open {said} For Output As #1
    Print #1, Error$
    Close #1
    StarDesktop.terminate()
End Sub
"""


def _macro(book: Path, cells: dict[str, str], back: Path) -> str:
    typing = []
    for place, text in cells.items():
        sheet, _, cell = place.partition("!")
        found = f"book.Sheets.getByName({_text(sheet)}).getCellRangeByName({_text(cell)})"
        typing.append(f"    {found}.setFormula({_text(text)})")
    return MACRO.format(
        book=_text(book.as_uri()),
        typing="\n".join(typing),
        back=_text(back.as_uri()),
        said=_text(str(back.parent / "said")),
    )


def _text(text: str) -> str:
    """Return a text as Basic writes it."""
    lines = text.replace('"', '""').split("\n")
    return " & Chr(10) & ".join(f'"{line}"' for line in lines)


def _run(home: Path, word: str) -> None:
    """Run LibreOffice to its end, in a group of its own so that no part of it outlives a hang."""
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [soffice(), "--headless", "--norestore", profile, word]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(TIMEOUT)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
