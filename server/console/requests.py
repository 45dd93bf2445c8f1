"""What a request says besides its form: part of a page or all of it, where to go next, which page of a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import request, url_for

_PAGE_MAX = 100_000
_TEXT_MAX = 100


def is_fragment() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def next_url(fallback: str) -> str:
    """Where a form wants to go afterwards (its field `next`), if that is an address of ours; else `fallback`."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\n" not in wanted
    return wanted if is_ours else fallback


def search_text(values: Mapping[str, str], name: str) -> str:
    """A text to search for, without what no database takes."""
    return values.get(name, "").replace("\x00", "").strip()[:_TEXT_MAX]


def search_day(values: Mapping[str, str], name: str) -> date | None:
    """A day that people search from this century, or None for anything else."""
    try:
        found = date.fromisoformat(values.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def page_number() -> int:
    """The page of a list that is asked for, from 1; anything unreadable is the first."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), _PAGE_MAX) if text.isascii() and text.isdigit() and len(text) <= 6 else 1


def same_page(**changes: str | int | None) -> str:
    """The address of the page shown with some of its query changed; None removes a part."""
    query = {name: values for name, values in request.args.lists() if any(values)}
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = [str(value)]
    address = url_for(str(request.endpoint), **(request.view_args or {}))
    # Not by `url_for`: what anybody may write into an address must not become an argument of it.
    return f"{address}?{urlencode(query, doseq=True)}" if query else address
