"""Know the studies that are shipped: templates to begin from, examples to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from bayesnet.interchange.study_text import YEAR

TEMPLATES: Mapping[str, str] = {
    "test-first": "go or no-go, with a test before",
    "deter": "deter or reassure",
    "invest": "invest under uncertainty",
    "choose-site": "choose among sites",
}
"""What each template is about, by its name."""
EXAMPLES: Mapping[str, str] = {
    "deterrence": "the article's study: readiness, coherence and miscalculation",
    "wildcatter": "an oil driller who may test before drilling (Raiffa 1968)",
}
"""What each example is about, by its name."""


def template(name: str) -> Traversable:
    """Return the folder of a template."""
    return files("elicitation") / "beginning" / "templates" / name


def example(name: str) -> Traversable:
    """Return the folder of an example."""
    home = files("elicitation")
    return home / name if name == "deterrence" else home / "beginning" / "examples" / name


def of_ones_own(model: bytes, question: str, decision_maker: str, today: dt.date) -> bytes:
    """Return a template's ``model.toml`` that looks ahead from today, with one's own question.

    What is empty stays as the template has it; so do its comments.
    """
    import tomlkit  # noqa: PLC0415 - only who begins a study waits for it

    document = tomlkit.parse(model.decode("utf-8"))
    about = document["model"]
    changes = {"question": question, "decision_maker": decision_maker}
    days = {"as_of": today, "horizon_end": today + YEAR}
    about.update({key: value for key, value in (changes | days).items() if value})
    return tomlkit.dumps(document).encode("utf-8")
