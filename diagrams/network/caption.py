"""Put a picture into words: its caption, and what it shows for those who cannot see it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from bayesnet.answers.provenance import Provenance
from bayesnet.number_words import percent
from bayesnet.rounding import steady
from bayesnet.study.study import Study
from diagrams.network.frame import Words
from diagrams.network.picture import Mark, Picture

MOST_CHANGES = 3
VISIBLE = 0.005
"""A change of probability smaller than this cannot be seen in whole percent."""


def words_round(
    study: Study,
    told: Provenance,
    *,
    title: str,
    subtitle: str,
    about: str,
    more: Mapping[str, str] | None = None,
) -> Words:
    """Return the words; ``more`` is added to the stamp that the provenance makes."""
    notice = study.diagram.notice if study.illustrative else ""
    origin = f"From {told.line()}."
    parts = [ended(title), subtitle, origin, standing(study)]
    if notice:
        parts.append(f"Illustrative: {notice}")
    return Words(
        title=title,
        subtitle=subtitle,
        origin=origin,
        notice=notice,
        about=f"{about} {notice}".strip(),
        caption=" ".join(part for part in parts if part),
        stamp={**told.document(), **(more or {})},
    )


def standing(study: Study) -> str:
    """Return for a caption of when the priors are, and how many of the tables are placeholders."""
    tables, made_up = len(study.cpds), placeholder_tables(study)
    bare = sum(name in study.cpds for name in study.unanswered)
    priors = study.priors
    said = ""
    if priors.created_at:
        made = datetime.datetime.fromisoformat(priors.created_at)
        said = f"{priors.name[0].upper()}{priors.name[1:]} of {made.day} {made:%B %Y}"
    if bare:
        asked = (
            f"{bare} of {tables} probability table{'' if tables == 1 else 's'} still to be asked"
        )
        said = f"{said}; {asked}" if said else asked
    if not made_up:
        return f"{said}." if said else ""
    kind = "is a placeholder" if made_up == 1 else "are placeholders"
    count = f"{made_up} of {tables} probability table{'' if tables == 1 else 's'} {kind}"
    return f"{said}; {count}." if said else f"{count[0].upper()}{count[1:]}."


def placeholder_tables(study: Study) -> int:
    """Return how many tables hold numbers that no expert gave and no author calls final."""
    priors = study.priors
    if priors.illustrative:
        return sum(name not in study.unanswered for name in study.cpds)
    if study.diagram.final:
        return 0

    def given(key: str) -> bool:
        return any(
            key in answers and key not in priors.not_asked.get(expert, ())
            for expert, answers in priors.judgements.items()
        )

    return sum(
        name not in study.unanswered
        and not (cpd.asked and any(given(p.key) for p in cpd.parameters()))
        for name, cpd in study.cpds.items()
    )


def ended(title: str) -> str:
    """Return a title as a sentence: with a full stop, unless it ends with a mark of its own."""
    return title if title.endswith(("?", "!")) else f"{title.rstrip('.')}."


def caption(picture: Picture) -> str:
    """Return the text to set under the picture: what it shows, what made it, what it is not."""
    parts = [ended(picture.title), picture.subtitle, picture.caption, picture.standing]
    if picture.notice:
        parts.append(f"Illustrative: {picture.notice}")
    return " ".join(part for part in parts if part)


def alternative_text(picture: Picture) -> str:
    """Return the alternative text, made from the numbers the picture shows."""
    diagram = picture.diagram
    drawn = set(picture.names)
    counts = [
        _counted(drawn.intersection(nodes), one, many)
        for nodes, one, many in (
            (diagram.decisions, "decision", "decisions"),
            (diagram.chance, "uncertain quantity", "uncertain quantities"),
            (diagram.utilities, "value", "values"),
        )
    ]
    whole = "Influence diagram" if picture.shown is None else "Part of an influence diagram"
    parts = [f"{whole} with {counts[0]}, {counts[1]} and {counts[2]}: {ended(picture.title)}"]
    if picture.shown is not None:
        shown = [diagram.labels[n] for n in picture.names if n not in picture.outside]
        parts.append(f"Shown: {', '.join(shown)}.")
    for kind in ("set", "seen", "likely"):
        names = [
            diagram.labels[n]
            for n, finding in picture.findings.items()
            if finding == kind and n in drawn
        ]
        if names:
            parts.append(f"{kind.capitalize()}: {', '.join(names)}.")
    told = _changes(picture)
    if told:
        parts.append(f"What changed most: {'; '.join(told)}.")
    parts += _marked(picture)
    if picture.notice:
        parts.append(picture.notice)
    return " ".join(parts)


def _counted(names: Collection[str], one: str, many: str) -> str:
    return f"{len(names)} {one if len(names) == 1 else many}"


def _changes(picture: Picture) -> list[str]:
    """Return the largest changes of belief among the nodes that are drawn with bars."""
    diagram = picture.diagram
    changes = sorted(
        (
            (steady(abs(now - then)), diagram.labels[name], states[index], then, now)
            for name, before in picture.before.items()
            if name not in picture.findings
            and name not in picture.outside
            and (picture.shown is None or name in picture.shown)
            for states in [[diagram.state_label(name, s) for s in diagram.states[name]]]
            for index, (then, now) in enumerate(zip(before, picture.beliefs[name], strict=True))
        ),
        reverse=True,
    )
    return [
        f"{label} {state} from {percent(then)} to {percent(now)}"
        for size, label, state, then, now in changes[:MOST_CHANGES]
        if size >= VISIBLE
    ]


def _marked(picture: Picture) -> list[str]:
    """Return a sentence for each kind of arc that the picture is about."""
    labels = picture.diagram.labels

    def named(arcs: Collection[tuple[str, str]]) -> str:
        return "; ".join(f"{labels[parent]} to {labels[child]}" for parent, child in arcs)

    sentences = []
    for kind in ("unsourced", "added", "changed", "dropped"):
        arcs = [arc for arc in picture.arcs if picture.kind(arc) == kind]
        if arcs:
            sentences.append(f"Arcs {kind}: {named(arcs)}.")
    looks: dict[Mark, list[tuple[str, str]]] = {}
    for arc in picture.arcs:
        for mark in picture.marks.get(arc, ()):
            if mark.look in ("minus", "mixed", "contested"):
                looks.setdefault(mark, []).append(arc)
    words = {
        "minus": "Arcs that lower",
        "mixed": "Arcs without a single sign",
        "contested": "Contested arcs",
    }
    sentences += [f"{words[mark.look]}: {named(arcs)}." for mark, arcs in looks.items()]
    return sentences
