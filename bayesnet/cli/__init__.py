"""Commands of ``resolve`` that answer questions: the one room of this package that reads files."""

COMMANDS = {
    "check": "bayesnet.cli.check:check",
    "whatif": "bayesnet.cli.whatif:whatif",
    "decide": "bayesnet.cli.decide:decide",
    "propositions": "bayesnet.cli.propositions:propositions",
    "export": "bayesnet.cli.export:export",
    "table": "bayesnet.cli.table:table",
}
"""Where each command is found; a command's module is imported only when it is called."""
