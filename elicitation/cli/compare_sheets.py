"""Word a comparison of scenarios: a sentence first, then differences, then levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.cli.show import publish
from bayesnet.kinds import CHANGE, CHANGE_SPAN, PROBABILITY, TEXT, TYPED, span, worded
from bayesnet.plurals import many
from bayesnet.rounding import steady
from bayesnet.study.lexicon import RULE, Lexicon
from bayesnet.study.scenario import Likely, Scenario
from bayesnet.table import Column, ResultTable
from bayesnet.uncertainty.comparison import Compared, Comparison, Estimate
from bayesnet.uncertainty.spread import Spread

SHARED = "how much of its variance lies between structures, between experts and within experts"


BETWEEN, BETWEEN_CHANGES = span(PROBABILITY), CHANGE_SPAN


def publish_comparison(form: str, answer: Comparison, lexicon: Lexicon | None, notice: str) -> None:
    """Print a comparison in the form asked for."""
    tables = [levels_table(answer, lexicon)]
    if any(row.difference for row in answer.rows):
        tables.insert(0, differences_table(answer))
    publish(form, tables, answer.frame, answer.provenance, notice)


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
            reach = f", 5-95 % {CHANGE.text(low, TYPED)} to {CHANGE.text(high, TYPED)}"
        return f"{verb} '{row.outcome.label}' ({CHANGE.text(difference.value, TYPED)}{reach})"

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
        under = ", ".join(f"{name} {CHANGE.text(value, TYPED)}" for name, value in named)
        parts.append(f"structures disagree: {under}")
    elif alike:
        parts += _experts_elsewhere(difference, answer)
    if len(parts) == 1 and alike:
        parts.append(f"the pooled rows {CHANGE.text(difference.value, TYPED)}")
    return f"'{row.outcome.label}' ({'; '.join(parts)})"


def _experts_elsewhere(difference: Estimate, answer: Comparison) -> list[str]:
    """Return the counts of experts under the structures where they are others than at first."""
    rest = zip(answer.structures[1:], difference.by_expert[1:], strict=True)
    counts = [(name, signs_of(own)) for name, own in rest]
    return [
        f"{agreement(*signs)} under {name}" for name, signs in counts if signs != difference.signs
    ]


def differences_table(answer: Comparison) -> ResultTable:
    """Return a row for each outcome and scenario that is compared with another."""
    several, asked = len(answer.structures) > 1, len(answer.experts) > 1
    drawn = any(row.level.interval for row in answer.rows)
    rows = [
        (row, row.difference, f"{_name(row.scenario)} - {_name(row.comparison)}")
        for row in sorted(answer.rows, key=lambda r: _place(answer, r))
        if row.difference is not None and row.comparison is not None
    ]
    moved = [difference for _, difference, _ in rows]
    held = [f"{d.holding} of {len(answer.structures)}" for d in moved]
    columns = [
        Column("outcome", "Outcome", TEXT, [row.outcome.label for row, _, _ in rows]),
        Column("scenario", "Scenario", TEXT, [pair for _, _, pair in rows]),
        Column("change", "Change", CHANGE, [d.value for d in moved]),
        Column("range", "Range" if drawn else None, BETWEEN_CHANGES, [d.interval for d in moved]),
        Column("experts", "Experts" if asked else None, TEXT, [agreement(*d.signs) for d in moved]),
        Column("holds", "Holds in" if several else None, TEXT, held),
        Column(
            "", "Spread" if drawn and asked else None, worded(_shares), [d.spread for d in moved]
        ),
    ]
    notes = ["Change: under the first structure."] if several else []
    if asked:
        what = "Change, experts: of the pooled rows, and of each expert, under the first structure."
        notes = [what]
    if drawn:
        notes.append(
            "Range: 5 % to 95 % of all draws under all structures asked."
            + (f" Spread: {SHARED}." if asked else "")
        )
    above = [*sentences(answer), "", "Differences, each within one world:"]
    return ResultTable(columns=columns, above=above, below=notes)


def _shares(spread: Spread) -> str:
    return " / ".join(f"{100 * share:.0f}" for share in spread.shares) + " %"


def levels_table(answer: Comparison, lexicon: Lexicon | None) -> ResultTable:
    """Return a row for each outcome and scenario: levels in both pooling orders, with words."""
    rows = sorted(answer.rows, key=lambda r: _place(answer, r))
    levels = [row.level for row in rows]
    drawn, asked = any(level.interval for level in levels), len(answer.experts) > 1
    before = "Before" if any(row.before for row in rows) else None
    pooled = ("Pooled rows", "Pooled answers", "Experts") if asked else ("Now", None, None)
    values = [level.value for level in levels]
    columns = [
        Column("outcome", "Outcome", TEXT, [row.outcome.label for row in rows]),
        Column("scenario", "Scenario", TEXT, [_name(row.scenario) for row in rows]),
        Column("before", before, PROBABILITY, [r.before.value if r.before else None for r in rows]),
        Column("level", pooled[0], PROBABILITY, values),
        Column("answers", pooled[1], PROBABILITY, [level.answers[0] for level in levels]),
        Column("experts", pooled[2], span(PROBABILITY), [level.by_expert[0] for level in levels]),
        Column("range", "Range" if drawn else None, BETWEEN, [level.interval for level in levels]),
    ]
    notes = [
        f"{_narrowed(answer)}Pooled rows: "
        "the rows are pooled and the pool is asked. Pooled answers: each expert's own network is "
        "asked, and the answers are pooled alike. Both and the experts' span are under the first "
        "structure."
    ]
    notes = [*(notes if asked else []), *answer.notes]
    if lexicon is not None:
        columns.append(Column("", "In words", TEXT, [*map(lexicon.beside, values)]))
        notes += [f"Words: {lexicon.title}. {RULE}", *_cautions(rows, lexicon)]
    above = ["Levels:", *(_told(*pair) for pair in _pairs(answer))]
    return ResultTable(columns=columns, above=above, below=notes)


def _cautions(rows: Sequence[Compared], lexicon: Lexicon) -> Iterator[str]:
    """Yield where a range reaches into other bands of words."""
    for row in rows:
        low, _, high = row.level.interval or (min(own := row.level.by_expert[0]), 0, max(own))
        caution = lexicon.caution(low, high)
        if caution:
            yield f"{row.outcome.label}, {_name(row.scenario)}: {caution}"


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
