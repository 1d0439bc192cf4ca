"""``resolve draw`` as an author uses it: views, parts, pages, kept places, and what is refused."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image

from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.diagrams import geometry


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("draw") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


@pytest.fixture
def copy(study, tmp_path):
    shutil.copytree(study, tmp_path / "study")
    return tmp_path / "study"


def draw(study, words, tmp_path):
    target = tmp_path / "p.svg"
    result = resolve("draw", *words.split(), "--study", study, "--out", target)
    assert result.exit_code == 0, result.output
    return target.read_text("utf-8")


def refused(study, words, *sentences):
    result = resolve("draw", *words.split(), "--study", study)
    assert result.exit_code == 2, result.output
    for sentence in sentences:
        assert sentence in result.stderr


def drawn_nodes(svg):
    return set(re.findall(r'id="d-(?!title|desc)(\w+)"', svg))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "--steps 3",
            "--steps: steps are counted from a node, and none is named. Give --node too.",
        ),
        ("--compare-with B", "Give --arcs structure too."),
        ("--arcs sign --compare-with B", "Give --arcs structure too."),
        ("--arcs structure", "structure A differs in nothing from itself. Name another with"),
        ("--arcs structure --structure B --compare-with B", "structure B differs in nothing"),
    ],
)
def test_an_option_that_nothing_is_made_of_is_refused(study, words, sentence):
    refused(study, words, sentence)


def test_a_picture_of_many_pixels_is_made_without_a_warning(monkeypatch, study, tmp_path, recwarn):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # beyond twice as many PIL refuses
    target = tmp_path / "p.png"
    result = resolve("draw", "--study", study, "--out", target, "--dpi", "60")
    assert result.exit_code == 0, result.output
    assert not recwarn.list
    assert Image.MAX_IMAGE_PIXELS == 1000


def test_a_full_diagram_on_a4_is_refused_with_what_fits(study):
    refused(
        study,
        "S5 --page a4",
        "26 nodes at 16 cm (a4): text would print at 4.1 pt, and under 6.5 pt it is not read.",
        "These fit: --page a3 (6.6 pt), --view overview (6.8 pt).",
        "Or draw a part: --module, --node, --from and --to.",
    )


@pytest.mark.parametrize("page", ["a3", "a4", "a4-landscape", "slide", "a3-landscape"])
def test_a_page_s_picture_is_as_large_as_the_page_has_room(study, page, tmp_path):
    room = {"a4": 160, "a4-landscape": 247, "a3": 257, "a3-landscape": 380, "slide": 314}
    svg = draw(study, f"--node posture_credibility --page {page}", tmp_path)
    width, _, scale = geometry.size(svg)
    assert width * scale / 96 * 25.4 <= room[page] + 0.01
    assert min(t.size for t in geometry.texts(svg)) * scale * 0.75 >= 6.5


def test_a_neighbourhood_grows_by_steps(study, tmp_path):
    one = drawn_nodes(draw(study, "--node rift_line", tmp_path))
    assert one == {"rift_line", "perceived_commitment"}
    two = drawn_nodes(draw(study, "--node rift_line --steps 2", tmp_path))
    assert two > one
    assert "posture_credibility" in two


def test_paths_hold_every_node_between_and_no_other(study, tmp_path):
    svg = draw(study, "--from response_style --to miscalculation", tmp_path)
    assert drawn_nodes(svg) == {
        "response_style",
        "perceived_commitment",
        "posture_credibility",
        "hardliner_influence",
        "miscalculation",
    }
    assert "Every path from Response style to DPRK miscalculates" in svg
    assert "with 1 decision, 4 uncertain quantities and 0 values" in svg


def test_a_module_shows_what_it_is_connected_to_without_bars(study, tmp_path):
    svg = draw(study, "--module perception", tmp_path)
    assert {"perceived_capability", "perceived_commitment", "rift_line"} < drawn_nodes(svg)
    outside = re.search(r'<g id="d-rift_line".*?</g>', svg)[0]
    assert "%" not in outside
    assert "stroke-dasharray" in outside


def test_parts_that_are_none_are_refused(study):
    refused(study, "--node postur_credibility", "did you mean 'posture_credibility'?")
    refused(study, "--module perceptoin", "there is no module 'perceptoin'; did you mean")
    refused(
        study,
        "--from exercise_plan --to rift_line --structure A",
        "no causal path leads from exercise_plan to rift_line.",
    )
    refused(study, "--from exercise_plan", "Give --node, or --from with --to, or --module.")
    refused(study, "S0 --view difference", "S0 has no comparison. Name one with --against.")
    refused(study, "--view tree", "236,196 ends", "--view strategy")
    refused(study, "--view policy --decision exercise", "'exercise' is no open decision;")
    refused(study, "--node rift_line --keep-layout", "only the places of a whole diagram's nodes")


def test_a_difference_shows_signed_points(study, tmp_path):
    answer = json.loads(resolve("whatif", "S5", "--study", study, "--format", "json").stdout)
    change = next(r for r in answer["rows"] if r["outcome"] == "credibility_strong")["difference"]
    svg = draw(study, "S5 --view difference", tmp_path)
    strong = re.search(r'<g id="d-posture_credibility".*?</g>', svg)[0]
    assert f">{100 * change:+.0f}<" in strong
    assert "a full bar is 50" in svg
    assert "What changed most: " in svg


def test_signs_and_evidence_are_those_of_the_model(study, tmp_path):
    signs = draw(study, "--arcs sign", tmp_path)
    text = (study / "model.toml").read_text("utf-8")
    declared = re.findall(
        r'\[\[arc\]\]\nfrom = "(\w+)"\nto = "(\w+)"(.*?)(?=\n\n)', text, re.DOTALL
    )
    decisions = re.findall(r"\[decision\.(\w+)\]", text)
    moved = [body for _, to, body in declared if to not in decisions]
    marks = re.findall(r'class="mark">.*?>([+−±])</text>', signs)
    for sign, shown in (("+", "+"), ("-", "−"), ("mixed", "±")):
        # one more of each in the legend
        assert marks.count(shown) == sum(f'sign = "{sign}"' in body for body in moved) + 1
    evidence = draw(study, "--arcs evidence", tmp_path)
    contested = sum("contrary" in body for _, _, body in declared)
    assert (
        evidence.count('font-weight="700" text-anchor="middle" fill="#ffffff">?<') == contested + 1
    )
    assert (
        "A3 (unsupported): Exercises do not themselves provoke. Structure B shows it." in evidence
    )


def test_a_structure_s_arcs_are_told_from_the_model_s(study, tmp_path):
    added = 'stroke="#9a3b00" stroke-width="4"'
    svg = draw(study, "--arcs structure --structure B", tmp_path)
    assert svg.count(added) == 3 + 1  # and one in the legend
    assert "Arcs added: " in svg
    assert "Exercise plan → Early pressure move: Exercises are answered with pressure." in svg
    back = draw(study, "--arcs structure --structure A --compare-with B", tmp_path)
    assert back.count('stroke-width="2.2" stroke-dasharray="1.5 4"') == 3 + 1
    assert "Arcs dropped: " in back
    weaker = draw(study, "--arcs structure --structure C", tmp_path)
    assert weaker.count("15 % kept") == 2


def test_kept_places_hold_when_the_diagram_changes(copy, tmp_path):
    result = resolve("draw", "--keep-layout", "--study", copy, "--out", tmp_path / "a.svg")
    assert result.exit_code == 0
    kept = json.loads((copy / "layout.json").read_text("utf-8"))["views"]["overview"]
    assert len(kept) == 26
    again = draw(copy, "", tmp_path)
    assert again == (tmp_path / "a.svg").read_text("utf-8")
    moved = draw(copy, "--structure B", tmp_path)
    centres = {
        words: shape
        for shape, texts in geometry.nodes(moved)
        for words in [" ".join(t.words for t in texts)]
    }
    before = {
        words: shape
        for shape, texts in geometry.nodes(again)
        for words in [" ".join(t.words for t in texts)]
    }
    shift = centres["Deterrence"].left - before["Deterrence"].left
    fall = centres["Deterrence"].top - before["Deterrence"].top
    for words, shape in before.items():
        assert centres[words].left - shape.left == pytest.approx(shift, abs=0.3)
        assert centres[words].top - shape.top == pytest.approx(fall, abs=0.3)
    fresh = (copy / "layout.json").read_text("utf-8")
    assert resolve("draw", "--study", copy, "--out", tmp_path / "b.svg").exit_code == 0
    assert (copy / "layout.json").read_text("utf-8") == fresh  # written on request alone


def test_a_new_node_finds_a_free_place_among_kept_ones(copy, tmp_path):
    assert (
        resolve("draw", "--keep-layout", "--study", copy, "--out", tmp_path / "a.svg").exit_code
        == 0
    )
    document = json.loads((copy / "layout.json").read_text("utf-8"))
    del document["views"]["overview"]["rift_line"]
    (copy / "layout.json").write_text(json.dumps(document))
    svg = draw(copy, "", tmp_path)
    boxes = [shape for shape, _ in geometry.nodes(svg)]
    assert len(boxes) == 26
    for index, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[index + 1 :])


def test_a_spoilt_layout_is_told_not_followed(copy):
    (copy / "layout.json").write_text('{"format": "other"}')
    refused(copy, "", "layout.json: format: the format has to be 'collective-resolve/layout'.")
    (copy / "layout.json").write_text(
        '{"format": "collective-resolve/layout", "version": 1, "views": {"full": {"x": [1]}}}'
    )
    refused(copy, "", "layout.json: views.full.x: a centre is two numbers from 0 to 100000.")
    (copy / "layout.json").write_text("[")
    refused(copy, "", "layout.json: this is not JSON")


def test_the_caption_says_what_made_it_and_what_it_is_not(study, tmp_path):
    target = tmp_path / "p.svg"
    printed = resolve("draw", "S5", "--caption", "--study", study, "--out", target).output
    assert "What if? Resolve plus standing offer. Bars: what the pool of 6 experts" in printed
    assert "priors 0002" in printed
    assert "Illustrative: Placeholder numbers" in printed


def test_a_part_tells_only_what_is_in_it(study, tmp_path):
    svg = draw(study, "--module perception --arcs evidence", tmp_path)
    assert "A8 (unsupported)" in svg
    assert "A3 (unsupported)" not in svg  # exercises lie elsewhere
    legend = [box.words for box in geometry.texts(svg)]
    assert "outside this part" in legend
    assert "decision" not in legend  # the only decisions lie outside


def test_bars_and_a_lens_are_drawn_together(study, tmp_path):
    svg = draw(study, "S5 --arcs evidence", tmp_path)
    assert ">64 %<" in svg  # messages are coherent
    assert "A3 (unsupported)" in svg


def test_bars_without_any_scenario_are_refused(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    for words, refusal in (
        ("draw --view full", "no scenario is named, and the study has no reference scenario."),
        ("plot whatif", "nothing is asked. Name a scenario"),
    ):
        result = resolve(*words.split(), "--study", tmp_path)
        assert result.exit_code == 2
        assert refusal in result.stderr
    svg = draw(tmp_path, "--node mood", tmp_path)
    assert drawn_nodes(svg) == {"mood", "weather", "umbrella", "comfort"}


def test_a_policy_is_the_solver_s(study, tmp_path):
    svg = draw(study, "--view policy --decision message_discipline", tmp_path)
    assert "Message discipline: joint line, in every case" in svg
    assert "The same in every case: " in svg
    for share in ("45 %", "40 %", "15 %"):
        assert f">{share}<" in svg


def test_pictures_of_a_small_study_s_decision(tmp_path):
    folder = tmp_path / "umbrella"
    folder.mkdir()
    (folder / "model.toml").write_text(MODEL)
    (folder / "scenarios.toml").write_text(SCENARIOS)
    tree = draw(folder, "--view tree", tmp_path)
    # By hand: P(sun) .65; P(wet | sun) .09/.65; leaving is worth 100 (.56 x .9 + .09 x .1)/.65.
    assert ">78.9<" in tree
    assert ">sun, 65 %<" in tree
    assert "Forecast: sun, 65 %, then Umbrella: leave" in tree
    strategy = draw(folder, "--view strategy", tmp_path)
    rule = "Umbrella: take if Forecast: rain, else leave"
    assert f"worth 73.7 of 100 and depends on what is learned: {rule}" in strategy
    policy = draw(folder, "--view policy", tmp_path)
    assert f">{rule}</title>" in policy
    information = draw(folder, "--view information", tmp_path)
    assert "Umbrella: Forecast (of which 1 can matter)." in information
