"""Diagrams are laid out with graphviz-pure alone, with a system's dot alone, and never in silence."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bayesnet.errors import StudyError
from bayesnet.study.view import StudyView
from diagrams.canvas import provenance
from diagrams.network.dot_file import dot_file
from diagrams.network.nodes import nodes_of
from diagrams.network.scenes import plain_picture
from diagrams.render import render
from elicitation.cli import main
from tests.conftest import SHIPPED

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
    picture = plain_picture(StudyView(frozen))
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
    drawing, _ = render(plain_picture(StudyView(frozen)), "overview")
    assert "layout" not in drawing.stamp


def test_without_either_the_remedy_is_said(frozen, machine):
    with pytest.raises(StudyError) as refusal:
        render(plain_picture(StudyView(frozen)), "overview")
    (problem,) = refusal.value.problems
    assert "neither graphviz-pure nor dot" in str(problem)
    assert "pip install graphviz-pure" in str(problem)


def laid_out(source):
    """Return what Graphviz reads in a text."""
    done = subprocess.run([OWN, "-Tjson"], input=source.encode(), capture_output=True, check=True)
    return json.loads(done.stdout)


def test_the_diagram_is_written_as_dot_that_graphviz_reads(tmp_path):
    out = tmp_path / "part.dot"
    words = ["draw", "--node", "ally_confidence", "--out", str(out), "--study", str(SHIPPED)]
    assert CliRunner().invoke(main, words).exit_code == 0
    text = out.read_text("utf-8")
    stamp, _, source = text.removeprefix("// ").partition("\n")
    assert provenance.from_text(stamp)["study"] == "rok-us-deterrence-2020"
    graph = laid_out(source)
    shapes = {node["name"]: (node["label"], node["shape"]) for node in graph["objects"]}
    assert shapes["ally_confidence"] == ("Ally confidence", "ellipse")
    names = [node["name"] for node in graph["objects"]]
    arcs = {(names[edge["tail"]], names[edge["head"]]) for edge in graph["edges"]}
    assert ("message_coherence", "ally_confidence") in arcs


@pytest.mark.parametrize(
    ("options", "words"),
    [("--view tree", "no graph"), ("--page a4", "no page"), ("--caption", "no page")],
)
def test_what_is_no_graph_is_not_written_as_one_and_nothing_is_ignored(tmp_path, options, words):
    out = tmp_path / "x.dot"
    asked = ["draw", *options.split(), "--out", str(out), "--study", str(SHIPPED)]
    refused = CliRunner().invoke(main, asked)
    assert refused.exit_code == 2
    assert words in refused.stderr
    assert not out.exists()


@pytest.mark.parametrize("label", ['He said "go"', "back\\slash \\N", "<b>", "a:b"])
def test_a_label_is_never_taken_for_dot(frozen, label):
    picture = plain_picture(StudyView(frozen))
    node = picture.diagram.chance["rift_line"]
    chance = {**picture.diagram.chance, "rift_line": dataclasses.replace(node, label=label)}
    diagram = dataclasses.replace(picture.diagram, chance=chance)
    source = dot_file(dataclasses.replace(picture, diagram=diagram)).partition("\n")[2]
    graph = laid_out(source)
    (made,) = [n for n in graph["objects"] if n["name"] == "rift_line"]
    assert made["label"].replace("\\\\", "\\") == label
