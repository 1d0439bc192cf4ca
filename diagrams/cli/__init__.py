"""Commands of ``resolve`` that make pictures."""

COMMANDS = {
    "draw": "diagrams.cli.draw:draw",
    "plot": "diagrams.cli.plot:plot",
    "trace": "diagrams.cli.trace:trace",
}
"""Where each command is found; a command's module is imported only when it is called."""
