"""Makes the first people and organisations of an installation; all others are made in the console."""

from __future__ import annotations

import secrets

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.people.models import Organisation, Person, PersonDistrict
from server.people.passwords import problem_with, set_password
from server.places.buckets import LANDLORD
from server.places.districts import add_missing_districts
from server.places.models import District


@click.argument("username")
@click.argument("name")
@click.option(
    "--organisation", help="The landlord (made if there is none yet), or a service company made before."
)
@click.option(
    "--district", "districts", multiple=True, help="A district's code; may be repeated. All when not given."
)
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one up.")
def make_supervisor(
    username: str, name: str, organisation: str | None, districts: tuple[str, ...], ask_password: bool
) -> None:
    """Make a supervisor who can sign in to the console, and print the password once."""
    username = username.strip().lower()
    made_up = secrets.token_urlsafe(12)
    password = _ask_password(username) if ask_password else made_up
    with transaction() as session:
        if session.scalar(select(Person.id).where(Person.username == username)):
            raise click.ClickException(f"There is a person with the user name {username} already.")
        add_missing_districts(session)
        person = Person(
            name=name.strip(),
            role="supervisor",
            username=username,
            organisation_id=_organisation(session, organisation).id,
            districts=[PersonDistrict(district_code=code) for code in _district_codes(session, districts)],
        )
        set_password(person, password, must_change=not ask_password)
        session.add(person)
    click.echo(f"{name} can sign in to the console as {username}.")
    if not ask_password:
        click.echo(f"The password, to be changed at the first sign-in: {password}")


@click.argument("name")
def make_company(name: str) -> None:
    """Make a service company, so that a register of places can name it as a cleaning provider."""
    with transaction() as session:
        if session.scalar(select(Organisation.id).where(Organisation.name == name)):
            raise click.ClickException(f"There is an organisation called {name} already.")
        session.add(Organisation(name=name, kind="service_company"))
    click.echo(f"{name} is a service company now.")


def _ask_password(username: str) -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    problem = problem_with(password, username)
    if problem is not None:
        raise click.ClickException(f"That password will not do: {problem.replace('_', ' ')}.")
    return password


def _organisation(session: Session, name: str | None) -> Organisation:
    landlord = session.scalar(select(Organisation).where(Organisation.kind == LANDLORD))
    if landlord is None:
        if name is None:
            raise click.ClickException('Name the landlord: --organisation "Our Homes Ltd"')
        landlord = Organisation(name=name, kind=LANDLORD)
        session.add(landlord)
        session.flush()
        return landlord
    if name is None:
        return landlord
    found = session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        raise click.ClickException(
            f"There is no organisation called {name}: flask --app server make-company NAME"
        )
    return found


def _district_codes(session: Session, wanted: tuple[str, ...]) -> list[str]:
    known = sorted(session.scalars(select(District.code)))
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise click.ClickException(
            f"No district has the code {', '.join(unknown)}. There are {', '.join(known)}."
        )
    return sorted(set(wanted)) or known
