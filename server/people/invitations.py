"""Invites a person's phone: a one-time code, and the link that carries it into the phone app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy.orm import Session

from server.people.join_codes import make_code
from server.people.models import Person


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code as people read it, the link for a QR picture, and when both end. Shown once: only a hash is kept."""

    code: str
    link: str
    expires_at: datetime


def invite(
    session: Session, person: Person, made_by: Person, server_url: str, seconds: int, now: datetime
) -> Invitation:
    """Make a code for a person's phone. `server_url` is the server's address with its final slash.

    The code stands behind `#`, so that it reaches no server's log and no referrer.
    """
    code = make_code(session, person, made_by, seconds, now)
    return Invitation(code, f"{server_url}app/#code={quote(code)}", now + timedelta(seconds=seconds))
