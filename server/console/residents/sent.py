"""A form that was sent: whether it is one of ours, and the private link that follows from its number.

Nobody is signed in here, so that there is nothing for another site to act with. What remains is refused all the same: a
form from elsewhere, and one that this server never made.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

GOOD_FOR_SECONDS = 24 * 60 * 60
SECRET_CHARACTERS = 43
"""Of 256 bits in URL-safe base64 without padding."""
_NUMBER_BYTES = 16


def new_token() -> str:
    """A number for a form, signed: the same form sent twice bears the same."""
    return _serializer().dumps(secrets.token_urlsafe(_NUMBER_BYTES))


def number_of(token: str) -> str | None:
    """The number of a form that this server made within a day; None for any other."""
    try:
        number = _serializer().loads(token, max_age=GOOD_FOR_SECONDS)
    except BadSignature:
        return None
    return number if isinstance(number, str) else None


def secret_of(number: str) -> str:
    """The secret of the private link that a form with this number makes: the same however often it is sent.

    It follows from the server's key, so that no database and no page has it before the form was sent.
    """
    made = digest(_key(), f"resident link {number}".encode(), sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")


def is_from_elsewhere() -> bool:
    """Whether a browser says that another site sent this request."""
    fetched_by = request.headers.get("Sec-Fetch-Site")
    if fetched_by is not None:
        return fetched_by not in {"same-origin", "same-site", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_key(), salt="resident form")


def _key() -> bytes:
    key = current_app.secret_key
    assert key, "the settings always have one"
    return key if isinstance(key, bytes) else key.encode()
