"""The command ``resolve build``: figures, tables and reports, those that are stale."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option, tell


@click.command()
@click.option("--all", "everything", is_flag=True, help="Make all anew, also what is not stale.")
@study_option
@refusing
def build(everything: bool, folder: Path) -> None:
    """Make figures, tables and reports that are stale.

    Stale is what is missing, was changed by hand, or whose sources have changed; build.json in the
    study keeps the hashes.
    """
    from bayesnet.answers.provenance import software  # noqa: PLC0415
    from diagrams.canvas.letters import lost_problems  # noqa: PLC0415
    from diagrams.render import write_file  # noqa: PLC0415
    from elicitation.build.products import Results, products  # noqa: PLC0415
    from elicitation.reporting.rebuild import (  # noqa: PLC0415
        MANIFEST,
        PRIORS,
        BuiltFile,
        is_fresh,
        read_manifest,
        sources_hash,
        write_manifest,
    )

    start = time.monotonic()

    def progress(words: str) -> None:
        click.echo(f"  {time.monotonic() - start:5.1f} s  {words}", err=True)

    results = Results(folder, progress)
    manifest = folder / MANIFEST
    text = manifest.read_bytes().decode("utf-8", "replace") if manifest.is_file() else ""
    made = dict(read_manifest(text))
    hashes = {**_hashes(folder), PRIORS: results.study.priors.sha256}
    wanted = list(products(results))
    count = 0
    for number, product in enumerate(wanted, start=1):
        sources = sources_hash(hashes, product.sources, software())
        path = folder / product.path
        if not everything and is_fresh(made.get(product.path), sources, _sha256(path)):
            continue
        progress(f"{number}/{len(wanted)}  {product.path}")
        product.make(path)
        count += 1
        made[product.path] = BuiltFile(sources=sources, content=_sha256(path) or "")
        write_file(manifest, write_manifest(made))  # what is made stays made, if a later one fails
    tell((*results.problems, *lost_problems(results.lost)))
    click.echo(f"{count} of {len(wanted)} files made, {len(wanted) - count} were not stale.")


def _hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every source of the study, by its path with slashes."""
    found = {}
    for name in ("", "structures", "priors", "responses"):
        pattern = "*" if not name else "**/*"
        for path in (folder / name).glob(pattern):
            sha256 = _sha256(path)
            if sha256 is not None:
                found[path.relative_to(folder).as_posix()] = sha256
    return found


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
