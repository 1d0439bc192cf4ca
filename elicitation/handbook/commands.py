"""Write the reference of all commands from the commands themselves, as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

import click

INTRODUCTION = """\
# All commands

`resolve COMMAND --help` says the same at the terminal, `resolve --version` which version this is. A
command works on the study in the folder where it is typed; `--study DIR` names another.
"""


def commands_page(group: click.Group, sections: Mapping[str, str]) -> str:
    """Return the page; sections: the names of commands by what they are for."""
    context = click.Context(group, info_name="resolve")
    parts = [INTRODUCTION]
    for section, names in sections.items():
        parts.append(f"\n## {section}\n")
        for name in names.split():
            command = group.get_command(context, name)
            if command is not None:
                parts += _described(command, click.Context(command, context, info_name=name))
    return "\n".join(parts)


def _described(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the lines about a command, and about those below it."""
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n### {context.command_path}\n"
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield _prose(command.help or "")
    records = [p.get_help_record(context) for p in command.params]
    rows = [record for record in records if record is not None]
    if rows:
        yield "\n| option | what |\n|---|---|"
        yield from (f"| `{_cell(option)}` | {_cell(words)} |" for option, words in rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _described(below, click.Context(below, context, info_name=name))


def _prose(text: str) -> str:
    """Return a docstring as Markdown: what click keeps as it stands becomes a block of its own."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        head, kept, lines = paragraph.partition("\b\n")
        block = f"```text\n{inspect.cleandoc(lines)}\n```" if kept else ""
        parts.append("\n".join(filter(None, (head.strip(), block))))
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
