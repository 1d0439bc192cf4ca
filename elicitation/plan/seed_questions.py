"""Put seed questions in words: what experts are asked whose answers are known or will be."""

from __future__ import annotations

from elicitation.classical.seeds import SeedSet
from elicitation.questionnaire.page_wording import PageWording
from elicitation.questionnaire.question_types import TYPES
from elicitation.questionnaire.questions import STAGES, Question
from elicitation.questionnaire.wording import Wording


def seed_questions(seeds: SeedSet) -> tuple[Question, ...]:
    """Return a question for each quantile of each seed, in the order of the file."""
    kind = TYPES["point"]
    return tuple(
        Question(
            parameters=(parameter,),
            type=kind.name,
            stage=STAGES[-1],
            numbers=1,
            seconds=kind.seconds,
            core=True,
            wording=Wording(
                situation="",
                question=f"{parameter.text} which number?",
                hint="Type a plain number.",
                definitions=(),
            ),
            page=PageWording(when="", ask=f"{parameter.text} which number?", hint=""),
        )
        for parameter in seeds.parameters()
    )
