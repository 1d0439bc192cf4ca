"""Commands of ``resolve`` that make pictures and reports."""

COMMANDS = {
    "draw": "diagrams.cli.draw:draw",
    "plot": "diagrams.cli.plot:plot",
    "report": "diagrams.cli.report:report",
    "trace": "diagrams.cli.trace:trace",
}
"""Where each command is found; a command's module is imported only when it is called."""
