"""Put the command ``resolve`` together from the three packages' commands."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

import bayesnet.cli
import diagrams.cli
from bayesnet.cli.question import Question
from diagrams.cli.plot import Plot
from elicitation.cli.nearest import NearestGroup

COMMANDS: Mapping[str, str] = {
    "new": "elicitation.cli.new:new",
    "init": "elicitation.cli.init:init",
    "check": "elicitation.cli.check:check",
    "import": "elicitation.cli.import_file:import_file",
    **bayesnet.cli.COMMANDS,
    "agenda": "elicitation.cli.agenda:agenda",
    "compare": "elicitation.cli.compare:compare",
    "screen": "elicitation.cli.screen:screen",
    "load": "elicitation.cli.load:load",
    "questions": "elicitation.cli.questions:questions",
    "roster": "elicitation.cli.roster:roster",
    "form": "elicitation.cli.form:form",
    "round": "elicitation.cli.rounds:round_",
    "rounds": "elicitation.cli.rounds:rounds",
    "model": "elicitation.cli.model:model",
    "serve": "elicitation.cli.serve:serve",
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
    "fit-quantity": "elicitation.cli.fit_quantity:fit_quantity",
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
    "plot": "elicitation.cli:plot",
    "report": "elicitation.cli.report:report",
    "build": "elicitation.cli.build:build",
    "docs": "elicitation.cli.docs:docs",
}
"""Where each command is found; a command's module is imported only when it is called."""

PLOTS: Mapping[str, str] = {
    **diagrams.cli.PLOTS,
    "compare": "elicitation.cli.plot_compare:compare",
    "score": "elicitation.cli.plots:score",
    "performance": "elicitation.cli.plots:performance",
}
"""Where each plot is found, named as the command that prints the same answer."""

SECTIONS: Mapping[str, str] = {
    "A study": "new init model check import export table docs",
    "What if, and what to do": "whatif explain compare decide plans propositions",
    "What it rests on": "drivers sensitivity switch learn experts adversary pedigree",
    "Prepare the questions": "screen load questions agenda roster form",
    "Collect the answers": (
        "serve round rounds ask submit absent abstain withdraw coherence feedback dissent"
    ),
    "Numbers of the answers": (
        "freeze diff fits fit fit-quantity pools disagreement performance score"
    ),
    "The record": "log verify recover export-record",
    "Pictures and pages": "draw plot trace report build",
}
"""The commands by what they are for, in the order of the work: each in one section."""


class LazyGroup(NearestGroup):
    """A group that imports a command's module only when that command is called."""

    def __init__(
        self,
        *args: Any,
        lazy: Mapping[str, str],
        sections: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.lazy = lazy
        self.sections = sections or {"Commands": " ".join(lazy)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return [name for names in self.sections.values() for name in names.split()]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their summaries, section by section, in one width."""
        width = max(map(len, self.lazy))
        room = formatter.width - 4 - width  # two blanks before each column
        for section, names in self.sections.items():
            with formatter.section(section):
                commands = [(name, self.get_command(ctx, name)) for name in names.split()]
                formatter.write_dl(
                    [
                        (name.ljust(width), command.get_short_help_str(room))
                        for name, command in commands
                        if command is not None
                    ]
                )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None if there is none of that name."""
        if cmd_name not in self.lazy:
            return None
        found = _found(self.lazy[cmd_name])
        if isinstance(found, Question):
            return _found(PLOTS[cmd_name]).beside() if cmd_name in PLOTS else found.command()
        command: click.Command = found.command() if isinstance(found, Plot) else found
        return command


def _found(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(importlib.import_module(module), attribute)


@click.group(cls=LazyGroup, lazy=PLOTS)
def plot() -> None:
    """Plot an answer as SVG, PNG and PDF.

    Plots are named as the commands that print the same answer, and take their options.
    """


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="collective-resolve", prog_name="resolve")
def main() -> None:
    """Experts' judgements in a network of decisions: what if, what to do, who disagrees.

    Start with 'resolve new DIR' (your own question) or 'resolve init DIR' (a study to look at),
    then work inside DIR.
    """
