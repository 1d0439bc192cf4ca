"""The command ``resolve ask``: one question after another, checked while answering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.errors import StudyError
from bayesnet.plurals import many

if TYPE_CHECKING:
    from elicitation.intake.asking import Replies
    from elicitation.record.responses import Judgement, Response


@click.command()
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option("--node", default="", metavar="NAME", help="Only the questions on that node.")
@click.option("--again", is_flag=True, help="Ask also what is answered in this round already.")
@click.option("--reason", default="", metavar="TEXT", help="Why it corrects an earlier one.")
@study_option
@refusing
def ask(expert: str, round_: int, node: str, again: bool, reason: str, folder: Path) -> None:
    """Ask an expert, one question after another.

    Nothing is recorded until the end, or until a stop at which the answers so far are handed in;
    the next time the rest is asked. Broken off, they are kept as a form beside the study's files.
    """
    from elicitation.cli.broken_off import Kept  # noqa: PLC0415
    from elicitation.intake.asking import Session  # noqa: PLC0415
    from elicitation.intake.asking import ask as put  # noqa: PLC0415
    from elicitation.intake.line_checks import Reading  # noqa: PLC0415
    from elicitation.rounds.rounds import submission_refusal  # noqa: PLC0415
    from elicitation.store.recorded import current_answers, entries_of  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import known_node, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    refusals = opened.plan.entry_problems(expert, round_)
    if refusals:
        raise StudyError(refusals)
    known_node(opened, node)
    taken = snapshot(folder)
    refusal = submission_refusal(entries_of(taken), round_, reason)
    if refusal:
        raise StudyError([refusal])
    recorded = {} if again else current_answers(taken, only_round=round_)
    done = opened.answering(recorded.get(expert, {}))
    asked = [q for q in opened.asked(expert) if node in ("", q.parameter.node)]
    asked = [q for q in asked if q.key not in done]
    if not asked:
        click.echo("Everything is answered in this round. Ask it anew with --again.")
        return
    unit = opened.plan.unit
    minutes = sum(q.seconds for q in asked) / 60
    told = f"{many(len(asked), 'question')}, about {minutes:.0f} min, in {unit}."
    click.echo(f"{told} Nothing is recorded before the end.")
    session = Session(
        reading=Reading(unit=unit, lexicon=opened.lexicon),
        model=opened.model,
        own=opened.answering(current_answers(taken).get(expert, {})),
        say=click.echo,
        reply=_reply,
        labels=opened.study.labels,
    )
    kept = Kept(asked=asked, given=session.given, unit=unit, expert=expert, number=round_)
    with kept.when_broken_off(folder):
        heard = put(asked, session)
        _hand_in(
            heard,
            folder,
            lambda judgements: opened.response(
                expert, round_, judgements, unit=unit, mode="terminal", reason=reason.strip()
            ),
        )


def _hand_in(
    heard: Replies, folder: Path, response: Callable[[Sequence[Judgement]], Response]
) -> None:
    """Record what was answered, if there is anything, and if whoever stopped early agrees."""
    from elicitation.record.ledger import where_it_stands  # noqa: PLC0415
    from elicitation.store.recording import submit  # noqa: PLC0415
    from elicitation.study import clock  # noqa: PLC0415

    if not heard.judgements:
        click.echo("No question is answered; nothing was saved.")
        return
    answers = many(len(heard.judgements), "answer")
    if not heard.finished and not click.confirm(f"Hand in the {answers} so far?"):
        click.echo("Nothing was saved.")
        return
    for judgements in filter(None, (heard.judgements, heard.levelled)):
        made = response(judgements)
        receipt = submit(folder, made, now=clock)
        told = many(len(judgements), "answer")
        click.echo(f"Recorded {told} of {made.expert} in {receipt.path}.")
    click.echo(where_it_stands(receipt.head, receipt.seq))


def _reply(prompt: str) -> str:
    text = str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))
    return text.encode("utf-8", "replace").decode()  # half a character cannot be saved
