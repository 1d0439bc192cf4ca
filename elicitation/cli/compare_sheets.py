"""Word a comparison of scenarios: a sentence first, then differences, then levels."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.cli.show import Sheet, below, change, probability, publish, show, show_markdown, span
from bayesnet.plurals import many
from bayesnet.rounding import steady
from bayesnet.study.lexicon import RULE, Lexicon
from bayesnet.study.scenario import Likely, Scenario
from bayesnet.uncertainty.comparison import Compared, Comparison, Estimate

SHARED = "how much of its variance lies between structures, between experts and within experts"


def publish_comparison(form: str, answer: Comparison, lexicon: Lexicon | None, notice: str) -> None:
    """Print a comparison in the form asked for."""
    sheets = [levels_sheet(answer, lexicon, notice)]
    if any(row.difference for row in answer.rows):
        sheets.insert(0, differences_sheet(answer))
    if form in ("csv", "json"):
        publish(form, sheets[0], answer.frame(), answer.provenance)
        return
    for number, sheet in enumerate(sheets):
        if number:
            click.echo()
        (show_markdown if form == "markdown" else show)(sheet)


def sentences(answer: Comparison) -> list[str]:
    """Return what a person would say first: what moves, for whom, and what has no agreed sign."""
    said = []
    for scenario, other in _pairs(answer):
        if other is None:
            continue
        rows = [r for r in answer.rows if r.scenario == scenario and r.comparison == other]
        moved = [(r, r.difference) for r in rows if r.difference]
        agreed = [(r, d) for r, d in moved if d.agreed and d.sign]
        agreed.sort(key=lambda pair: -steady(abs(pair[1].value)))
        split = [(r, d) for r, d in moved if not d.agreed]
        same = [r.outcome.label for r, d in moved if d.agreed and not d.sign]
        parts = [f"{_name(scenario)} against {_name(other)}:"]
        parts.append(_agreed(agreed, answer) if agreed else _none_agreed(answer))
        if split:
            parts.append(f"No agreed sign: {'; '.join(_split(r, d, answer) for r, d in split)}.")
        if same:
            parts.append(f"No visible change: {', '.join(same)}.")
        said.append(" ".join(parts))
    return said


def _agreed(agreed: Sequence[tuple[Compared, Estimate]], answer: Comparison) -> str:
    def told(row: Compared, difference: Estimate) -> str:
        verb = "raises" if difference.sign > 0 else "lowers"
        reach = ""
        if difference.interval:
            low, _, high = difference.interval
            reach = f", 5-95 % {change(low)} to {change(high)}"
        return f"{verb} '{row.outcome.label}' ({change(difference.value)}{reach})"

    who = "every expert" if len(answer.experts) > 1 else "the one set of numbers"
    where = f" under all {len(answer.structures)} structures" if len(answer.structures) > 1 else ""
    listed = [told(row, difference) for row, difference in agreed]
    return f"{who} agrees{where} that it {'; '.join(listed)}."


def _none_agreed(answer: Comparison) -> str:
    """Return that nothing moves one way, for all who could disagree."""
    if len(answer.experts) > 1:
        return "nothing moves one way for everybody."
    return f"nothing moves{' one way under every structure' if len(answer.structures) > 1 else ''}."


def _split(row: Compared, difference: Estimate, answer: Comparison) -> str:
    """Return an outcome with who or what sees it otherwise: what is told does disagree."""
    parts = [agreement(*difference.signs)] if len(answer.experts) > 1 else []
    alike = max(difference.signs) == len(answer.experts)
    if difference.holding < len(answer.structures):
        named = zip(answer.structures, difference.by_structure, strict=True)
        under = ", ".join(f"{name} {change(value)}" for name, value in named)
        parts.append(f"structures disagree: {under}")
    elif alike:
        parts += _experts_elsewhere(difference, answer)
    if len(parts) == 1 and alike:
        parts.append(f"the pooled rows {change(difference.value)}")
    return f"'{row.outcome.label}' ({'; '.join(parts)})"


def _experts_elsewhere(difference: Estimate, answer: Comparison) -> list[str]:
    """Return the counts of experts under the structures where they are others than at first."""
    rest = zip(answer.structures[1:], difference.by_expert[1:], strict=True)
    counts = [(name, signs_of(own)) for name, own in rest]
    return [
        f"{agreement(*signs)} under {name}" for name, signs in counts if signs != difference.signs
    ]


def differences_sheet(answer: Comparison) -> Sheet:
    """Return a row for each outcome and scenario that is compared with another."""
    several = len(answer.structures) > 1
    drawn = any(row.level.interval for row in answer.rows)
    heads = ["Outcome", "Scenario", "Change", *(["Range"] if drawn else [])]
    asked = len(answer.experts) > 1
    heads += [*(["Experts"] if asked else []), *(["Holds in"] if several else [])]
    shared = drawn and asked
    heads += ["Spread"] if shared else []
    rows = []
    for row in sorted(answer.rows, key=lambda r: _place(answer, r)):
        difference = row.difference
        if difference is None or row.comparison is None:
            continue
        cells = [row.outcome.label, f"{_name(row.scenario)} - {_name(row.comparison)}"]
        cells.append(change(difference.value))
        if difference.interval:
            cells.append(f"{change(difference.interval[0])} to {change(difference.interval[2])}")
        if asked:
            cells.append(agreement(*difference.signs))
        if several:
            cells.append(f"{difference.holding} of {len(answer.structures)}")
        if difference.spread and shared:
            cells.append(" / ".join(f"{100 * s:.0f}" for s in difference.spread.shares) + " %")
        rows.append(cells)
    notes = ["Change: under the first structure."] if several else []
    if asked:
        what = "Change, experts: of the pooled rows, and of each expert, under the first structure."
        notes = [what]
    if drawn:
        notes.append(
            "Range: 5 % to 95 % of all draws under all structures asked."
            + (f" Spread: {SHARED}." if shared else "")
        )
    return Sheet(
        heads=heads,
        rows=rows,
        right=frozenset({2}),
        above=[*sentences(answer), "", "Differences, each within one world:"],
        below=notes,
    )


def levels_sheet(answer: Comparison, lexicon: Lexicon | None, notice: str) -> Sheet:
    """Return a row for each outcome and scenario: levels in both pooling orders, with words."""
    rows, cautions = [], []
    drawn = any(row.level.interval for row in answer.rows)
    compared = any(row.before for row in answer.rows)
    asked = len(answer.experts) > 1
    for row in sorted(answer.rows, key=lambda r: _place(answer, r)):
        level = row.level
        cells = [row.outcome.label, _name(row.scenario), probability(level.value)]
        if asked:
            cells += [probability(level.answers[0]), span(level.by_expert[0])]
        if compared:
            cells.insert(2, probability(row.before.value) if row.before else "")
        if level.interval:
            cells.append(f"{probability(level.interval[0])} to {probability(level.interval[2])}")
        if lexicon is not None:
            cells.append(lexicon.beside(level.value))
            low, high = (level.interval or (min(level.by_expert[0]), 0, max(level.by_expert[0])))[
                ::2
            ]
            caution = lexicon.caution(low, high)
            cautions += (
                [f"{row.outcome.label}, {_name(row.scenario)}: {caution}"] if caution else []
            )
        rows.append(cells)
    heads = [
        "Outcome",
        "Scenario",
        *(["Before"] if compared else []),
        *(["Pooled rows", "Pooled answers", "Experts"] if asked else ["Now"]),
    ]
    heads += ["Range"] if drawn else []
    heads += ["In words"] if lexicon else []
    notes = [
        f"{_narrowed(answer)}Pooled rows: "
        "the rows are pooled and the pool is asked. Pooled answers: each expert's own network is "
        "asked, and the answers are pooled alike. Both and the experts' span are under the first "
        "structure."
    ]
    notes = [*(notes if asked else []), *answer.notes]
    if lexicon is not None:
        notes += [f"Words: {lexicon.title}. {RULE}", *cautions]
    return Sheet(
        heads=heads,
        rows=rows,
        right=frozenset({2, 3, 4} if compared else {2, 3}),
        above=["Levels:", *(_told(*pair) for pair in _pairs(answer))],
        below=notes,
        footer=below(answer.provenance, notice),
    )


def _narrowed(answer: Comparison) -> str:
    """Return in how many differences the experts lie closer together than in the level."""
    closer, count = answer.narrowed
    if not count:
        return ""
    if not closer:
        return "In no visible difference do the experts lie closer together than in the level. "
    what = many(count, "visible difference")
    return f"In {closer} of {what} the experts lie closer together than in the level itself. "


def _told(scenario: Scenario, other: Scenario | None) -> str:
    """Return what a scenario sets, has seen and half knows beyond its comparison, kept apart."""
    old = other or Scenario(id="", label="")
    parts = [
        ("set", [f"{n}={s}" for n, s in scenario.set.items() if old.set.get(n) != s]),
        ("seen", [f"{n}={s}" for n, s in scenario.seen.items() if old.seen.get(n) != s]),
        ("likely", [_likely(n, v) for n, v in scenario.likely.items() if old.likely.get(n) != v]),
    ]
    told = "; ".join(f"{word} {', '.join(names)}" for word, names in parts if names)
    beyond = f" beyond {_name(other)}" if other else ""
    title = f"{scenario.id}, {scenario.label}" if scenario.id else scenario.label
    return f"  {title}{beyond}: {told or 'nothing else'}."


def _likely(name: str, likely: Likely) -> str:
    separator = ":" if likely.kind == "ratio" else ","
    return f"{name}={separator.join(f'{value:g}' for value in likely.values)}"


def _name(scenario: Scenario) -> str:
    return scenario.id or scenario.label


def _pairs(answer: Comparison) -> list[tuple[Scenario, Scenario | None]]:
    pairs: list[tuple[Scenario, Scenario | None]] = []
    for row in answer.rows:
        if (row.scenario, row.comparison) not in pairs:
            pairs.append((row.scenario, row.comparison))
    return pairs


def _place(answer: Comparison, row: Compared) -> int:
    """Return the outcome's place: scenarios stand side by side below it."""
    outcomes = list(dict.fromkeys(r.outcome.id for r in answer.rows))
    return outcomes.index(row.outcome.id)
