"""The words of an e-mail about an alert, in the language of whom it is for. They name no resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from server.duty.deliveries import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail without its envelope."""

    subject: str
    body: str


_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "fi": (
            "Kiireellinen työ {number}: kuittaa hälytys",
            (
                "Päivystykseen on tullut kiireellinen työ {number}, {place}.\n\n"
                "Avaa Kierros puhelimessa ja kuittaa hälytys. Jos et kuittaa, hälytys siirtyy seuraavalle.\n"
            ),
        ),
        "sv": (
            "Brådskande arbete {number}: kvittera larmet",
            (
                "Ett brådskande arbete {number} har kommit till jouren, {place}.\n\n"
                "Öppna Kierros på telefonen och kvittera larmet. Kvitterar du inte går larmet till nästa.\n"
            ),
        ),
        "en": (
            "Urgent order {number}: acknowledge the alert",
            (
                "An urgent order {number} has come in for the one on duty, {place}.\n\n"
                "Open Kierros on your phone and acknowledge the alert. If you don't, the next person is asked.\n"
            ),
        ),
    }
)


def letter(message: Message) -> Letter:
    """The e-mail for a message; in Finnish for a language that is not here."""
    subject, body = _WORDS.get(message.language, _WORDS["fi"])
    words = {"number": f"T-{message.order_number}", "place": message.place}
    return Letter(subject.format(**words), body.format(**words))
