"""Sends one message: by Web Push to a device, by SMTP to an e-mail address. Knows no database."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
import requests
import structlog

from server.duty.deliveries import Message, Result
from server.duty.letters import letter
from server.duty.subscriptions import is_allowed

log = structlog.get_logger(__name__)

_TIMEOUT_S = 10
_PUSH_LIVES_S = 15 * 60
"""A phone that comes back later is told by its next sync."""
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class Ways:
    """How messages go out. `smtp_url`: `smtp://user:password@host:587`, `smtps://…`; None prints e-mails to the log."""

    vapid_key: Path
    push_hosts: tuple[str, ...]
    contact: str
    smtp_url: str | None = None


def send(message: Message, ways: Ways) -> Result:
    """Send a message now; whatever goes wrong is a result."""
    if message.channel == "push":
        return _push(message, ways)
    return _mail(message, ways)


def _push(message: Message, ways: Ways) -> Result:
    # It brings an asynchronous HTTP client along that nothing here uses: only the process that sends waits for that.
    from pywebpush import WebPushException, webpush

    if not message.p256dh:
        return Result("gone", is_final=True)
    if not is_allowed(message.address, ways.push_hosts):
        return Result("endpoint_not_allowed", is_final=True, is_gone=True)
    with requests.Session() as session:
        session.max_redirects = 0
        try:
            webpush(
                {"endpoint": message.address, "keys": {"p256dh": message.p256dh, "auth": message.auth}},
                orjson.dumps({"alert": f"duty_alert:{message.alert_id}"}).decode(),
                vapid_private_key=str(ways.vapid_key),
                vapid_claims={"sub": f"mailto:{ways.contact}"},
                ttl=_PUSH_LIVES_S,
                timeout=_TIMEOUT_S,
                headers={"Urgency": "high", "Content-Type": "application/octet-stream"},
                requests_session=session,
            )
        except WebPushException as error:
            status = error.response.status_code if error.response is not None else None
            return _refused(status, str(error))
        except (requests.RequestException, ValueError) as error:
            return Result(type(error).__name__)
    return Result()


def _refused(status: int | None, text: str) -> Result:
    if status is None:
        return Result(text, is_final=True)
    if status in _GONE:
        return Result("gone", is_final=True, is_gone=True)
    is_theirs = status in _TRY_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return Result(f"http_{status}", is_final=not is_theirs)


def _mail(message: Message, ways: Ways) -> Result:
    words = letter(message)
    if ways.smtp_url is None:
        log.info(
            "an e-mail, printed because no mail server is set",
            to=message.address,
            subject=words.subject,
            body=words.body,
        )
        return Result()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ways.contact, message.address, words.subject
    mail.set_content(words.body)
    try:
        with _connection(ways.smtp_url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused:
        return Result("recipient_refused", is_final=True)
    except (smtplib.SMTPException, OSError) as error:
        return Result(type(error).__name__)
    return Result()


def _connection(smtp_url: str) -> smtplib.SMTP:
    place = urlsplit(smtp_url)
    host = place.hostname or "localhost"
    if place.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, place.port or 465, timeout=_TIMEOUT_S)
    else:
        server = smtplib.SMTP(host, place.port or 25, timeout=_TIMEOUT_S)
        if place.username:
            # A password never goes in the clear.
            server.starttls()
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))
    return server
