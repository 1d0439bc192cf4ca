"""Put the command ``resolve`` together from the three packages' commands."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

import bayesnet.cli
import diagrams.cli

COMMANDS: Mapping[str, str] = {
    "init": "elicitation.cli.init:init",
    "import": "elicitation.cli.import_file:import_file",
    **bayesnet.cli.COMMANDS,
    "submit": "elicitation.cli.submit:submit",
    "freeze": "elicitation.cli.freeze:freeze",
    "log": "elicitation.cli.record:log",
    "diff": "elicitation.cli.record:diff",
    "verify": "elicitation.cli.record:verify",
    **diagrams.cli.COMMANDS,
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="collective-resolve", prog_name="resolve")
def main() -> None:
    """Experts' judgements in a network of decisions: what if, what to do, who disagrees.

    Start with 'resolve init DIR', then work inside DIR.
    """
