"""Invitations of phones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from server.database import transaction
from server.people.invitations import Invitation, invite
from server.people.join_codes import CodeRefused, use_code
from server.people.models import Person
from tests.world import World

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


def _invite(world: World, now: datetime = NOW) -> Invitation:
    with transaction() as session:
        person = session.get_one(Person, world.cleaner)
        supervisor = session.get_one(Person, world.supervisor)
        return invite(session, person, supervisor, "https://kierros.example/", 600, now)


def test_the_link_opens_the_phone_app_with_the_code_out_of_any_servers_sight(world: World) -> None:
    invitation = _invite(world)
    link = urlsplit(invitation.link)
    assert (link.scheme, link.netloc, link.path, link.query) == ("https", "kierros.example", "/app/", "")
    assert parse_qs(link.fragment) == {"code": [invitation.code]}


def test_the_code_joins_the_persons_phone(world: World, client: FlaskClient) -> None:
    code = _invite(world, datetime.now(UTC)).code
    answer = client.post("/api/join", json={"code": code, "device_name": "Puhelin", "language": "fi"})
    assert answer.status_code == 200
    assert answer.get_json()["person"]["id"] == world.cleaner


def test_it_is_good_for_ten_minutes(world: World) -> None:
    invitation = _invite(world)
    assert invitation.expires_at == NOW + timedelta(minutes=10)
    with transaction() as session, pytest.raises(CodeRefused) as refused:
        use_code(session, invitation.code, "Puhelin", invitation.expires_at)
    assert refused.value.code == "code_expired"


def test_it_is_good_once(world: World) -> None:
    code = _invite(world).code
    with transaction() as session:
        use_code(session, code, "Puhelin", NOW)
    with transaction() as session, pytest.raises(CodeRefused) as refused:
        use_code(session, code, "Toinen", NOW)
    assert refused.value.code == "code_used"
