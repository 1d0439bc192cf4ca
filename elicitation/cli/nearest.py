"""A group of commands that names the nearest one where a name is mistyped."""

from __future__ import annotations

import click

from bayesnet.errors import did_you_mean


class NearestGroup(click.Group):
    """A group that answers an unknown command with the known one that it looks like."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; raises UsageError if there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = did_you_mean(args[0], self.list_commands(ctx))
            if not near.startswith("did"):  # all the known ones are a long list
                raise
            raise click.UsageError(f"{error.message.rstrip('.')}; {near}", ctx) from error
