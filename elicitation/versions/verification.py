"""Recompute everything a study has recorded, and say which file is not as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bayesnet.errors import Problem, StudyError, errors_in, problem_at, warning_at
from bayesnet.folder.versions import LEDGER
from bayesnet.formats.priors_mismatch import same_pool
from bayesnet.messages.facts import Expert, Fact, Question
from elicitation.classical.seeds import SEEDS, SeedSet
from elicitation.intake.retyped import unlike_typed
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.weighing import weigh
from elicitation.questionnaire.lexicons import lexicons
from elicitation.record.frozen import Frozen, priors_of, read_frozen
from elicitation.record.ledger import Entry, heard, read_ledger, sha256_of, spoken
from elicitation.record.records import read_response, response_path
from elicitation.record.responses import Response, standing_judgements
from elicitation.rounds.rule_of_record import rule_in_force, rule_of, rule_problems
from elicitation.store.recorded import answers_behind
from elicitation.store.recording import FOLDERS, MODEL, Snapshot
from elicitation.versions.freezing import Pool

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter
    from elicitation.plan.protocol import ElicitationPlan

_CLOSE = 1e-9  # pools are kept to 12 digits; other machines may round the last ones otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check of the whole study found.

    problems: what is not as it was recorded, the first bad file first; empty when all is well.
    notes: what is worth knowing and harms nothing. head: the ledger's newest hash. entries: of
    the ledger, as far as it could be read.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    head: str
    submissions: int
    versions: int
    entries: tuple[Entry, ...] = ()


def verify(
    taken: Snapshot,
    *,
    parameters: Sequence[Parameter],
    pool: Pool,
    head: str = "",
    plan: ElicitationPlan | None = None,
    seeds: SeedSet | None = None,
    checks: Sequence[Parameter] = (),
) -> Verification:
    """Return what a recomputation of every hash, link, answer, weight and pooled table found.

    parameters and pool: as for freezing, of the model as it is now; tables made with another
    model.toml are not recomputed, with a note. checks: what else was asked about that model; what
    responses to another say is not worked out again. head: a hash that was noted down outside, or
    the start of one as it was read aloud; it must be in the ledger, else that was cut or written
    anew.
    plan, seeds: as they are now; weights are recomputed where a version was made with the same,
    else noted.
    """
    entries: tuple[Entry, ...] = ()
    found = list(taken.problems)
    kept = [path for path in taken.files if path.split("/")[0] in FOLDERS and "/" in path]
    if LEDGER in taken.files:
        entries, wrong = read_ledger(taken.files[LEDGER])
        found = [*wrong, *found]
    elif kept:
        found.insert(0, problem_at(LEDGER, "", "verify.ledger-missing-though-answers-recorded"))
    if head:
        found += _head(head, entries)
    cut = any(problem.place.file == LEDGER for problem in found)
    found += _files(taken, entries, (*parameters, *checks))
    found += _versions(taken, entries, parameters, pool)
    found += _frozen_rules(taken, entries)
    if plan is not None:
        found += rule_problems(entries, rule_of(plan, seeds))
        found += _weights(taken, entries, plan, seeds)
    found += () if cut else _leftovers(kept, entries)
    found += _changes(taken, entries)
    found += _clock(entries)
    return Verification(
        problems=errors_in(found),
        notes=tuple(problem for problem in found if problem.severity == "warning"),
        head=entries[-1].hash if entries else "",
        submissions=sum(entry.type == "submission" for entry in entries),
        versions=sum(entry.type == "priors" for entry in entries),
        entries=entries,
    )


def _head(noted: str, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield that no entry has the hash that was noted down, in full or as it is read aloud."""
    start = heard(noted)
    if not start:
        yield problem_at("", "--head", "verify.not-start-hash", noted=noted)
    elif not any(entry.hash.startswith(start) for entry in entries):
        yield problem_at(LEDGER, "", "verify.no-entry-hash-noted-down", noted=noted)


def _intact(taken: Snapshot, entry: Entry) -> bool:
    content = taken.files.get(entry.path)
    return content is not None and sha256_of(content) == entry.sha256


def _files(
    taken: Snapshot, entries: Sequence[Entry], asked: Sequence[Parameter]
) -> Iterator[Problem]:
    """Yield what is wrong with the files that the ledger names, in its order."""
    submitted: set[str] = set()
    for entry in entries:
        if entry.type == "withdrawal" and entry.path not in submitted:
            yield problem_at(entry.path, "", "verify.ledger-s-line-withdraws-what", seq=entry.seq)
        if not entry.path or entry.type in ("study", "withdrawal"):
            continue
        if entry.type == "submission":
            submitted.add(entry.path)
        content = taken.files.get(entry.path)
        if content is None:
            yield problem_at(entry.path, "", "verify.file-missing-names", line=entry.seq)
        elif sha256_of(content) != entry.sha256:
            yield _edited(entry)
        elif entry.type == "submission":
            response, wrong = read_response(content, file=entry.path)
            yield from wrong
            if response is not None and response_path(response, content) != entry.path:
                facts: dict[str, Fact] = {"expert": Expert(response.expert)}
                which = {"round": response.round, "submission": response.seq}
                code = "verify.file-of-another-name"
                yield problem_at(entry.path, "", code, **facts, **which)
            if response is not None and response.model_sha256 == taken.sha256(MODEL):
                for key in unlike_typed(response, asked, [*lexicons().values()]):
                    yield problem_at(
                        entry.path, "", "verify.answer-not-what-typed-makes", question=Question(key)
                    )


def _edited(entry: Entry) -> Problem:
    if entry.type != "priors":
        return problem_at(entry.path, "", "verify.file-changed-hash-not", line=entry.seq)
    name = f"priors {PurePosixPath(entry.path).stem}"
    return problem_at(
        entry.path, "", "verify.frozen-hash-file-changed", name=name, sha256=spoken(entry.sha256)
    )


def _versions(
    taken: Snapshot,
    entries: Sequence[Entry],
    parameters: Sequence[Parameter],
    pool: Pool,
) -> Iterator[Problem]:
    """Yield what is wrong inside the frozen versions whose bytes are intact."""
    recorded = {e.path: e for e in entries if e.type == "submission"}
    withdrawn = {e.path: e for e in entries if e.type == "withdrawal"}
    previous = ""
    number = 0
    for entry in entries:
        if entry.type != "priors":
            continue
        number += 1
        before, previous = previous, entry.sha256
        if not _intact(taken, entry):
            continue
        frozen, wrong = read_frozen(taken.files[entry.path], file=entry.path)
        yield from wrong
        if frozen is None:
            continue
        if frozen.number != number or entry.path != f"priors/{number:04d}.json":
            yield problem_at(entry.path, "", "verify.version-ledger", number=number)
        if frozen.previous_sha256 != before:
            yield problem_at(entry.path, "previous_sha256", "verify.does-not-follow-version-before")
        yield from _sources(taken, entry, frozen, recorded)
        yield from _withdrawn(entry, frozen, withdrawn)
        if frozen.model_sha256 == taken.sha256(MODEL):
            yield from _pool(entry, frozen, pool(priors_of(frozen, parameters)))
        else:
            yield warning_at(entry.path, "", "verify.tables-made-another-model-toml")


def _sources(
    taken: Snapshot, entry: Entry, frozen: Frozen, recorded: Mapping[str, Entry]
) -> Iterator[Problem]:
    """Yield where a version's answers are not those of the responses it lists."""
    responses: list[Response] = []
    intact = True
    for index, (path, sha256) in enumerate(frozen.responses):
        source = recorded.get(path)
        if source is None or source.sha256 != sha256 or source.seq > entry.seq:
            yield problem_at(
                entry.path,
                f"responses[{index}]",
                "verify.not-response-recorded-before-hash",
                path=path,
            )
            intact = False
        elif not _intact(taken, source):
            intact = False  # reported with that file
        else:
            response, _ = read_response(taken.files[path], file=path)
            responses += [response] if response else []
    if not intact:
        return
    standing = standing_judgements(responses)
    for expert, answers in frozen.experts.items():
        own = standing.get(expert, {})
        for key, estimates in answers.items():
            if key in frozen.not_asked.get(expert, ()):
                continue
            if key not in own or own[key].answers != estimates:
                yield problem_at(
                    entry.path,
                    f"experts.{expert}",
                    "verify.answer-not-responses",
                    question=Question(key),
                )


def _withdrawn(entry: Entry, frozen: Frozen, withdrawn: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield which of a version's responses were taken back, before it or after."""
    for index, (path, _) in enumerate(frozen.responses):
        if path not in withdrawn:
            continue
        if withdrawn[path].seq < entry.seq:
            yield problem_at(
                entry.path,
                f"responses[{index}]",
                "verify.withdrawn-before-frozen-counted",
                path=path,
            )
        else:
            yield warning_at(entry.path, "", "verify.withdrawn-after-frozen", path=path)


def _frozen_rules(taken: Snapshot, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield which versions were made by files that are not those of the rule in force then."""
    for index, entry in enumerate(entries):
        rule = rule_in_force(entries[:index]) if entry.type == "priors" else None
        if rule is None or not _intact(taken, entry):
            continue
        frozen, _ = read_frozen(taken.files[entry.path], file=entry.path)
        if frozen is None:
            continue
        made_of = {PLAN: frozen.elicitation_sha256, SEEDS: frozen.performance.get("seeds_sha256")}
        for name, sha256 in made_of.items():
            if sha256 is not None and sha256 != rule.files[name]:
                yield problem_at(entry.path, "", "verify.made-with-another-rule", name=name)


def _weights(
    taken: Snapshot, entries: Sequence[Entry], plan: ElicitationPlan, seeds: SeedSet | None
) -> Iterator[Problem]:
    """Yield which versions' rule or weights are not those that their plan and answers give."""
    for entry in entries:
        if entry.type != "priors" or not _intact(taken, entry):
            continue
        frozen, _ = read_frozen(taken.files[entry.path], file=entry.path)
        if frozen is None or frozen.elicitation_sha256 != taken.sha256(PLAN):
            continue  # reported with the file, or noted as edited since
        if frozen.rule != plan.rule:
            yield problem_at(
                entry.path,
                "pooling",
                "verify.pool-not",
                label=frozen.rule.label,
                other=plan.rule.label,
                plan=PLAN,
            )
            continue
        made_of = frozen.performance.get("seeds_sha256")
        if made_of is not None and (seeds is None or seeds.sha256 != made_of):
            yield warning_at(
                entry.path, "", "verify.weights-made-another-not-recomputed", seeds=SEEDS
            )
            continue
        try:
            again = weigh(plan, list(frozen.experts), answers_behind(taken, frozen), seeds)
        except (StudyError, KeyError):
            again = None
        if again is None or any(
            abs(float(weight) - float(again.weights[expert])) > _CLOSE
            for expert, weight in frozen.weights.items()
        ):
            yield problem_at(entry.path, "weights", "verify.weights-not-those-rule-gives")


def _pool(entry: Entry, frozen: Frozen, again: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield which pooled tables are not the pool of the answers beside them."""
    for node in sorted(again.keys() | frozen.pool.keys()):
        one, other = again.get(node), frozen.pool.get(node)
        if one is None or other is None or not same_pool(one, other):
            yield problem_at(entry.path, f"pool.{node}", "verify.table-not-pool-answers-beside")


def _leftovers(kept: Sequence[str], entries: Sequence[Entry]) -> Iterator[Problem]:
    known = {entry.path for entry in entries}
    for path in kept:
        if path not in known:
            yield warning_at(path, "", "verify.ledger-does-not-know-file")


def _clock(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield where the clock of the machine was behind what had been recorded before."""
    for before, entry in pairwise(entries):
        if entry.at < before.at:
            yield warning_at(
                LEDGER,
                "",
                "verify.clock-ran-backwards",
                line=entry.seq,
                at=entry.at,
                other=before.seq,
                before=before.at,
            )


def _changes(taken: Snapshot, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield whether the model or the plan was edited since the last version was frozen."""
    last = next((e for e in reversed(entries) if e.type == "priors" and _intact(taken, e)), None)
    frozen = read_frozen(taken.files[last.path], file=last.path)[0] if last else None
    if last is None or frozen is None:
        return
    hashes = {MODEL: frozen.model_sha256, PLAN: frozen.elicitation_sha256}
    for name, sha256 in hashes.items():
        if taken.sha256(name) != sha256:
            yield warning_at(name, "", "verify.file-edited-since-frozen", path=last.path)
