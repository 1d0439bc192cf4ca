"""The same bytes on every processor: nothing that is drawn or printed hangs on a float's last bits.

Processors sum in other orders. Here the answers of the engine are shaken by what that can change, and
the commands are run on kernels for other processors than this one.
"""

from __future__ import annotations

import dataclasses
import os
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.inference import compiled, contraction
from bayesnet.rounding import shown, steady, written
from bayesnet.sensitivity.tornado_bar import driver
from diagrams.canvas.style import CHANCE
from diagrams.canvas.svg import number
from diagrams.network.shapes import change_bar
from diagrams.plots.response import SHADES, _shade
from elicitation.cli import main
from tests.diagrams.test_golden import PICTURES

ROOT = Path(__file__).parents[2]
LAST_BIT = 2.0**-52
ON = "--on miscalculation"
PRINTED = {
    "whatif.txt": "whatif S6 --against S0",
    "compare.txt": "compare S6 --against S0 --all-structures --draws 500",
    "decide.txt": "decide",
    "switch.txt": "switch --top 40",
    "drivers.txt": "drivers S5 --against S0 --on serious_or_lethal --range swing --top 400",
    "assumptions.txt": "drivers S5 --against S0 --on serious_or_lethal --by assumption",
    "nodes.txt": "drivers --by node --top 400",
    "experts.txt": "experts",
    "agenda.txt": "agenda --top 100",
    "screen.txt": "screen --top 0",
    "rows.txt": "screen --by row --top 0",
    "check.txt": "check --second-opinion",
}
DRAWN = (
    "difference-S5-a3.svg",
    "full-S5.svg",
    "strategy.svg",
    "plot-whatif.svg",
    "plot-drivers.svg",
    "plot-sensitivity-two.svg",
    "plot-regions.svg",
    "plot-risk.svg",
)
REPORT = "report.html"
# As an old processor, one of ten years ago and this one have it. What a machine has not, it skips.
KERNELS = {
    "as it is": {},
    "AVX2": {
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    },
    "SSE3": {  # and loops compiled for it: without fused multiplication
        "OPENBLAS_CORETYPE": "Prescott",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "NUMBA_CPU_NAME": "x86-64",
        "NUMBA_CPU_FEATURES": "",
    },
}


def results(folder):
    """Make every picture, table and report of the lists above; return the bytes of each."""
    study = folder / "study"
    resolve("init", study)
    for name in DRAWN:
        resolve(*shlex.split(PICTURES[name]), "--study", study, "--out", folder / name)
    for name, words in PRINTED.items():
        (folder / name).write_text(resolve(*shlex.split(words), "--study", study), "utf-8")
    few = ("--draws", 300, "--no-second-opinion", "--study", study)
    resolve("report", "--format", "html", *few, "--out", folder / REPORT)
    return {name: (folder / name).read_bytes() for name in (*DRAWN, *PRINTED, REPORT)}


def resolve(*words):
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def shake(monkeypatch, seed):
    """Change the engine's answers by up to two of their last bits, as another processor would."""
    rng = np.random.default_rng(seed)

    def shaken(values):
        return values * (1 + rng.integers(-2, 3, np.shape(values)) * LAST_BIT)

    multiply, run = contraction._multiply_and_sum, compiled.Machine.run

    def shaken_contraction(*args):
        found, doubtful = multiply(*args)
        gradients = tuple(map(shaken, found.gradients))
        mantissa = shaken(found.mantissa)
        return dataclasses.replace(found, mantissa=mantissa, gradients=gradients), doubtful

    def shaken_run(*args, **options):
        found = run(*args, **options)
        return dataclasses.replace(
            found,
            mantissa=shaken(found.mantissa),
            derivatives=shaken(found.derivatives),
            sums=shaken(found.sums),
        )

    monkeypatch.setattr(contraction, "_multiply_and_sum", shaken_contraction)
    monkeypatch.setattr(compiled.Machine, "run", shaken_run)


def differing(one, other):
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


@pytest.fixture(scope="module")
def unshaken(tmp_path_factory):
    return results(tmp_path_factory.mktemp("unshaken"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_no_result_hangs_on_the_last_bits_of_the_engines_answers(
    unshaken, seed, tmp_path, monkeypatch
):
    shake(monkeypatch, seed)
    assert differing(unshaken, results(tmp_path)) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="OpenBLAS has its kernels elsewhere, too")
@pytest.mark.parametrize("name", [name for name in KERNELS if KERNELS[name]])
def test_results_are_the_same_bytes_on_other_processors(unshaken, name, tmp_path):
    code = (
        "import sys, pathlib; from tests.diagrams.test_last_bits import results; "
        "results(pathlib.Path(sys.argv[1]))"
    )
    made = tmp_path / "made"
    made.mkdir()
    kernel = KERNELS[name]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **kernel}
    if "NUMBA_CPU_NAME" in kernel:
        env["NUMBA_CACHE_DIR"] = str(tmp_path / "numba")
    subprocess.run([sys.executable, "-c", code, made], env=env, check=True)
    there = {file: (made / file).read_bytes() for file in unshaken}
    assert differing(unshaken, there) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [(0.0, 1e-17), (0.0, -1e-17), (0.125, 0.125 + 3e-17), (71.4, 71.4 - 3e-14), (0.1 + 0.2, 0.3)],
)
def test_what_differs_by_rounding_alone_is_one_number(one, other):
    assert str(steady(one)) == str(steady(other))


def test_what_differs_by_more_is_two():
    assert steady(0.5) < steady(0.5 + 2e-9)
    assert steady(-2e-9) < 0 < steady(2e-9)
    assert steady(7_000.0) < steady(7_000.001)


def test_a_difference_of_large_numbers_is_judged_by_their_size():
    assert steady(0.1 * 3e6 - 3e5 + 1e-10, size=3e5) == 0
    assert steady(1e-3, size=3e5) == pytest.approx(1e-3)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 1e300])
def test_numbers_without_digits_to_lose_stay_what_they_are(value):
    assert steady(value) == value


@pytest.mark.parametrize("noise", [-3e-17, 0.0, 3e-17])
def test_halves_and_noughts_are_written_one_way(noise):
    assert written(0.125 + noise, 2) == "0.12"
    assert written(noise, 3, signed=True) == "0.000"
    assert shown(0.0625 + noise, (0.0, 1.0), 3) == shown(0.0625, (0.0, 1.0), 3)
    assert number(507.045 + noise * 1e4) == number(507.045)


@pytest.mark.parametrize("noise", [-1e-17, 0.0, 1e-17])
def test_a_change_of_nothing_has_no_bar(noise):
    assert change_bar(0.0, 0.0, noise, CHANCE) == ""


@pytest.mark.parametrize("fifth", range(1, 5))
@pytest.mark.parametrize("noise", [-1e-16, 0.0, 1e-16])
def test_a_value_on_the_edge_of_two_shades_has_the_darker(fifth, noise):
    assert _shade(fifth / 5 + noise, 0.0, 1.0).colour == SHADES[fifth]


@pytest.mark.parametrize("noise", [-1e-16, 0.0, 1e-16])
def test_the_first_of_two_equal_alternatives_names_the_end_of_a_bar(noise):
    bar = driver("x", [0.5, 0.5 + noise, 0.7], ["as it is", "a", "b"])
    assert (bar.lowest_when, bar.highest_when) == ("as it is", "b")
