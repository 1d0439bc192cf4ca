"""The command ``resolve coherence``: which answers to ask back, by expert."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from bayesnet.cli.options import format_option, refusing, study_option
from bayesnet.study.view import StudyView
from diagrams.network.wording import labelled


@click.command()
@click.option("--expert", default="", metavar="ID", help="Only that expert's answers.")
@format_option
@study_option
@refusing
def coherence(expert: str, form: str, folder: Path) -> None:
    """List answers to ask back, by expert.

    Rows against a cause's direction, copies, methods that do not give held-out rows back, marginals
    that rows do not add up to. An answer with a reason is taken as meant.
    """
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from bayesnet.cli.show import publish  # noqa: PLC0415
    from elicitation.checks.coherence import coherence as check  # noqa: PLC0415
    from elicitation.store.recorded import current_answers  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import known_expert, open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    known_expert(opened, expert)
    standing = current_answers(snapshot(folder))
    chosen = {name: opened.answering(own) for name, own in standing.items() if expert in ("", name)}
    queue = check(opened.study, opened.falling, chosen, opened.reference, placeholders=not expert)
    count = sum(map(len, queue.by_expert.values()))
    silent = [name for name, own in queue.by_expert.items() if not own]
    below = [f"{count} to ask back." if count else "Nothing to ask back."]
    below += [f"Nothing of: {', '.join(silent)}."] if silent and count else []
    spoken = labelled(opened.study.labels)
    table = dataclasses.replace(queue.table(spoken), below=below)
    publish(form, table, queue.frame, provenance(StudyView(opened.study)))
