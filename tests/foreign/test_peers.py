"""pyAgrum and pgmpy read what we write and give the same numbers, and we read what they write."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.solve import solve
from bayesnet.inference.query import posteriors
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.names import name_of
from bayesnet.interchange.problems import network_of, problem_of
from tests.foreign.diagrams import (
    PROBLEMS,
    answers,
    assert_same,
    published,
    random_chance_diagram,
    random_diagram,
    with_noisy_and_weights,
)

gum = pytest.importorskip("pyagrum", exc_type=ImportError)


def pyagrums(diagram, folder):
    """The diagram as pyAgrum reads our BIFXML."""
    path = folder / "x.bifxml"
    path.write_text(FORMATS["bifxml"].write(diagram)[0], "utf-8")
    theirs = gum.InfluenceDiagram()
    theirs.loadBIFXML(str(path))
    return theirs


def arranged(tensor, names):
    """pyAgrum's table with its axes in the order of the names; it has them the other way round."""
    order = list(tensor.names)[::-1]
    return tensor.toarray().transpose([order.index(name) for name in names])


def assert_same_tables(diagram, theirs):
    for name, node in diagram.chance.items():
        assert theirs.variable(name).labels() == node.states
        table = arranged(theirs.cpt(name), (*node.parents, name))
        np.testing.assert_allclose(table, node.table, rtol=0, atol=1e-12)
    for name, node in diagram.decisions.items():
        assert theirs.variable(name).labels() == node.states
    for name, node in diagram.utilities.items():
        # pyAgrum keeps an axis of length 1 for the utility itself
        table = arranged(theirs.utility(name), (*node.parents, name))[..., 0]
        values = diagram.shares[name] * node.values
        np.testing.assert_allclose(table, values, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("name", PROBLEMS)
def test_pyagrum_reads_our_bifxml_and_solves_it_to_the_same_value(name, tmp_path):
    diagram = published(name)
    theirs = pyagrums(diagram, tmp_path)
    assert_same_tables(diagram, theirs)
    engine = gum.ShaferShenoyLIMIDInference(theirs)
    if not engine.isSolvable():  # pig breeding with limited memory is not, for pyAgrum
        assert diagram.recall == "limited"
        return
    engine.makeInference()
    ours = solve(problem_of(diagram)).expected_utility[0]
    assert engine.MEU()["mean"] == pytest.approx(ours, rel=1e-9)


@pytest.mark.parametrize("recall", ["perfect", "limited"])
def test_pyagrum_reads_ugly_names(recall, tmp_path):
    for seed in range(25):
        diagram = random_diagram(seed, recall)
        assert_same_tables(diagram, pyagrums(diagram, tmp_path))


def test_we_read_what_pyagrum_writes_of_diagrams(tmp_path):
    for name in PROBLEMS:
        diagram = published(name)
        path = tmp_path / "y.bifxml"
        pyagrums(diagram, tmp_path).saveBIFXML(str(path))
        found, problems = FORMATS["bifxml"].read(path.read_text("utf-8"), "y.bifxml")
        assert found is not None, problems
        for old in diagram.decisions:
            assert set(found.decisions[old].informed_by) >= set(diagram.decisions[old].informed_by)
        theirs = solve(problem_of(found)).expected_utility[0]
        # it says nothing of recall; the arcs drawn for it are there
        assert theirs == pytest.approx(solve(problem_of(diagram)).expected_utility[0], rel=1e-5)


@pytest.mark.parametrize("form", ["bifxml", "xdsl", "net", "bif"])
def test_we_read_what_pyagrum_writes_of_networks(form, tmp_path):
    """Not UAI: pyAgrum reads its own files there as another network."""
    theirs = gum.fastBN("A{yes|no}->B{low|mid|high}->C{0|1}<-A")
    path = tmp_path / f"z.{form}"
    gum.saveBN(theirs, str(path))
    found, problems = FORMATS[form].read(path.read_text("utf-8"), path.name)
    assert found is not None, problems
    marginals = posteriors(network_of(found)).marginals
    for old, new in zip(("A", "B", "C"), found.nodes, strict=True):
        expected = gum.getPosterior(theirs, target=old, evs={}).toarray()
        # it writes six digits
        np.testing.assert_allclose(marginals[new][:, 0], expected, atol=1e-5)


def pgmpy_reader(form):
    from pgmpy import readwrite  # noqa: PLC0415 - takes seconds

    named = {"xdsl": "XDSL", "bif": "BIF", "xmlbif": "XMLBIF", "net": "NET", "uai": "UAI"}
    return getattr(readwrite, f"{named[form]}Reader"), getattr(readwrite, f"{named[form]}Writer")


def pgmpy_marginals(model):
    from pgmpy.inference import VariableElimination  # noqa: PLC0415

    engine = VariableElimination(model)
    found = {}
    for name in model.nodes():
        factor = engine.query([name], show_progress=False)
        found[name] = dict(zip(factor.state_names[name], factor.values.tolist(), strict=True))
    return found


@pytest.mark.parametrize("form", ["xdsl", "bif", "xmlbif", "net"])
def test_pgmpy_reads_our_files_and_gives_the_same_posteriors(form):
    for seed in range(3):
        diagram = random_chance_diagram(seed)
        if form in ("xmlbif", "net"):
            diagram = plain(diagram)  # pgmpy takes no other names there
        text, _ = FORMATS[form].write(diagram)
        reader, _ = pgmpy_reader(form)
        theirs = pgmpy_marginals(reader(string=text).get_model())
        ours = answers(diagram)[1]
        for name, beliefs in theirs.items():
            for state, belief in beliefs.items():
                assert ours[name_of(name)][name_of(str(state))] == pytest.approx(belief, abs=1e-9)


def plain(diagram):
    """The same diagram with plain names, and nothing beside them."""
    from tests.foreign.diagrams import rename_all  # noqa: PLC0415

    return rename_all(diagram)


@pytest.mark.parametrize("form", ["xdsl", "bif", "xmlbif", "net", "uai"])
def test_we_read_what_pgmpy_writes(form, tmp_path):
    from bayesnet.interchange.bridges import to_pgmpy  # noqa: PLC0415

    diagram = plain(random_chance_diagram(4))
    _, writer = pgmpy_reader(form)
    path = tmp_path / f"p.{form}"
    made = writer(to_pgmpy(diagram))
    made.write(str(path))
    found, problems = FORMATS[form].read(path.read_text("utf-8"), path.name)
    assert found is not None, [str(p) for p in problems]
    if form == "uai":
        sizes = sorted(len(node.states) for node in diagram.chance.values())
        assert sorted(len(node.states) for node in found.chance.values()) == sizes
    else:
        assert_same(diagram, found, tolerance=1e-6)  # it writes eight digits


def test_a_noisy_max_in_xdsl_is_a_table_for_all_others():
    """pgmpy knows no noisymax; the same diagram in BIF, as a table, answers as ours does."""
    from bayesnet.interchange.losses import decided  # noqa: PLC0415

    diagram, _ = decided(with_noisy_and_weights(), {"d": "d1"})
    reader, _ = pgmpy_reader("bif")
    theirs = pgmpy_marginals(reader(string=FORMATS["bif"].write(diagram)[0]).get_model())
    ours = answers(diagram)[1]
    for state, belief in theirs["y"].items():
        assert ours["y"][state] == pytest.approx(belief, abs=1e-9)
