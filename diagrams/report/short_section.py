"""Write the box that a hurried reader sees: the advice, what it hangs on, and for whom it holds."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.answers.recommend import Choice, Recommendation
from bayesnet.answers.whatif import SAME
from bayesnet.plurals import listed
from bayesnet.rounding import steady
from bayesnet.uncertainty.comparison import Compared
from diagrams.report.adversary_sections import adversaries_in_short
from diagrams.report.blocks import Block, Box
from diagrams.report.change_sections import changes_in_short
from diagrams.report.decision_sections import rule_sentences, unproved
from diagrams.report.gather import Answers
from diagrams.report.material import Material
from diagrams.report.threshold_sections import thresholds_in_short
from diagrams.report.words import likelihood, moved, quoted, rule_words

MOST_FEARED = 2
"""Outcomes to be lowered that the summary names; the table of all of them follows."""


def in_short(material: Material) -> Iterator[Block]:
    """Yield the box that a hurried reader has to see."""
    answers, study = material.answers, material.study
    items = [*_advice(material), *unproved(material), *rule_sentences(material)]
    feared = [o for o in study.diagram.outcomes if o.better == "lower"]
    reference = answers.reference.scenario
    items += [
        f"{reference.label}: {outcome.label} is "
        f"{likelihood(material.lexicon, answers.compared(reference.id, outcome.id).level)}."
        for outcome in feared[:MOST_FEARED]
    ]
    items += _largest_difference(answers)
    items += thresholds_in_short(material)
    items += adversaries_in_short(material)
    items += _other_plans(answers)
    items += changes_in_short(material)
    items += _verdicts(answers)
    if study.illustrative:
        items.append(
            "No confidence is attached to any of this: the numbers are placeholders, and the "
            "report shows what the study would say with judgements in their place."
        )
    yield Box(title="In short", items=items)


def _advice(material: Material) -> Iterator[str]:
    """Yield what is best and for whom, what only the pool prefers, and every tie."""
    answers, plan = material.answers, material.answers.plan
    if not plan:
        return
    firm = [choice for choice in plan.choices if not choice.is_tie]
    everybody = [c for c in firm if answers.study.several and not _others(plan, c)]
    for choices, whose in (
        (everybody, " by every expert's own numbers"),
        ([c for c in firm if c not in everybody], " in the pool" if answers.study.several else ""),
    ):
        if choices:
            yield f"Best{whose}: {'; '.join(_chosen(material, plan, c) for c in choices)}."
    yield from (_tie(material, c) for c in plan.choices if c.is_tie)


def _others(plan: Recommendation, choice: Choice) -> list[str]:
    """Return the experts whose own best plan does something else at a decision."""
    _, *experts = plan.plans
    return [e for e in experts if plan.plans[e][choice.decision].differs(choice.policy)]


def _chosen(material: Material, plan: Recommendation, choice: Choice) -> str:
    """Return the rule of one decision, and for how many experts another is better still."""
    labels = material.study.diagram.labels
    told = f"{labels[choice.decision]}: {rule_words(choice.policy, material.study.diagram)}"
    if choice.rival is None:
        return f"{told} (no other is allowed)"
    others = _others(plan, choice) if material.study.several else []
    if not others:
        return told
    return f"{told} (another is best for {len(others)} of {len(plan.plans) - 1} experts)"


def _tie(material: Material, choice: Choice) -> str:
    """Return that two rules are a tie, by how much one leads, and how many experts agree."""
    diagram = material.study.diagram
    best = rule_words(choice.policy, diagram)
    rival = rule_words(choice.rival, diagram) if choice.rival else ""
    lead, count = choice.gaps[0], f"{choice.supporters} of {len(choice.gaps) - 1}"
    told = f"{diagram.labels[choice.decision]} is a tie: "
    if not lead:
        told += f"{best} is exactly as good as {rival}"
    else:
        told += f"{best} leads {rival} by {material.worth(lead)} {diagram.scale}"
    if not material.study.several:
        return f"{told}."
    return f"{told}, and {count} experts' numbers {'agree' if lead else 'prefer the first'}."


def _largest_difference(answers: Answers) -> Iterator[str]:
    """Yield which outcome differs most between a scenario and its comparison, if any does."""
    widest = _widest(answers)
    if widest is None or widest.difference is None or widest.comparison is None:
        return
    if abs(widest.difference.value) < SAME:
        whose = " in the pool" if answers.study.several else ""
        yield f"No outcome differs visibly{whose} between a scenario and its comparison."
        return
    yield (
        f"The largest difference among the scenarios: {widest.outcome.label} under "
        f"{quoted(widest.scenario.label)} against {quoted(widest.comparison.label)}, "
        f"{moved(widest.difference)}."
    )


def _other_plans(answers: Answers) -> Iterator[str]:
    """Yield what another structure's best plan does differently, a sentence for each."""
    if not answers.plan:
        return
    study, own = answers.study, {c.decision: c.policy for c in answers.plan.choices}
    labels = study.diagram.labels
    for name, plan in answers.plans.items():
        different = [c for c in plan.choices if c.policy.differs(own[c.decision])]
        if different:
            told = "; ".join(
                f"{labels[c.decision]}: {rule_words(c.policy, study.diagram)}"
                + (
                    f" (a tie with {rule_words(c.rival, study.diagram)})"
                    if c.is_tie and c.rival
                    else ""
                )
                for c in different
            )
            yield f"Under structure {name} ({study.structures[name].label}) best is {told}."


def _verdicts(answers: Answers) -> Iterator[str]:
    """Yield one sentence for the structures where all propositions hold, one for every other."""
    if not answers.examination:
        return
    whole = []
    for structure in answers.study.structures.values():
        found = [f for f in answers.examination.findings if f.structure == structure.id]
        failing = [f.proposition.id for f in found if not f.holds[0]]
        if not failing:
            whole.append(f"{structure.id} ({structure.label})")
            continue
        yield (
            f"Structure {structure.id} ({structure.label}) does not reproduce "
            f"{len(failing)} of {len(found)} claims: {listed(failing)}."
        )
    if whole:
        word = "structures" if len(whole) > 1 else "structure"
        whose = "in the pool " if answers.study.several else ""
        yield f"All claims of the source hold {whose}under {word} {listed(whole)}."


def _widest(answers: Answers) -> Compared | None:
    found = [row for row in answers.comparison.rows if row.difference is not None]
    return max(
        found,
        key=lambda row: steady(abs(row.difference.value)) if row.difference else 0.0,
        default=None,
    )
