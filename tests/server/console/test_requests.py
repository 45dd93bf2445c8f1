"""What anybody may write into an address of the console."""

from __future__ import annotations

import pytest

from tests.server.console.browser import Browser


@pytest.mark.parametrize("name", ["endpoint", "self", "values", "_scheme", "_external", "_anchor", "_method"])
@pytest.mark.parametrize("page", ["people", "rounds", "orders", "audit"])
def test_no_name_in_an_address_makes_a_page_fail(admin: Browser, page: str, name: str) -> None:
    assert admin.get(f"/console/{page}/?{name}=x").status_code == 200


def test_links_keep_what_was_asked_for(admin: Browser) -> None:
    text = admin.get("/console/people/?text=Älä+%26+co&devices=&role=cleaner&page=2").text
    assert 'href="/console/people/?text=%C3%84l%C3%A4+%26+co&amp;role=cleaner&amp;access=ended"' in text
