"""Put together who was asked, who was absent, abstained or dissents, for a report's annex."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bayesnet.plurals import many
from diagrams.report import people
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.questions import Question
from elicitation.record.ledger import Entry
from elicitation.record.responses import Key, Response
from elicitation.record.roster import Person, without_names
from elicitation.reporting.feedback import FEWEST
from elicitation.rounds.attendance import absences, abstentions
from elicitation.rounds.rule_of_record import rule_entries

TOGETHER = "smaller panels, counted together"


def small_panels(plan: ElicitationPlan) -> frozenset[str]:
    """Return the panels so small that being on one tells who somebody is."""
    sizes = {panel: len(_on(plan, panel)) for panel in plan.panels}
    return frozenset(panel for panel, size in sizes.items() if 0 < size < FEWEST)


def groups(plan: ElicitationPlan) -> tuple[people.Group, ...]:
    """Return how many experts sit on each panel; those of fewer than three are merged.

    What is still fewer than three after that is merged with the smallest other panel, or left out
    where there is none. Nobody's row then stands for a group of one.
    """
    if not any(expert.panels for expert in plan.experts.values()):
        return ()
    small = small_panels(plan)
    free = sum(not expert.panels for expert in plan.experts.values())
    large = {p: _on(plan, p) for p in plan.panels if p not in small and _on(plan, p)}
    merged = {expert for panel in small for expert in _on(plan, panel)}
    if merged and len(merged) < FEWEST and large:
        least = min(large, key=lambda panel: len(large[panel]))
        merged |= large.pop(least)
    found = [people.Group(label=plan.panels[p].label, size=len(who)) for p, who in large.items()]
    if len(merged) >= FEWEST:
        found.append(people.Group(label=TOGETHER, size=len(merged)))
    if free >= FEWEST:
        found.append(people.Group(label="asked everything", size=free))
    return tuple(found)


def _on(plan: ElicitationPlan, panel: str) -> set[str]:
    return {name for name, expert in plan.experts.items() if panel in expert.panels}


def round_of(
    number: int, plan: ElicitationPlan, used: Sequence[Response], entries: Sequence[Entry]
) -> people.Round:
    """Return one round: who answered how much, who did not and why."""
    own = [response for response in used if response.round == number]
    answered: dict[str, int] = {}
    for response in own:
        answered[response.expert] = answered.get(response.expert, 0) + len(response.judgements)
    moments = sorted(response.entered_at for response in own)
    reasons = absences(entries)
    return people.Round(
        number=number,
        label=plan.rounds[number],
        answered=answered,
        absent={e: reasons.get((e, number), "") for e in plan.experts if e not in answered},
        first=moments[0] if moments else "",
        last=moments[-1] if moments else "",
        feedback=any(
            entry.type == "feedback" and entry.details["round"] == str(number) for entry in entries
        ),
    )


def rulings(entries: Sequence[Entry], roster: Collection[Person]) -> Iterator[people.Ruling]:
    """Yield when the rule of record was fixed, and every change of it."""
    for entry in rule_entries(entries):
        yield people.Ruling(
            at=entry.at,
            pool=entry.details["pool"],
            reason=without_names(entry.note, roster),
            answers=sum(e.type == "submission" for e in entries[: entry.seq]),
        )


def dissents(entries: Sequence[Entry], roster: Collection[Person]) -> Iterator[people.Dissent]:
    """Yield every note of dissent in the order in which they were recorded."""
    for entry in entries:
        if entry.type == "dissent":
            yield people.Dissent(
                expert=entry.details["expert"],
                at=entry.at,
                priors=entry.details["priors"].removesuffix(".json").replace("/", " "),
                words=without_names(entry.note, roster),
            )


def missing(
    entries: Sequence[Entry],
    questions: Sequence[Question],
    labels: Mapping[str, str],
    roster: Collection[Person],
    withheld: frozenset[Key],
) -> Iterator[people.Missing]:
    """Yield every abstention, a line for each expert, node and reason, and every withdrawal."""
    nodes = {p.key: p.node for question in questions for p in question.parameters}
    counts: dict[tuple[str, str, str], int] = {}
    for expert, own in abstentions(entries).items():
        for key, reason in own.items():
            node = nodes.get(key, key)
            who = "" if key in withheld else expert
            line = (who, labels.get(node, node), reason)
            counts[line] = counts.get(line, 0) + 1
    for (who, label, reason), count in counts.items():
        yield people.Missing(
            expert=who,
            what=f"abstains on {label} ({many(count, 'question')})",
            reason=without_names(reason, roster),
        )
    for entry in entries:
        if entry.type == "withdrawal":
            _, expert, file = entry.path.split("/")
            number, seq, _ = file.split("-")
            yield people.Missing(
                expert=expert,
                what=f"took back submission {int(seq)} of round {number.removeprefix('r')}",
                reason=without_names(entry.note, roster),
            )
