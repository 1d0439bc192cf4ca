"""Sentences that every answer ends with: where it comes from, and what its numbers are."""

from __future__ import annotations

from tests.sentences.claims import claim


@claim(r"From (?P<study>[\w-]+) \(model \w+\); (?P<priors>[^;]+); (?P<who>[^;]+); (?P<rest>.+)\.")
def source(truth, study, priors, who, rest):
    experts = len(truth.experts)
    said = "1 set of numbers" if experts == 1 else f"{experts} experts, "
    return study == truth.diagram.id and who.startswith(said)


@claim(r"ILLUSTRATIVE\. .*")
def illustrative(truth):
    return truth.study.illustrative


COMMON = (source, illustrative)
