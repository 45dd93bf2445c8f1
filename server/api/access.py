"""Who asks: the person of the token (docs/protocol.md, step 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Request
from sqlalchemy.orm import Session

from server.audit.actor import act_as
from server.config import Settings
from server.errors import Problem
from server.inbox.registry import Author
from server.people.contact import Contact
from server.people.tokens import DeviceRevoked, InvalidToken, check_token


@dataclass(frozen=True, slots=True)
class Caller:
    """The author and the device, whether its token should be renewed, and whether it may only send (step 20).

    `last_contact` was read with the token, so that a sync without news need not ask for the device again.
    """

    author: Author
    last_contact: Contact
    should_renew: bool
    is_upload_only: bool


def authenticate(session: Session, request: Request, settings: Settings, now: datetime) -> Caller:
    """Whose request it is.

    Raises:
        Problem: `missing_token`, `invalid_token`, `device_revoked`
    """
    # 1. the author is the token's person
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "missing_token", "Authorization: Bearer is missing.")
    try:
        access = check_token(session, token.strip(), settings.token_seconds, now)
    except InvalidToken as error:
        raise Problem(401, "invalid_token", "The token is unknown or has expired.") from error
    except DeviceRevoked as error:
        raise Problem(401, "device_revoked", "This device was revoked.") from error
    act_as("person", access.person_id)
    author = Author(access.person_id, access.organisation_id, access.role, access.device_id)
    return Caller(author, access.last_contact, access.should_renew, access.is_upload_only)


def refuse_ended(caller: Caller) -> None:
    """Nothing is read by somebody whose access has ended.

    Raises:
        Problem: `access_ended`
    """
    if caller.is_upload_only:
        raise Problem(
            403, "access_ended", "This person's access has ended; what was recorded may still be sent."
        )
