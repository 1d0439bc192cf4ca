"""Commands of ``resolve`` that answer questions: the one room of this package that reads files."""

COMMANDS = {
    "whatif": "bayesnet.cli.whatif:whatif",
    "decide": "bayesnet.cli.decide:decide",
    "explain": "bayesnet.cli.explain:explain",
    "drivers": "bayesnet.cli.drivers:drivers",
    "sensitivity": "bayesnet.cli.sensitivity:sensitivity",
    "switch": "bayesnet.cli.switch:switch",
    "plans": "bayesnet.cli.plans:plans",
    "adversary": "bayesnet.cli.adversary:adversary",
    "pedigree": "bayesnet.cli.pedigree:pedigree",
    "propositions": "bayesnet.cli.propositions:propositions",
    "learn": "bayesnet.cli.learn:learn",
    "experts": "bayesnet.cli.experts:experts",
    "export": "bayesnet.cli.export:export",
    "table": "bayesnet.cli.table:table",
}
"""Where each command is found; a command's module is imported only when it is called."""
