"""Speak a language: the one place where a text of a catalogue becomes one of a translation.

English is spoken until another is asked for. The language is that of a context, so that two pages
made at the same time may differ in theirs. A translation is one of ``gettext``; its texts are those
of ``elicitation/messages/collective-resolve.pot``.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

DOMAIN = "collective-resolve"
"""Of gettext: the name of the files with translations."""
_spoken: ContextVar[gettext.NullTranslations] = ContextVar("_spoken")
_ENGLISH = gettext.NullTranslations()


@contextmanager
def speaking(translations: gettext.NullTranslations) -> Iterator[None]:
    """Use these translations for every text that is made inside."""
    token = _spoken.set(translations)
    try:
        yield
    finally:
        _spoken.reset(token)


def translated(text: str) -> str:
    """Return a template in the language that is spoken."""
    return _spoken.get(_ENGLISH).gettext(text) if text else ""


def translated_number(one: str, many: str, number: int) -> str:
    """Return the template for so many, in the language that is spoken."""
    return _spoken.get(_ENGLISH).ngettext(one, many, number)
