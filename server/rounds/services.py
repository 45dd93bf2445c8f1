"""What other subjects do with rounds."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.rounds.models import Round, Visit


def return_visit(session: Session, visit: Visit) -> None:
    """Open a visit again that a supervisor sent back, whatever has become of its round; its records stay.

    The round's row is locked first, as by a device's operation, so that the two come one after the other.
    """
    session.get_one(Round, visit.round_id, with_for_update=True)
    session.refresh(visit)
    visit.state = "open"
    visit.is_returned = True
    visit.at = visit.by_id = visit.minutes = visit.reason = visit.text = None
