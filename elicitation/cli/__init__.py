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
    "compare": "elicitation.cli.compare:compare",
    "screen": "elicitation.cli.screen:screen",
    "load": "elicitation.cli.load:load",
    "questions": "elicitation.cli.questions:questions",
    "roster": "elicitation.cli.roster:roster",
    "form": "elicitation.cli.form:form",
    "workbook": "elicitation.cli.workbook:workbook",
    "round": "elicitation.cli.rounds:round_",
    "rounds": "elicitation.cli.rounds:rounds",
    "ask": "elicitation.cli.ask:ask",
    "submit": "elicitation.cli.submit:submit",
    "absent": "elicitation.cli.declare:absent",
    "abstain": "elicitation.cli.declare:abstain",
    "withdraw": "elicitation.cli.declare:withdraw",
    "coherence": "elicitation.cli.coherence:coherence",
    "feedback": "elicitation.cli.feedback:feedback",
    "freeze": "elicitation.cli.freeze:freeze",
    "fits": "elicitation.cli.fits:fits",
    "fit": "elicitation.cli.fit:fit",
    "pools": "elicitation.cli.pools:pools",
    "disagreement": "elicitation.cli.disagreement:disagreement",
    "performance": "elicitation.cli.performance:performance",
    "score": "elicitation.cli.score:score",
    "log": "elicitation.cli.record:log",
    "diff": "elicitation.cli.diff:diff",
    "dissent": "elicitation.cli.declare:dissent",
    "verify": "elicitation.cli.record:verify",
    "recover": "elicitation.cli.recover:recover",
    "export-record": "elicitation.cli.export_record:export_record",
    **diagrams.cli.COMMANDS,
    "report": "elicitation.cli.report:report",
    "build": "elicitation.cli.build:build",
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
