"""Draw what is asked: to be clicked on, or to be taken along as a file."""

from __future__ import annotations

import dataclasses

from bayesnet.answers.expected_scores import expected_scores
from bayesnet.study.model import Name, State
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas.drawing import Drawing
from diagrams.network.caption import standing
from diagrams.network.picture import Picture
from diagrams.network.scenes import scenario_picture
from diagrams.render import render
from elicitation.workshop.analyst.session import Opened, Reply
from elicitation.workshop.page_words import Words


def pictured(opened: Opened, structure: str, reply: Reply, world: int) -> Picture:
    """Return the picture of a reply, as the pool (world 0) or one expert believes."""
    study = opened.study
    picture = scenario_picture(StudyView(study, structure), reply.answer)
    if study.diagram.illustrative and not study.priors.illustrative:
        picture = dataclasses.replace(picture, notice=still_made_up(study), standing="")
    if world == 0:
        return picture
    expert = study.worlds[world]
    beliefs, before = (
        {name: tuple(values[:, world].tolist()) for name, values in found.items()}
        for found in (reply.now, reply.then)
    )
    then = reply.answer.comparison
    against = then.label if then else ""
    return dataclasses.replace(
        picture,
        subtitle=f"Bars: what {called(expert, opened.words)} alone believes. Ticks: {against}.",
        beliefs=beliefs,
        before=before,
        scores=expected_scores(StudyView(study, structure), reply.answer.scenario, beliefs, world),
        scores_before=expected_scores(StudyView(study, structure), then, before, world)
        if then
        else {},
        strengths={},  # those of the pool are not this expert's
        provenance={**picture.provenance, "expert": expert},
    )


def still_made_up(study: Study) -> str:
    """Return what is a placeholder still where experts were asked, as captions count it.

    What the author says of the model's numbers was said before anybody had answered.
    """
    scores = "The scores of the values and their weights are placeholders."
    return " ".join(filter(None, (standing(study), scores if study.diagram.utilities else "")))


def called(expert: str, words: Words) -> str:
    """Return an expert by the label in the plan; by the id, if that is all there is."""
    return f"expert {words.person(expert)}"


def drawing_of(opened: Opened, picture: Picture) -> Drawing:
    """Return the picture as ``resolve draw`` draws it, to be written into a file."""
    stamped = dataclasses.replace(picture, provenance={**picture.provenance, **opened.inputs})
    drawing, _ = render(stamped, "full", kept=opened.kept.get("full"))
    return drawing


def word_for(study: Study, name: Name, wanted: str) -> str:
    """Return what a click in the picture says of a node: decisions are always set."""
    return "set" if name in study.diagram.decisions else wanted


def click_of(study: Study, name: Name, state: State, word: str, said: tuple[str, str]) -> str:
    """Return the click on a state. said: the word and state that hold of the node by now."""
    if said == (word, state) and name not in study.diagram.decisions:
        return f"clear:{name}"
    return f"{word}:{name}:{state}"
