"""pyAgrum in a process of its own, where it can be refused memory and be given up.

What it is asked is what a person asks who clicks on a finding: one node is seen in another state
than before, what are all marginals now? pyAgrum answers fastest with an object that is kept: the
join tree stands, and only the messages that the finding changes are sent again (``changed``). A
new object each time, which also has to make its join tree, is ``anew``: so it is where every draw
brings tables of its own (``drawn``; filling them in is not timed). Of its two engines, lazy
propagation and Shafer-Shenoy, the faster one is taken each time. All run on as many threads as
pyAgrum chooses, and read their posteriors by number, which is faster than by name.
"""

from __future__ import annotations

import itertools
import multiprocessing
import resource
from functools import partial

from tests.benchmarks.measuring import block

PATIENCE = 60
"""Seconds after which an answer is no longer waited for."""
MEMORY = 10 * 2**30


class GaveUp(Exception):
    """No answer in the time and memory there is."""


class Pyagrum:
    """A network that pyAgrum holds; to be used as a context."""

    def __init__(self, shipped):
        spawn = multiprocessing.get_context("spawn")  # a fork would share the memory's state
        self._pipe, other = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(other, shipped), daemon=True)

    def __enter__(self):
        self._process.start()
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.join()

    def ask(self, question):
        """Return seconds, or by variable the marginals after ``finding`` is in state 1."""
        self._pipe.send(question)
        if not self._pipe.poll(PATIENCE):
            raise GaveUp(f"not in {PATIENCE} s")
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise GaveUp(f"not in {MEMORY // 2**30} GiB") from answer
        return answer

    def changed(self):
        return self.ask("changed")

    def anew(self):
        return self.ask("anew")

    def drawn(self):
        return self.ask("drawn")

    def marginals(self):
        return self.ask("marginals")


def _serve(pipe, shipped):
    import pyagrum as gum  # noqa: PLC0415 - in this process only

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    network = shipped.pyagrums(gum)
    nodes = list(network.nodes())
    finding = network.idFromName(shipped.finding)
    engines = (gum.LazyPropagation, gum.ShaferShenoyInference)
    kept = [engine(network) for engine in engines]
    for engine in kept:
        engine.addEvidence(finding, 1)
    states = itertools.cycle((0, 1))

    def read(engine):
        engine.makeInference()
        for node in nodes:
            engine.posterior(node)

    def change(engine):
        engine.chgEvidence(finding, next(states))
        read(engine)

    def anew(made):
        engine = made(network)
        engine.addEvidence(finding, 1)
        read(engine)

    def faster(question, those, before=None):
        return min(block(partial(question, one), before) for one in those)

    tables = {
        node: [
            shipped.rows[network.variable(node).name()][1].ravel().tolist(),
            shipped.disturbed(network.variable(node).name()).ravel().tolist(),
        ]
        for node in nodes
    }

    def fill():
        which = next(states)
        for node in nodes:
            network.cpt(node).fillWith(tables[node][which])

    def drawn():
        taken = faster(anew, engines, fill)
        for node in nodes:
            network.cpt(node).fillWith(tables[node][0])
        return taken

    def marginals():
        kept[0].chgEvidence(finding, 1)
        read(kept[0])
        return {name: kept[0].posterior(name).tolist() for name in shipped.sizes}

    questions = {
        "changed": lambda: faster(change, kept),
        "anew": lambda: faster(anew, engines),
        "drawn": drawn,
        "marginals": marginals,
    }
    while True:
        question = pipe.recv()
        try:
            pipe.send(questions[question]())
        except (MemoryError, Exception) as error:  # it says std::bad_alloc as a plain Exception
            pipe.send(RuntimeError(str(error)))
