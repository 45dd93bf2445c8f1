"""Puts the console together: languages, protected forms, pages."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask
from flask_babel import Babel

from server.config import Settings
from server.console import demo, landing
from server.console.error_pages import register_error_pages
from server.console.guard import csrf, register_guard
from server.console.language import chosen_language
from server.console.pages import (
    areas,
    audit,
    building,
    call_outs,
    courtyard,
    duty,
    duty_shift,
    entry,
    inspection,
    inspections,
    language,
    order,
    orders,
    overview,
    password,
    people,
    person,
    plans,
    product,
    products,
    quarantine,
    review,
    rounds,
    sign_in,
)
from server.console.pages import round as one_round
from server.console.residents import pages as residents
from server.console.template_words import register_template_words

SIGNED_IN_FOR = timedelta(hours=12)
"""A working day, counted from signing in: a page that asks for news by itself must not keep a session alive."""


def register_console(app: Flask) -> None:
    """Add `/`, `/report/`, `/console/` and, in demo mode, `/api/demo`."""
    settings: Settings = app.extensions["kierros_settings"]
    app.config.update(
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        # A form is good as long as its session: a text that was written slowly must not be lost.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.setdefault("KIERROS_SIGN_IN_LIMIT", "10 per minute; 60 per hour")
    app.config.setdefault("KIERROS_REPORT_LIMIT", "10 per minute; 60 per hour")
    app.config.setdefault("KIERROS_REPORT_READ_LIMIT", "120 per minute")
    Babel(app, locale_selector=chosen_language, default_timezone=settings.time_zone)
    csrf.init_app(app)
    register_template_words(app)
    for blueprint in (landing.blueprint, residents.blueprint, demo.blueprint, _console()):
        app.register_blueprint(blueprint)


def _console() -> Blueprint:
    console = Blueprint(
        "console",
        __name__,
        url_prefix="/console",
        template_folder="templates",
        static_folder="static",
    )
    register_guard(console)
    register_error_pages(console)
    for page in (
        sign_in,
        password,
        language,
        overview,
        review,
        entry,
        quarantine,
        orders,
        order,
        courtyard,
        call_outs,
        inspections,
        inspection,
        duty,
        duty_shift,
        areas,
        people,
        person,
        products,
        product,
        rounds,
        plans,
        one_round,
        building,
        audit,
    ):
        console.register_blueprint(page.blueprint)
    return console
