"""The study's pictures, byte for byte; the README shows the first.

After a change that is meant, ``python -c "from tests.diagrams.test_golden import remake; remake()"``
draws them anew: then look at each.
"""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS

GOLDEN = Path(__file__).parent / "golden"
PICTURES = {
    "overview.svg": "draw",
    "overview-slide.svg": "draw --page slide",
    "full-S5.svg": "draw S5",
    "full-S5-E.svg": "draw S5 --structure E",
    "difference-S5-a3.svg": "draw S5 --view difference --page a3",
    "focus-neighbours.svg": "draw S5 --node ally_confidence --page a4",
    "focus-paths.svg": "draw S5 --from response_style --to miscalculation --page a4",
    "focus-module.svg": "draw S5 --module perception --page slide",
    "arcs-sign.svg": "draw --arcs sign --page a4",
    "arcs-evidence.svg": "draw --arcs evidence --page a3",
    "arcs-structure-B.svg": "draw --arcs structure --structure B --page a4",
    "arcs-structure-C.svg": "draw --arcs structure --structure C --page a4",
    "information.svg": "draw --view information --page a4",
    "policy.svg": "draw --view policy --decision response_style --page a4",
    "strategy.svg": "draw --view strategy --page a4-landscape",
    "umbrella-strategy.svg": "draw --view strategy --page a4",
    "umbrella-tree.svg": "draw --view tree --page a4",
    "plot-whatif.svg": "plot whatif S5 --page a4",
    "plot-experts.svg": "plot experts S5 --page a4",
    "plot-ranges.svg": "plot ranges --page a4 --question "
    "'hardliner_influence[response_style=threat_trading, internal_strain=manageable]'",
    "plot-movement.svg": "plot movement --page a4",
    "plot-risk.svg": "plot risk --page a4",
    "plot-information.svg": "plot information --page a4",
    "plot-compare.svg": "plot compare S5 S6 --against S0 --all-structures --draws 2000 --page a4",
    "plot-drivers.svg": "plot drivers --page a4",
    "plot-drivers-assumptions.svg": "plot drivers S5 --against S0 --on serious_or_lethal "
    "--by assumption --page a4",
    "plot-sensitivity.svg": "plot sensitivity --page a4 --on miscalculation "
    "'miscalculation[posture_credibility=weak, hardliner_influence=high]=yes'",
    "plot-sensitivity-two.svg": "plot sensitivity --page a4 --scenario S1 --against S0 "
    "--on miscalculation 'hardliner_influence[response_style=quiet_restraint, "
    "internal_strain=severe]=high' "
    "'miscalculation[posture_credibility=weak, hardliner_influence=high]=yes'",
    "plot-adversary.svg": "plot adversary --page a4",
    "plot-pedigree.svg": "plot pedigree --page a4",
    "plot-regions.svg": "plot regions 'weight of deterrence' 'weight of alliance' --page a4",
    "plot-plans.svg": "plot plans --draws 2000 --page a4",
    "plot-learn.svg": "plot learn --draws 2000 --page a4",
    "plot-score.svg": "plot score --page a4 --known burden_dispute=open_quiet "
    "--known internal_strain=severe --known message_coherence=mixed --known rift_line=absent "
    "--known pressure_move=yes",
}
SMALL = "umbrella-"
"""What the names of pictures of the small study begin with."""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def drawn(name, folder, target):
    """Draw one of the pictures, of a study made on the spot in the folder."""
    study = folder / ("umbrella" if name.startswith(SMALL) else "study")
    if not study.exists() and name.startswith(SMALL):
        study.mkdir()
        (study / "model.toml").write_text(MODEL)
        (study / "scenarios.toml").write_text(SCENARIOS)
    elif not study.exists():
        assert resolve("init", study).exit_code == 0
    result = resolve(*shlex.split(PICTURES[name]), "--study", study, "--out", target)
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("golden")


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_the_same_bytes_as_ever(folder, name, tmp_path):
    target = tmp_path / name
    drawn(name, folder, target)
    assert target.read_bytes() == (GOLDEN / name).read_bytes()


def test_no_golden_picture_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == set(PICTURES)


def remake():
    """Draw every golden picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        for name in PICTURES:
            drawn(name, Path(folder), GOLDEN / name)
