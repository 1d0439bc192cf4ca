"""The command ``resolve ask``: one question after another, checked while answering."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.errors import StudyError
from bayesnet.plurals import many


@click.command()
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option("--node", default="", metavar="NAME", help="Only the questions on that node.")
@click.option("--again", is_flag=True, help="Ask also what is answered in this round already.")
@study_option
@refusing
def ask(expert: str, round_: int, node: str, again: bool, folder: Path) -> None:
    """Ask an expert, one question after another.

    Nothing is recorded until the end, or until a stop at which the answers so far are handed in;
    the next time the rest is asked. Broken off, they are kept as a form beside the study's files.
    """
    from elicitation.cli.broken_off import Kept  # noqa: PLC0415
    from elicitation.intake.asking import Session  # noqa: PLC0415
    from elicitation.intake.asking import ask as put  # noqa: PLC0415
    from elicitation.intake.line_checks import Reading  # noqa: PLC0415
    from elicitation.record.ledger import where_it_stands  # noqa: PLC0415
    from elicitation.store.recorded import current_answers  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.store.recording import submit as record  # noqa: PLC0415
    from elicitation.study import clock, known_node, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    refusals = opened.plan.entry_problems(expert, round_)
    if refusals:
        raise StudyError(refusals)
    known_node(opened, node)
    recorded = {} if again else current_answers(snapshot(folder), only_round=round_)
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
        own=opened.answering(current_answers(snapshot(folder)).get(expert, {})),
        say=click.echo,
        reply=_reply,
        labels=opened.study.labels,
    )
    kept = Kept(asked=asked, given=session.given, unit=unit, expert=expert, number=round_)
    with kept.when_broken_off(folder):
        heard = put(asked, session)
        if not heard.judgements:
            click.echo("No question is answered; nothing was saved.")
            return
        answers = many(len(heard.judgements), "answer")
        if not heard.finished and not click.confirm(f"Hand in the {answers} so far?"):
            click.echo("Nothing was saved.")
            return
        for judgements in filter(None, (heard.judgements, heard.levelled)):
            response = opened.response(expert, round_, judgements, unit=unit, mode="terminal")
            receipt = record(folder, response, now=clock)
            told = many(len(judgements), "answer")
            click.echo(f"Recorded {told} of {expert} in {receipt.path}.")
    click.echo(where_it_stands(receipt.head, receipt.seq))


def _reply(prompt: str) -> str:
    text = str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))
    return text.encode("utf-8", "replace").decode()  # half a character cannot be saved
