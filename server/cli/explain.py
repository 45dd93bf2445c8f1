"""Explains what the server computes."""

from __future__ import annotations

from datetime import datetime

import click

from server.database import snapshot
from server.local_time import in_local_zone
from server.office_hours import OFFICE_HOURS, OfficeHours
from server.places.models import Area
from server.places.office_hours import office_hours_of
from server.work_orders.explaining import explain_minor, explain_urgent


@click.option(
    "--received", required=True, help="2026-04-01T10:00, on the local clock unless it has an offset."
)
@click.option("--urgency", type=click.Choice(["minor", "urgent"]), required=True)
@click.option("--area", help="An area's code, for its office hours.")
def deadline(received: str, urgency: str, area: str | None) -> None:
    """Print the steps to an order's deadline; the last line is the due day, or the instant to start by."""
    try:
        local = in_local_zone(datetime.fromisoformat(received))
    except ValueError as error:
        raise click.BadParameter("not a time as 2026-04-01T10:00", param_hint="--received") from error
    hours, of_whom = _hours(area) if area is not None else (OFFICE_HOURS, "")
    lines = explain_minor(local, hours, of_whom) if urgency == "minor" else explain_urgent(local)
    click.echo("\n".join(lines))


def _hours(code: str) -> tuple[OfficeHours, str]:
    with snapshot() as session:
        area = session.get(Area, code)
        if area is None:
            raise click.BadParameter(f"there is no area {code}", param_hint="--area")
        return office_hours_of(session, code), f" of {area.name_en}"
