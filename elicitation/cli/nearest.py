"""A group of commands that says what was meant where something is mistyped."""

from __future__ import annotations

from typing import Any

import click

from bayesnet.messages.remedies import DidYouMean, did_you_mean
from bayesnet.messages.terminal import terminal


class NearestGroup(click.Group):
    """A group that answers a slip with what was probably meant: another command, --study."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name; raises UsageError if it does not take them."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            known = error.ctx.command.params if error.ctx else []
            of_a_study = any("--study" in parameter.opts for parameter in known)
            if not (of_a_study and error.message.startswith("Got unexpected extra argument")):
                raise
            told = f"{error.message}. If that is a study's folder: --study DIR."
            raise click.UsageError(told, error.ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; raises UsageError if there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = did_you_mean(args[0], self.list_commands(ctx))
            if not isinstance(near, DidYouMean):  # all the known ones are a long list
                raise
            told = terminal().remedies([near])
            raise click.UsageError(f"{error.message.rstrip('.')}; {told}", ctx) from error
