"""Looks whether the audit log is whole."""

from __future__ import annotations

import re

import click

from server.audit.chain import Head, head_of, verify
from server.database import Busy, snapshot

_SAYS = {
    "altered": "Row {n} is not what was written, or does not follow the row before it.",
    "missing": "Row {n} is missing.",
    "unknown_end": "Row {n} and what follows was not written by Kierros, or the end of the log was changed.",
    "other_history": "Row {n} is not the one that was noted: the log was written anew.",
}


@click.option(
    "--noted", metavar="N:HASH", help="An end that this command once printed: it must still be there."
)
def verify_log(noted: str | None) -> None:
    """Check every row of the audit log against the one before; ends with 1 at the first fault.

    Prints the log's end. Noted somewhere else, it shows later that nobody wrote the whole log anew.
    """
    noted_end = None if noted is None else _parse(noted)
    try:
        with snapshot() as session:
            fault, head = verify(session, noted_end), head_of(session)
    except Busy as error:
        raise click.ClickException(str(error)) from error
    if fault is not None:
        raise click.ClickException(f"{fault.code}: {_SAYS[fault.code].format(n=fault.n)}")
    click.echo(f"{head.n:,} rows, each follows the one before. The end of the log:")
    click.echo(f"{head.n}:{head.hash.hex()}")


def _parse(text: str) -> Head:
    if not re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", text):
        raise click.BadParameter("expected N:HASH, as this command prints it", param_hint="--noted")
    n, _, digest = text.partition(":")
    return Head(int(n), bytes.fromhex(digest))
