"""A diagram of 60 nodes edited: from the change to the new page, beside opening the study anew.

The ratio is to what reading and drawing the same study from its files takes in the same run, both in
processor seconds, those of the layout program among them. Both ways are real: files are written to the
disk, and the page is made whole.
"""

from __future__ import annotations

import itertools
import resource
import statistics

import pytest

from bayesnet.edits import checked
from bayesnet.edits.checked import draft_of
from bayesnet.formats import section
from diagrams.render import render
from elicitation.store.model_files import model_files
from elicitation.workshop.modelling.picture import believed, picture_of
from tests.benchmarks.measuring import asked, digits, once, paired, show
from tests.modelling.site import Person, small

NODES = 60
EDITS = 21
MOST = 4.0
"""Times as long as reading and drawing the study once from nothing."""


@pytest.fixture(scope="module")
def person(tmp_path_factory):
    """A person before 60 nodes, each with up to two causes before it, all tables filled in."""
    folder = small(tmp_path_factory.mktemp("sixty") / "study")
    text = (folder / "model.toml").read_text("utf-8")
    text += '[[outcome]]\nid = "o"\nlabel = "O"\nnode = "n59"\nstates = ["yes"]\nbetter = "lower"\n'
    for number in range(NODES):
        parents = sorted({number // 2, number // 3} - {number})[-2:] if number else []
        rows = "".join(
            f"  {{ when = {list(when)!r}, p = [0.4, 0.6] }},\n".replace("'", '"')
            for when in itertools.product(("no", "yes"), repeat=len(parents))
        )
        causes = [f"n{parent}" for parent in parents]
        text += f'\n[chance.n{number}]\nlabel = "Node {number}"\nstates = ["no", "yes"]\n'
        text += f"parents = {causes!r}\n".replace("'", '"')
        text += f'definition = "Whether {number} comes true."\nby = 2026-06-30\n'
        text += (
            f'settled_by = "a panel"\n[chance.n{number}.cpt]\nmethod = "table"\nrows = [\n{rows}]\n'
        )
    (folder / "model.toml").write_text(text, "utf-8")
    return Person(folder)


def clock():
    """Return processor seconds of this process and of the layout programs that it ran."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def forget():
    """Read the files anew, as a program that has just been started does."""
    for kept in (checked._draft, section.values_of):
        kept.cache_clear()


def changes():
    """Different edits, one after the other: a label, a row, an arc drawn and taken out."""
    for number in itertools.count():
        yield ("relabel", {"node": "n20", "label": f"Node {number}"})
        yield ("rows", {"node": "n10", "p-0-0": f"0.{10 + number}", "p-0-1": ""})
        yield ("add-arc", {"parent": "n3", "child": "n50", "claim": "It may."})
        yield ("remove-arc", {"parent": "n3", "child": "n50"})


def test_an_edit_of_sixty_nodes_costs_a_few_readings_of_them(request, person):
    asked(request)
    queue = changes()

    def edited():
        edit, fields = next(queue)
        sent = {"csrf": person.csrf, "mark": person.mark, "edit": edit, "show": "node", "at": "n20"}
        headers = {"Accept": "application/json"}

        def change():
            answer = person.client.post("/edit", data=sent | fields, headers=headers)
            assert answer.status_code == 200
            person.mark = answer.text.split('name=\\"mark\\" value=\\"')[1][:32]

        return once(change, clock)

    def anew():
        def read():
            forget()
            draft = draft_of(model_files(person.folder))
            render(picture_of(draft, believed(draft)), "full")

        return once(read, clock)

    edited()
    anew_seconds, edited_seconds, ratio = paired(EDITS, anew, edited)
    times = [edited() for _ in range(EDITS)]
    rows = [
        ["change to new page", digits(1000 * edited_seconds), digits(1000 * max(times))],
        ["read and draw anew", digits(1000 * anew_seconds), ""],
        ["ratio", digits(1 / ratio), ""],
    ]
    show(request, f"{NODES} nodes edited, ms", ["what", "median", "longest"], rows)
    assert statistics.median(times) / anew_seconds < MOST
