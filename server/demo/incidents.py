"""What is out of the ordinary: clashes, forgotten reasons, a clock that is off. It comes through the real inbox.

So the flags, the records kept beside each other and the documents are exactly what the server makes of such operations.
"""

from __future__ import annotations

from datetime import datetime

from server.demo.city import City


def let_incidents_happen(city: City, now: datetime) -> None:
    """To be written."""
