"""What templates may say: words for codes, times, addresses of the page, symbols."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Flask, url_for
from flask_babel import get_locale
from markupsafe import Markup

from server.config import Settings
from server.console import labels, times, wording
from server.console.access import signed_in
from server.console.requests import same_page
from server.places.models import Area, District

_STATIC = Path(__file__).parent / "static"


def register_template_words(app: Flask) -> None:
    """Give every template these names."""
    settings: Settings = app.extensions["kierros_settings"]
    app.jinja_env.globals.update(
        asset=asset,
        amount=times.amount,
        clock=times.clock,
        day=times.day,
        duration=times.duration,
        full=times.full,
        hour=times.hour,
        icon=icon,
        labels=labels,
        language=lambda: str(get_locale()),
        name_of=name_of,
        order_name=wording.order_name,
        same_page=same_page,
        server_name=settings.server_name,
        signed_in=signed_in,
        space_name=wording.space_name,
        weekday=times.weekday,
        when=times.when,
        word=labels.word,
    )
    app.jinja_env.filters["percent"] = times.percent
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def asset(name: str) -> str:
    """The address of a static file, with a mark of its content: browsers may keep it for ever."""
    return url_for("console.static", filename=name, v=_mark(name))


@cache
def _mark(name: str) -> str | None:
    """Read once in the life of the process; None for a file that the build has not made."""
    path = _STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None


def icon(name: str, label: str | None = None) -> Markup:
    """A symbol of icons.svg. Without a label it is decoration beside a word and silent to screen readers."""
    address = asset("icons.svg")
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(spoken, address, name)


def name_of(place: Area | District | Mapping[str, str]) -> str:
    """The name of an area or district in the reader's language."""
    language = str(get_locale())[:2]
    if isinstance(place, Mapping):
        return place[language]
    return str(getattr(place, f"name_{language}"))
