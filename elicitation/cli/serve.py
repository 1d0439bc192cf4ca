"""The command ``resolve serve``: the workshop in the browser."""

from __future__ import annotations

import socket
from pathlib import Path

import click

from bayesnet.cli.options import refusing
from elicitation.cli.own_addresses import own_addresses
from elicitation.cli.passwords import new_password

LOCAL = "localhost"
PEM = click.Path(exists=True, dir_okay=False, path_type=Path)
LAN = """\
Everybody in this network can reach the server; pages travel {how}.
Experts come in with the code on the room's screen or their private links.
"""
SELF_SIGNED = """\
Every browser warns once, as no authority signed the certificate. Go on only where the browser shows
this SHA-256 fingerprint of it:
{fingerprint}
"""


@click.command()
@click.argument("study", type=click.Path(path_type=Path), default=".")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--lan", is_flag=True, help="Let other devices in this network reach it.")
@click.option(
    "--host", default="", metavar="NAME", help="Name or address of this machine in links."
)
@click.option(
    "--password-file",
    "secret",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A new password for facilitators, the first line of a file that you alone can read.",
)
@click.option("--password", "shown", default=None, hidden=True)
@click.option("--certificate", type=PEM, help="TLS certificate (PEM).")
@click.option("--key", type=PEM, help="Its private key (PEM).")
@click.option(
    "--self-signed", "own", is_flag=True, help="Encrypt with a certificate made on this machine."
)
@refusing
def serve(
    study: Path,
    port: int,
    lan: bool,
    host: str,
    secret: Path | None,
    shown: str | None,
    certificate: Path | None,
    key: Path | None,
    own: bool,
) -> None:
    """Serve the workshop of STUDY to browsers.

    Only this machine reaches it, unless --lan is given. The facilitators' password is asked for at
    the first start, or taken from --password-file or the variable RESOLVE_PASSWORD. Stop it with
    Ctrl-C: everything acknowledged is in the study's folder.
    """
    from elicitation.store.private import served_alone  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415
    from elicitation.workshop.serving import prepare, run, usable  # noqa: PLC0415

    if own and (certificate or key):
        raise click.UsageError("Give either --self-signed or a certificate.")
    password = new_password(secret, shown)
    open_elicitation(study)
    if certificate is not None:
        usable(certificate, key)
    click.get_current_context().with_resource(served_alone(study))  # until the command ends
    known = prepare(study, password)
    if not known:
        prepare(
            study,
            click.prompt("Password for facilitators", hide_input=True, confirmation_prompt=True),
        )
    addresses = own_addresses() if lan else ()
    name = host.lower() or (next(iter(addresses), socket.gethostname().lower()) if lan else LOCAL)
    hosts = {name, *addresses, LOCAL, "127.0.0.1"}
    fingerprint = ""
    if own:
        from elicitation.workshop.self_signed import self_signed  # noqa: PLC0415

        certificate, fingerprint = self_signed(study, hosts)
    tls = certificate is not None
    base = f"{'https' if tls else 'http'}://{name}:{port}"
    if lan:
        how = "encrypted" if tls else "unencrypted: add --self-signed where others may listen in"
        click.echo(LAN.format(how=how), nl=False)
    else:
        click.echo("Only this machine can reach the server; --lan opens it to this network.")
    click.echo(f"Facilitator: {base}/login")
    click.echo(f"Experts: {base}/join")
    for other in addresses:
        if other != name:
            click.echo(f"Also reached as: {'https' if tls else 'http'}://{other}:{port}")
    if own:
        click.echo(SELF_SIGNED.format(fingerprint=fingerprint), nl=False)
    run(
        study,
        base=base,
        address="0.0.0.0" if lan else "127.0.0.1",  # noqa: S104 - asked for with --lan
        port=port,
        hosts=hosts,
        certificate=certificate,
        key=key,
    )
