"""Write the reference of what ``import bayesnet`` offers from its docstrings, as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import bayesnet

INTRODUCTION = """\
# From Python

`import bayesnet as bn` offers these names. They change only with a major version of the program.
"""
_ANNOTATION = re.compile(r"""(: |-> )(['"])((?:(?!\2).)*)\2""")
"""A type as ``inspect`` quotes it, for it was a text in the source."""


def names_page() -> str:
    """Return the page: every public name, and every public method of what is a class."""
    parts = [INTRODUCTION]
    for name in bayesnet.__all__:
        parts += _described(f"bn.{name}", getattr(bayesnet, name), "##")
    return "\n".join(parts)


def _described(name: str, value: object, heading: str) -> Iterator[str]:
    yield f"\n{heading} {name}\n"
    if callable(value):
        yield f"```text\n{name}{_signature(value)}\n```\n"
    yield _prose(inspect.getdoc(value) or "")
    if inspect.isclass(value) and not issubclass(value, Exception):
        for own, member in vars(value).items():
            if not own.startswith("_") and (inspect.isfunction(member) or _is_property(member)):
                yield from _described(f"{name.partition('.')[2]}.{own}", member, "###")


def _is_property(member: object) -> bool:
    return isinstance(member, property)


def _signature(value: object) -> str:
    """Return the arguments with their types, without the module in which each is defined."""
    assert callable(value)  # noqa: S101 - asked before
    signature = inspect.signature(value)
    kept = [p for p in signature.parameters.values() if p.name != "self"]
    text = str(signature.replace(parameters=kept))
    bare = _ANNOTATION.sub(r"\1\3", text)
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", bare)


def _prose(text: str) -> str:
    """Return a docstring as Markdown, in which names stand in single backquotes."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(
        f"```python\n{paragraph}\n```" if paragraph.startswith(">>>") else paragraph
        for paragraph in (part.replace("``", "`") for part in paragraphs)
    )
