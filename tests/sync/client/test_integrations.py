"""The worked example of docs/integrations.md, line by line as it is written, against a server on loopback.

Only the server's port is another one: 8000 may be taken. The code, the ids and the names are put into the database.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from server.database import db, transaction
from server.inbox.models import InboxOperation
from server.people import join_codes
from server.people.models import Person
from server.products.models import Licence, Product, StockItem
from server.rounds.models import Round, Visit
from server.work_orders.models import OrderNumber, WorkOrder
from sync import client as sync_client
from tests.device import make_join_code
from tests.docs.pages import ROOT, read, section
from tests.world import World

PAGE = "docs/integrations.md"
ADDRESS = "http://127.0.0.1:8000"
VISITS = ("01932c4e-7a10-7cc0-8000-000000000001", "01932c4e-7a10-7cc0-8000-000000000002")
ROUND = "01932c4e-7a10-7cc0-8000-000000000003"
ORDER = "01932c4e-7a10-7cc0-8000-000000000004"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The server on a free port of loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def company(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """What the example speaks of: a round with two visits, an order, a product in stock, a code."""
    with transaction() as session:
        session.add(
            Round(
                id=ROUND,
                property_id=world.property,
                building_id=world.company_building,
                organisation_id=world.company,
                person_id=world.company_cleaner,
                work="maintenance_cleaning",
                on=world.today,
                state="planned",
                visits=[
                    Visit(id=visit, position=position, space_id=space, tasks=["sweep"], norm_minutes=10)
                    for position, (visit, space) in enumerate(
                        zip(VISITS, world.company_spaces, strict=False), 1
                    )
                ],
            )
        )
        session.add(OrderNumber(number=2041, order_id=ORDER))
        session.flush()
        session.add(
            WorkOrder(
                id=ORDER,
                number=2041,
                property_id=world.property,
                building_id=world.company_building,
                organisation_id=world.company,
                place="",
                category="cleaning",
                trade="cleaning",
                urgency="minor",
                description="Lamppu on pimeänä.",
                state="assigned",
                reporter="resident",
                reported_at=session.get_one(WorkOrder, world.order).reported_at,
                due_on=world.today,
                assigned_to_id=world.company_cleaner,
            )
        )
        eco = session.get_one(Product, world.eco_product)
        eco.name = "Yleispuhdistusaine"
        assert session.scalar(select(Licence).where(Licence.product_id == eco.id)) is not None
        session.add(StockItem(organisation_id=world.company, product_id=eco.id))
    wanted = iter("4XK7P2QD")
    with monkeypatch.context() as patched:
        patched.setattr(join_codes.secrets, "choice", lambda _: next(wanted))
        with transaction() as session:
            person = session.get_one(Person, world.company_cleaner)
            assert join_codes.make_code(session, person, None, 600, datetime.now(UTC)) == "4XK7-P2QD"
    return world


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", read(PAGE), re.DOTALL | re.MULTILINE)


def _environment(home: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {"HOME": str(home), "PATH": path, "NO_PROXY": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1"}


def test_the_commands_do_what_they_say(address: str, company: World, tmp_path: Path):
    (script,) = _blocks("sh")
    assert ADDRESS in script
    answer = subprocess.run(
        ["sh", "-eu"],
        input=script.replace(ADDRESS, address),
        cwd=ROOT,
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 waiting" in answer.stdout

    db.session.expire_all()
    assert [db.session.get_one(Visit, visit).state for visit in VISITS] == ["done", "skipped"]
    assert db.session.get_one(WorkOrder, ORDER).state == "done"
    received = db.session.scalars(select(InboxOperation).order_by(InboxOperation.sequence)).all()
    assert {operation.status for operation in received} == {"applied"}
    assert company.company_cleaner
    exported = json.loads((tmp_path / "kierros-export.json").read_text(encoding="utf-8"))
    assert len(exported["operations"]) == len(received) == 4


def test_the_library_does_what_it_says(
    address: str, company: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (code,) = _blocks("python")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = code.replace(ADDRESS, address)
    joining = made.partition("outcome = ")[0] + 'client.join(CODE, "ERP", "fi")\n'
    names: dict[str, object] = {"CODE": make_join_code(company.company_cleaner)}
    exec(compile(joining, PAGE, "exec"), names)
    exec(compile(made, PAGE, "exec"), names)
    assert names["outcome"] == sync_client.Outcome("done", next_s=60)
    db.session.expire_all()
    assert [db.session.get_one(Visit, visit).state for visit in VISITS] == ["done", "done"]


def test_the_page_names_every_outcome():
    text = section(PAGE, "## As a library")
    assert all(f"`{kind}`" in text for kind in ("done", "failed", "signed_out", "upload_only"))
