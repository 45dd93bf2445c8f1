"""Made-up names of people, as mixed as Helsinki is. First and family names are common ones, put together by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from server.demo.chance import Chance


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that go together, how many of a hundred people have such, and the languages their phones may speak."""

    share: int
    first: tuple[str, ...]
    family: tuple[str, ...]
    languages: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FINNISH_FAMILY = _words(
    "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen "
    "Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen Karjalainen Jokinen "
    "Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Hiltunen Väisänen Laaksonen Miettinen Kallio Leinonen Pitkänen "
    "Aaltonen Manninen Hakala Anttila Koivisto Laakso Hirvonen Räsänen Lehto Peltonen Toivonen Mustonen Kettunen "
    "Rissanen Partanen Moilanen Nurmi Aalto Kokkonen Pesonen Seppälä Lampinen Pulkkinen Vainio Nurminen Hyvönen"
)

_ORIGINS = (
    Origin(
        58,
        _words(
            "Anneli Aino Tuula Ritva Päivi Sari Minna Kirsi Hanna Laura Johanna Elina Katja Riikka Satu Marja Outi "
            "Heidi Jaana Tiina Nina Sanna Emilia Jenni Noora Eveliina Kaisa Mari Henna Leena Juhani Mikko Timo Kari "
            "Jari Antti Pekka Janne Markku Petri Heikki Jukka Sami Ville Tuomas Jussi Marko Tero Matti Lauri Teemu "
            "Risto Arto Esa Harri Ismo Kalle Olli Pasi Vesa Niko Eetu Joonas Aleksi Topi Väinö"
        ),
        _FINNISH_FAMILY,
        ("fi",),
    ),
    Origin(
        9,
        _words(
            "Camilla Maria Susanne Annika Linda Ulla Gunilla Petra Jessica Sofia Anders Mats Kenneth Stefan Peter "
            "Jonas Fredrik Christer Niklas Robin"
        ),
        _words(
            "Lindholm Nyman Lindström Karlsson Johansson Eriksson Sundström Nyström Holmberg Backman Björklund Granqvist"
        ),
        ("sv", "fi"),
    ),
    Origin(
        9,
        _words("Kristi Liina Maarika Piret Triin Heli Tarmo Indrek Raivo Margus Jaan Siim Andres Urmas"),
        _words("Tamm Saar Sepp Kask Mägi Kukk Rebane Ilves Pärn Koppel Luik Oja"),
        ("fi", "en"),
    ),
    Origin(
        6,
        _words("Amina Hodan Fadumo Sahra Ifrah Abdi Mohamed Yusuf Ahmed Liban Hassan Bashir"),
        _words("Abdullahi Warsame Farah Hussein Jama Osman Ali Nuur Hersi Mohamud"),
        ("fi", "en"),
    ),
    Origin(
        5,
        _words("Olena Iryna Oksana Natalia Svitlana Andrii Dmytro Serhii Oleh Taras"),
        _words("Kovalenko Shevchenko Bondarenko Tkachenko Melnyk Kravchenko Marchenko Boyko"),
        ("en", "fi"),
    ),
    Origin(
        4,
        _words("Linh Thu Mai Huong Minh Duc Tuan Hieu"),
        _words("Nguyen Tran Pham Hoang Vu Dang"),
        ("fi", "en"),
    ),
    Origin(
        4,
        _words("Leyla Zeynab Shirin Nour Omar Karim Rebin Hiwa Samir Tariq"),
        _words("Hassani Karimi Rashid Aziz Saleh Haddad Mahmoudi"),
        ("fi", "en"),
    ),
    Origin(
        5,
        _words("Grace Maricel Joy Blessing Anjali Sunita Joseph Emmanuel Ramesh Kiran Daniel Chidi"),
        _words("Santos Reyes Okafor Mensah Thapa Gurung Sharma Adeyemi Cruz Rai"),
        ("en",),
    ),
)


def made_up_people(chance: Chance) -> Iterator[tuple[str, str]]:
    """Names, no two the same, each with a language: (`Aino Korhonen`, `fi`). Ends when names run out, after thousands."""
    used: set[str] = set()
    shares = [origin.share for origin in _ORIGINS]
    while len(used) < 4_000:
        (origin,) = chance.choices(_ORIGINS, shares)
        name = f"{chance.choice(origin.first)} {chance.choice(origin.family)}"
        if name not in used:
            used.add(name)
            yield name, chance.choice(origin.languages)
