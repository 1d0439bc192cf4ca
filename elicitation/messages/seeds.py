"""Word what is wrong with seed questions and their answers."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "count.file": Entry("{number} file", "", many="{number} files", by="number"),
    "seed.answer-left-out": Entry(
        "{what} The answer is left out, and all are scored as if on a seed less.",
        "Submit all quantiles of that seed again.",
    ),
    "seed.not-to-be-scored": Entry("{reason}."),
    "seed.cannot-seed-s-id": Entry(
        "'{name}' cannot be a seed's id.",
        "Use up to 32 letters, digits, '_' and '-', the first a letter, such as S01.",
    ),
    "seed.no-seed-question-known-answer": Entry(
        "no seed question with a known answer is answered: no score, no weight."
    ),
    "seed.no-seed-realisation-so-nobody": Entry(
        "no seed has a realisation, so nobody can be scored.",
        "Add realisation = ... where the answer is known by now.",
    ),
    "seed.nobody-answered-seed-question": Entry(
        "nobody has answered a seed question.", "Submit their forms first."
    ),
    "seed.outside-scale": Entry(
        "{realisation} is outside {range:g} to {high:g} of the scale '{scale}'.",
        "Mend the number or the scale.",
    ),
    "seed.quantiles-two-more-rise-between": Entry(
        "quantiles are two or more that rise between 0 and 1.",
        "Write quantiles = [0.05, 0.5, 0.95].",
    ),
    "seed.quantiles-missing": Entry(
        "{count} of {asked} quantiles of {seed} are answered.",
        "Submit all quantiles of that seed again.",
    ),
    "seed.quantiles-fall": Entry(
        "the quantiles of {seed} do not rise: {numbers}.",
        "Submit all quantiles of that seed again.",
    ),
    "seed.quantiles-off-the-scale": Entry(
        "the quantiles of {seed} leave the scale '{scale}': {numbers}.",
        "Submit all quantiles of that seed again.",
    ),
    "seed.few-questions": Entry(
        "Only {questions}: calibration scores are mostly chance. Do not weight by them."
    ),
    "count.seed-question": Entry(
        "{number} seed question", "", many="{number} seed questions", by="number"
    ),
    "seed.one-carries-all": Entry("{expert} carries all the weight: the pool is one expert."),
    "seed.badly-calibrated": Entry(
        "{low} of {experts} experts has a calibration below {good}: so far off by chance in fewer than 1 case in 20.",
        "",
        many="{low} of {experts} experts have a calibration below {good}: so far off by chance in fewer than 1 case in 20.",
        by="low",
    ),
    "seed.scored-on-their-own-seeds": Entry(
        "The decision makers are scored on the seeds that made their weights. On seeds held out, performance weights keep about three quarters of the equal-weighted calibration and twice its information (Colson & Cooke 2017)."
    ),
}
