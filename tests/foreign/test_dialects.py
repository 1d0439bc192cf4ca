"""Files as their own tools write them, with what only they have."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions.solve import solve
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.problems import problem_of

XDSL = """\
<?xml version="1.0" encoding="UTF-8"?>
<smile version="1.0" id="Net" numsamples="10000">
  <nodes>
    <cpt id="A"><state id="T" /><state id="F" /><probabilities>0.5 0.5</probabilities></cpt>
    <cpt id="B"><state id="Low" /><state id="Mid" /><state id="High" />
      <probabilities>0.2 0.3 0.5</probabilities><property id="source">a book</property></cpt>
    <noisymax id="N"><state id="Present" /><state id="Absent" /><parents>A B</parents>
      <strengths>0 1 2 1 0</strengths>
      <parameters>0.8 0.2 0 1 0.6 0.4 0.3 0.7 0 1 0.1 0.9</parameters></noisymax>
    <deterministic id="D"><state id="yes" /><state id="no" /><parents>A N</parents>
      <resultingstates>yes yes yes no</resultingstates></deterministic>
    <decision id="Act"><state id="go" /><state id="stay" /><parents>N</parents></decision>
    <utility id="Gain"><parents>D Act</parents><utilities>10 0 -4 0</utilities></utility>
    <utility id="Cost"><parents>Act</parents><utilities>-1 0</utilities></utility>
    <mau id="All"><parents>Gain Cost</parents><weights>2 0.5</weights></mau>
  </nodes>
  <extensions><genie version="1.0" app="GeNIe 4.1" name="A network">
    <submodel id="S1"><name>Inner</name><node id="N"><name>The noise</name>
      <position>10 20 110 70</position><comment>What is heard.</comment></node></submodel>
  </genie></extensions>
</smile>
"""

NET = """\
class Unnamed
{
  inputs = ();
  name = "x";
  node W { label = ""; position = (10 20); states = ("dry" "wet"); HR_Desc = "say \\"so\\""; }
  discrete node F { states = ("0" "1"); }
  decision U { states = ("take" "leave"); }   % what to do
  utility V { label = "value"; }
  potential (W) { data = (0.7 0.3); }
  potential (F | W) { data = ((0.8 0.2)  % W=dry
                              (0.3 0.7)); }
  potential (U | F) { }
  potential (V | W U) { data = ((20 100) (70 0)); }
}
"""

DNE = """\
// ~->[DNET-1]->~
// File created by somebody using Netica
bnet umb {
AutoCompile = TRUE;
visual V1 { nodefont = font {shape= "Arial"; size= 9;}; };
node W { kind = NATURE; discrete = TRUE; states = (dry, wet); parents = ();
  probs = (0.7, 0.3); belief = (0.7, 0.3); title = "Weather";
  comment = "a long \\
comment"; visual V1 { center = (10, 20); height = 1; }; };
node T { kind = NATURE; discrete = FALSE; chance = CHANCE; levels = (-INFINITY, 0, 10.5);
  parents = (W); probs =
        // a  b
         ((0.5, 0.5),   // dry
          (1, @imposs)); };
node K { kind = NATURE; chance = DETERMIN; discrete = TRUE; states = (s0, s1);
  statetitles = (, "very wet"); parents = (W); functable = (s0, #1); };
node U { kind = DECISION; states = (take, leave); parents = (K); };
node V { kind = UTILITY; discrete = FALSE; chance = DETERMIN; parents = (W, U);
  functable = (20, 100, 70, 0); };
node TITLE1 { kind = CONSTANT; title = "On the page"; };
};
"""

PGMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<ProbModelXML formatVersion="1.0.0">
  <ProbNet type="InfluenceDiagram">
    <Variables>
      <Variable name="D e" type="finiteStates" role="chance"><Coordinates x="1" y="2" />
        <AdditionalProperties><Property name="Title" value="Disease" /></AdditionalProperties>
        <States><State name="absent" /><State name="present" /></States></Variable>
      <Variable name="F" type="finiteStates" role="chance">
        <States><State name="absent" /><State name="present" /></States></Variable>
      <Variable name="S" type="finiteStates" role="chance">
        <States><State name="absent" /><State name="present" /></States></Variable>
      <Variable name="Tr" type="finiteStates" role="decision">
        <States><State name="no" /><State name="yes" /></States></Variable>
      <Variable name="H" type="numeric" role="utility" />
      <Variable name="C" type="numeric" role="utility" />
      <Variable name="G" type="numeric" role="utility" />
    </Variables>
    <Links>
      <Link directed="true"><Variable name="D e" /><Variable name="S" /></Link>
      <Link directed="true"><Variable name="F" /><Variable name="S" /></Link>
      <Link directed="true"><Variable name="S" /><Variable name="Tr" /></Link>
      <Link directed="true"><Variable name="D e" /><Variable name="H" /></Link>
      <Link directed="true"><Variable name="Tr" /><Variable name="H" /></Link>
      <Link directed="true"><Variable name="Tr" /><Variable name="C" /></Link>
      <Link directed="true"><Variable name="H" /><Variable name="G" /></Link>
      <Link directed="true"><Variable name="C" /><Variable name="G" /></Link>
    </Links>
    <Potentials>
      <Potential type="ProbTable"><Variables><Variable name="D e" /></Variables>
        <Values>0.86 0.14</Values></Potential>
      <Potential type="Uniform"><Variables><Variable name="F" /></Variables></Potential>
      <Potential type="ICIModel">
        <Variables><Variable name="S" /><Variable name="F" /><Variable name="D e" /></Variables>
        <Model>OR / MAX</Model>
        <Subpotentials>
          <Potential type="Table"><Variables><Variable name="S" /><Variable name="F" /></Variables>
            <Values>1.0 0.0 0.1 0.9</Values></Potential>
          <Potential type="Table"><Variables><Variable name="S" /><Variable name="D e" /></Variables>
            <Values>1.0 0.0 0.07 0.93</Values></Potential>
          <Potential type="Table"><Variables><Variable name="S" /></Variables>
            <Values>0.99 0.01</Values></Potential>
        </Subpotentials></Potential>
      <Potential type="Table" role="utility"><UtilityVariable name="H" />
        <Variables><Variable name="D e" /><Variable name="Tr" /></Variables>
        <Values>10.0 3.0 9.0 8.0</Values></Potential>
      <Potential type="UnivariateDistr" distribution="Exact" parametrization="nu">
        <Variables><Variable name="C" /><Variable name="Tr" /></Variables>
        <Functions>"1" "1"</Functions><Parameters>0.0 -0.25</Parameters></Potential>
      <Potential type="Sum" role="utility"><UtilityVariable name="G" />
        <Variables><Variable name="H" /><Variable name="C" /></Variables></Potential>
    </Potentials>
  </ProbNet>
</ProbModelXML>
"""


def read(form, text):
    diagram, problems = FORMATS[form].read(text, f"x.{form}")
    assert diagram is not None, [str(problem) for problem in problems]
    return diagram, "\n".join(map(str, problems))


def test_what_genie_writes():
    """A noisy-MAX column by column: P(Present | T, High) = 1 - .2 * .4 * .9."""
    diagram, notes = read("xdsl", XDSL)
    table = diagram.chance["N"].table[..., 0]
    np.testing.assert_allclose(table[0], [1 - 0.2 * 0.9, 1 - 0.2 * 0.7 * 0.9, 1 - 0.2 * 0.4 * 0.9])
    np.testing.assert_allclose(table[1], [0.1, 1 - 0.7 * 0.9, 1 - 0.4 * 0.9])
    np.testing.assert_allclose(diagram.chance["D"].table[..., 0], [[1, 1], [1, 0]])
    assert diagram.shares == {"Gain": 2.0, "Cost": 0.5}
    node = diagram.chance["N"]
    assert (node.label, node.comment, node.position) == ("The noise", "What is heard.", (60, 45))
    assert "their grouping is not kept: Inner" in notes
    assert "<cpt> 'B': its user properties are not kept: source." in notes
    assert diagram.name == "A network"


def test_what_hugin_writes():
    diagram, _ = read("net", NET)
    assert diagram.recall == "limited"
    assert diagram.chance["W"].comment == 'say "so"'
    assert diagram.chance["W"].position == (10, 20)
    np.testing.assert_allclose(diagram.chance["F"].table, [[0.8, 0.2], [0.3, 0.7]])
    assert diagram.decisions["U"].informed_by == ("F",)
    expected = max(20 * 0.56 + 70 * 0.09, 100 * 0.56) + max(20 * 0.14 + 70 * 0.21, 100 * 0.14)
    assert solve(problem_of(diagram)).expected_utility[0] == pytest.approx(expected)


def test_what_netica_writes():
    diagram, notes = read("dne", DNE)
    assert diagram.chance["W"].label == "Weather"
    assert diagram.chance["W"].comment == "a long comment"
    assert diagram.states["T"] == ("-INFINITY to 0", "0 to 10.5")
    np.testing.assert_allclose(diagram.chance["T"].table, [[0.5, 0.5], [1, 0]])
    np.testing.assert_allclose(diagram.chance["K"].table, np.eye(2))
    assert "the states' titles are not kept, their names are: very wet." in notes
    assert "'TITLE1': it stands alone and has no value: it is left out." in notes
    assert solve(problem_of(diagram)).expected_utility[0] == pytest.approx(0.7 * 100 + 0.3 * 70)


def test_what_openmarkov_writes():
    diagram, _ = read("pgmx", PGMX)
    node = diagram.chance["S"]
    assert node.noisy is not None
    table = dict(zip(node.parents, range(2), strict=True))
    both = node.table[..., 1].transpose([table["D e"], table["F"]])
    np.testing.assert_allclose(both, [[0.01, 1 - 0.99 * 0.1], [1 - 0.99 * 0.07, 1 - 0.99 * 0.007]])
    np.testing.assert_allclose(diagram.chance["F"].table, [0.5, 0.5])
    np.testing.assert_allclose(diagram.utilities["H"].values, [[10, 9], [3, 8]])
    assert diagram.shares == {"H": 1.0, "C": 1.0}
    assert diagram.chance["D e"].label == "Disease"


@pytest.mark.parametrize(
    ("form", "old", "new", "sentence"),
    [
        ("xdsl", "<weights>2 0.5</weights>", "", "'All': this value combines others by an expression;"),
        ("xdsl", "<strengths>0 1 2 1 0", "<strengths>0 0 2 1 0", "do not order the states of 'A'"),
        ("xdsl", "yes yes yes no", "yes yes maybe no", "its result 'maybe' is none of its states."),
        ("xdsl", "<parents>N</parents></decision>", "<parents>Gain</parents></decision>", "'Gain' is a value; nothing else can depend"),
        ("xdsl", "0.2 0.3 0.5", "0.2 0.3", "'B': its table has 2 numbers, not 3."),
        ("net", "node W", "continuous node W", "line 5: continuous: continuous nodes are not read."),
        ("net", "(V | W U)", "(V X | W U)", "line 13: potential: a potential of several nodes"),
        ("dne", "functable = (s0, #1);", 'equation = "K (W) = W";', "'K' has no table that is read: an equation."),
        ("dne", "parents = (K);", "parents = (V);", "'V' is a value; nothing else can depend on one"),
        ("dne", "functable = (s0, #1)", "functable = (s0, s9)", "gives 's9', which is none of its"),
        ("pgmx", 'type="Uniform"', 'type="TreeADD"', "potentials of the type 'TreeADD' are not read."),
        ("pgmx", "OR / MAX", "TUNING", "canonical models of the kind 'TUNING' are not read."),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said_with_its_place(form, old, new, sentence):
    text = {"xdsl": XDSL, "net": NET, "dne": DNE, "pgmx": PGMX}[form]
    assert old in text
    diagram, problems = FORMATS[form].read(text.replace(old, new, 1), f"x.{form}")
    assert diagram is None
    assert sentence in "\n".join(map(str, problems))
    assert all("line " in problem.place.path for problem in problems if problem.severity == "error")


def test_cycles_are_shown():
    looped = NET.replace("(W) { data = (0.7 0.3); }", "(W | F) { data = (0.7 0.3 0.7 0.3); }")
    diagram, problems = FORMATS["net"].read(looped, "x.net")
    assert diagram is None
    assert "Cycle: " in str(problems[0])
