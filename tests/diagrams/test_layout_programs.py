"""Diagrams are laid out with graphviz-pure alone, with a system's dot alone, and never in silence."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from bayesnet.errors import StudyError
from diagrams.canvas import provenance
from diagrams.network.nodes import nodes_of
from diagrams.network.scenes import plain_picture
from diagrams.render import render

POSIX = sys.platform != "win32"
OWN = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent))
STAND_IN = f"""#!/bin/sh
[ "$1" != -V ] || {{ echo "dot - graphviz version 16.1.0 (0)" >&2; exit 0; }}
exec {OWN} "$@"
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without any layout program, and what puts one there."""
    system_dot = shutil.which("dot")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(name):
        if name == "dot" and system_dot:
            (tmp_path / name).symlink_to(system_dot)
        elif name == "dot":
            (tmp_path / name).write_text(STAND_IN)
            (tmp_path / name).chmod(0o755)
        else:
            (tmp_path / name).symlink_to(OWN)

    return install


@pytest.mark.skipif(not POSIX, reason="the program that is put there is a script")
@pytest.mark.parametrize(("program", "stamped"), [("graphviz-pure", ""), ("dot", "dot ")])
def test_either_program_alone_is_enough_and_the_stand_in_is_in_the_stamp(
    frozen, machine, program, stamped
):
    picture = plain_picture(frozen, frozen.diagram.structure)
    machine(program)
    drawing, layout = render(picture, "full")
    assert set(layout.centres) == {node.name for node in nodes_of(picture, "full")}
    assert len(layout.curves) == len(picture.arcs)
    assert drawing.stamp.get("layout", "").startswith(stamped)
    assert ("layout" in drawing.stamp) == (program == "dot")
    assert ("layout" in dict(provenance.lines(drawing.stamp))) == (program == "dot")
    kept = {name: (x + 40, y) for name, (x, y) in layout.centres.items()}
    moved = next(iter(kept))
    kept[moved] = (kept[moved][0], kept[moved][1] - 30)
    _, again = render(picture, "full", kept=kept)
    shift = {a[0] - b[0] for a, b in zip(again.centres.values(), kept.values(), strict=True)}
    assert max(shift) - min(shift) <= 1, "nodes that are placed stay where they are"


@pytest.mark.skipif(not POSIX, reason="the program that is put there is a script")
def test_the_pinned_program_is_taken_where_both_are(frozen, machine):
    machine("dot")
    machine("graphviz-pure")
    drawing, _ = render(plain_picture(frozen, frozen.diagram.structure), "overview")
    assert "layout" not in drawing.stamp


def test_without_either_the_remedy_is_said(frozen, machine):
    with pytest.raises(StudyError) as refusal:
        render(plain_picture(frozen, frozen.diagram.structure), "overview")
    (problem,) = refusal.value.problems
    assert "neither graphviz-pure nor dot" in problem.message
    assert "pip install graphviz-pure" in problem.remedy
