"""What residents left with their orders: contact and entry, private links, and the notes they found at the door."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from server.demo.chance import Chance
from server.demo.order_texts import ALARMS, PETS
from server.demo.rows import Rows
from server.residents.models import ResidentReport
from server.work_orders.models import OrderContact

NOTE_REASONS = {"nobody_home": 60, "no_permission": 12, "extra_lock": 14, "pet": 14}
NOTE_TEXTS = {
    "nobody_home": ("Soitin ovikelloa kahdesti.", "Puhelimeen ei vastattu.", None),
    "no_permission": ("Asukas pyysi tulemaan toisena päivänä.", None),
    "extra_lock": ("Turvalukko päällä, yleisavain ei auta.", None),
    "pet": ("Koira oli eteisessä irti.", None),
}
_TIMES = ("Arkisin kello 16 jälkeen", "Aamupäivisin", "Milloin vain, soitto ensin", "Torstaisin")
_LANGUAGES = {"fi": 80, "sv": 6, "en": 14}


def add_contact(rows: Rows, chance: Chance, order_id: str, name: str, apartment: str, entry: str) -> None:
    """Who lives there. Somebody who lets the master key be used may stay unnamed."""
    is_named = entry != "master_key" or chance.happens(0.7)
    rows.add(
        OrderContact,
        order_id=order_id,
        name=name if is_named else "",
        phone=f"+358 44 000 {chance.randint(0, 9_999):04d}" if is_named else "",
        email=None,
        apartment=apartment,
        pets=chance.choice(PETS) if chance.happens(0.2) else None,
        alarm=chance.choice(ALARMS) if chance.happens(0.08) else None,
        preferred_time=chance.choice(_TIMES) if entry != "master_key" and chance.happens(0.6) else None,
    )


def add_report(rows: Rows, chance: Chance, order_id: str) -> None:
    """A report made with the form. Of its link there is a hash only, here too: nobody knows a secret to it."""
    rows.add(
        ResidentReport,
        order_id=order_id,
        link_hash=_hash(chance.new_id()),
        form_hash=_hash(chance.new_id()),
        language=chance.pick(_LANGUAGES),
    )


def visit_note_payload(chance: Chance) -> dict[str, Any]:
    """What a worker says of a door that stayed shut."""
    reason = chance.pick(NOTE_REASONS)
    text = chance.choice(NOTE_TEXTS[reason])
    return {"reason": reason} | ({"text": text} if text else {})


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
