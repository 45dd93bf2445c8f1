"""The Kierros server: work orders and cleaning rounds, a sync API for phones, a console for supervisors.

One folder a subject. docs/architecture.md says what each holds and who may import whom.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from server import local_time, registrations, weekdays
from server.api import calendars, health, join, push, snapshots, spec, sync
from server.audit.actor import act_as
from server.audit.changes import keep_former_values
from server.cli import register_commands
from server.config import Settings, settings_from_environment
from server.console import register_console
from server.courtyard.terms import use_drain_interval
from server.database import db, migrate
from server.duty.terms import Terms, use_terms
from server.errors import register_errors
from server.inspections.terms import use_on_fail
from server.web import phone_app
from server.web.addresses import register_addresses
from server.web.limits import limiter
from server.web.security_headers import register_security_headers
from server.work_orders import deadlines
from server.work_orders.deadlines import Limits

_REQUEST_BYTES_MAX = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; without settings they are read from the environment."""
    settings = settings or settings_from_environment()
    app = Flask(__name__, instance_path=str(settings.instance_path), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=_REQUEST_BYTES_MAX,
        SESSION_COOKIE_NAME="kierros",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        KIERROS_JOIN_LIMIT="20 per minute",
        KIERROS_CALENDAR_LIMIT="60 per minute",
    )
    app.extensions["kierros_settings"] = settings
    if settings.is_secure:
        # Behind one reverse proxy that ends HTTPS (deploy/): believe what it says of the client.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    local_time.use_time_zone(settings.time_zone)
    weekdays.use_eves_off(settings.has_eves_off)
    deadlines.use_limits(
        Limits(
            timedelta(minutes=settings.duty_acknowledge_minutes),
            timedelta(minutes=settings.urgent_start_minutes),
        )
    )
    use_drain_interval(settings.storm_drain_check)
    use_on_fail(settings.failed_space)
    use_terms(
        Terms(
            timedelta(minutes=settings.duty_acknowledge_minutes),
            timedelta(minutes=settings.duty_ahead_minutes),
        )
    )
    db.init_app(app)
    migrate.init_app(app, db)
    limiter.init_app(app)
    registrations.register_all()
    keep_former_values()
    register_addresses(app)
    # Whoever signs in or bears a token is named later.
    app.before_request(lambda: act_as("request", request.endpoint or ""))
    register_errors(app)
    register_security_headers(app, is_secure=settings.is_secure)
    for blueprint in (
        join.blueprint,
        sync.blueprint,
        snapshots.blueprint,
        push.blueprint,
        calendars.blueprint,
        health.blueprint,
        spec.blueprint,
        phone_app.blueprint,
    ):
        app.register_blueprint(blueprint)
    register_console(app)
    register_commands(app)
    return app
