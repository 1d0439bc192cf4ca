"""LibreOffice without a window: open a workbook, calculate it, and save it as its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

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


def through_libreoffice(book: Path, home: Path) -> Path:
    """Return the workbook as LibreOffice saves it; home: an empty folder for it to live in."""
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(home)]
    command = [soffice(), profile, *words, str(book)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert (home / book.name).exists(), done.stderr
    return home / book.name
