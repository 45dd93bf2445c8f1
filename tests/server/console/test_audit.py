"""The audit log's page: who, when, what, before and after; for those only who see everything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.audit.actor import act_as
from server.audit.models import AuditRow
from server.console.pages import audit as page
from server.console.queries import audit as queries
from server.database import transaction
from server.people.models import Organisation, Person
from server.work_orders.models import OrderContact
from tests.server.console.browser import Browser
from tests.server.console.test_query_counts import counted
from tests.world import World

LOG = "/console/audit/"


def rename(world: World, *names: str) -> None:
    """The company gets these names in turn, by a command."""
    act_as("command", "")
    for name in names:
        with transaction() as session:
            session.get_one(Organisation, world.company).name = name


def newest(session: Session) -> int:
    session.rollback()
    return session.scalars(select(AuditRow.n).order_by(AuditRow.n.desc()).limit(1)).one()


def shown(text: str) -> list[int]:
    """The rows' numbers of a page, from above."""
    return [int(number) for number in re.findall(r">row (\d+)<", text)]


def test_what_was_changed_by_whom(world: World, admin: Browser, session: Session) -> None:
    admin.post(f"/console/people/{world.cleaner}/email", {"email": "aino@example.fi"})
    text = admin.get(f"{LOG}?table=persons&record={world.cleaner}").text
    assert "Anna Admin" in text
    assert re.search(r"<dt>email</dt><dd><del>–</del> .*<ins>aino@example.fi</ins>", text)
    assert f'href="/console/people/{world.cleaner}/"' in text


def test_the_newest_stand_first_and_pages_go_by_number(
    world: World, admin: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 3)
    rename(world, *(f"Puhdas {number}" for number in range(7)))
    address = f"{LOG}?table=organisations&record={world.company}"
    last = newest(session)
    first = admin.get(address)
    assert shown(first.text) == [last, last - 1, last - 2]
    [older] = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = admin.get(older.replace("&amp;", "&"))
    assert shown(second.text) == [last - 3, last - 4, last - 5]
    assert "Newest" in second.text
    # What is written meanwhile moves no row from one page to another.
    rename(world, "Puhdas")
    assert shown(admin.get(older.replace("&amp;", "&")).text) == [last - 3, last - 4, last - 5]


def test_no_page_counts_or_skips_rows(world: World, admin: Browser) -> None:
    admin.get(LOG)
    with counted() as statements:
        admin.get(f"{LOG}?before=20&who=a&since=2026-01-01&record={world.company}")
    of_log = [statement for statement in statements if "audit_rows" in statement]
    assert len(of_log) == 1
    assert not re.search(r"(?i)count\(|offset", of_log[0].replace("LIMIT ? OFFSET ?", ""))
    assert len(statements) < 10


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("table=organisations", True),
        ("table=persons", False),
        ("table=nothing", True),
        ("record=x", False),
        ("who=anna", False),
        ("since={today}", True),
        ("since={tomorrow}", False),
        ("until={today}", True),
        ("until={yesterday}", False),
        ("since=x&until=9999-12-31&before=x", True),
        ("before=1", False),
    ],
)
def test_filters(world: World, admin: Browser, query: str, is_found: bool) -> None:
    rename(world, "Erityinen Nimi Oy")
    days = {
        "yesterday": world.today - timedelta(days=1),
        "today": world.today,
        "tomorrow": world.today + timedelta(days=1),
    }
    answer = admin.get(f"{LOG}?{query.format(**days)}")
    assert answer.status_code == 200
    assert ("Erityinen Nimi Oy" in answer.text) is is_found


def test_by_a_part_of_a_name(world: World, admin: Browser) -> None:
    rename(world, "Nimi Oy")
    admin.post(f"/console/people/{world.cleaner}/email", {"email": "aino@example.fi"})
    text = admin.get(f"{LOG}?who=nna+ad").text
    assert "aino@example.fi" in text
    assert "Nimi Oy" not in text


@pytest.mark.parametrize("who", ["supervisor", "company_supervisor", "manager"])
def test_nobody_else_reads_it(
    request: pytest.FixtureRequest, world: World, session: Session, who: str
) -> None:
    rename(world, "Erityinen Nimi Oy")
    browser: Browser = request.getfixturevalue(who)
    assert "/console/audit/" not in browser.get("/console/").text
    assert browser.get(f"/console/orders/{world.order}/").text.count("/console/audit/") == 0
    for answer in (browser.get(LOG), browser.post(f"{LOG}verify")):
        assert answer.status_code in {403, 404}
        assert "<dt>" not in answer.text


def test_a_company_has_no_log_not_even_its_admin(
    app: object, world: World, company_supervisor: Browser
) -> None:
    with transaction() as session:
        session.get_one(Person, world.company_supervisor).role = "admin"
    assert company_supervisor.get("/console/").status_code == 200
    assert company_supervisor.get(LOG).status_code == 404


def test_no_residents_data_stands_in_it(world: World, admin: Browser) -> None:
    with transaction() as session:
        session.add(
            OrderContact(order_id=world.order, name="Liisa Meri", phone="040 555 0177", apartment="B 23")
        )
    text = admin.get(f"{LOG}?table=order_contacts").text
    assert world.order in text
    for personal in ("Liisa", "0177", "B 23"):
        assert personal not in text


def test_an_order_leads_to_its_rows(world: World, admin: Browser) -> None:
    order = admin.get(f"/console/orders/{world.order}/").text
    [link] = re.findall(r'href="(/console/audit/\?[^"]+)"', order)
    text = admin.get(link.replace("&amp;", "&")).text
    assert "Porrasvalo ei syty." in text
    assert shown(text)


def test_the_log_is_checked(world: World, admin: Browser, session: Session) -> None:
    text = admin.post(f"{LOG}verify").text
    assert "nothing is altered or missing" in text
    last = newest(session)
    with transaction() as writing:
        writing.execute(update(AuditRow).where(AuditRow.n == last - 1).values(by="someone"))
    assert f"Row {last - 1} is not what was written" in admin.post(f"{LOG}verify").text


def test_a_long_log_is_checked_on_the_server(
    world: World, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "VERIFIED_HERE_MAX", 3)
    assert "flask --app server audit verify" in admin.post(f"{LOG}verify").text


def test_what_was_made_shows_what_it_was_made_with(world: World, admin: Browser) -> None:
    text = admin.get(f"{LOG}?table=work_orders&record={world.order}").text
    assert re.search(r"<strong>Orders</strong> Made", text)
    assert "<dt>description</dt><dd>Porrasvalo ei syty.</dd>" in text
    assert "<dt>merged_into_id</dt>" not in text
