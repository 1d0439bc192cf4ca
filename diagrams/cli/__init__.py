"""Commands of ``resolve`` that make pictures."""

COMMANDS = {
    "draw": "diagrams.cli.draw:draw",
}
"""Where each command is found; a command's module is imported only when it is called."""
