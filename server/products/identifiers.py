"""The codes and numbers that a product bears, and which of them are well formed. Pure.

Sources: GS1 General Specifications 7.9 (the check digit); the licence numbers of the EU Ecolabel (`FI/020/123`); CLP
Regulation (EC) No 1272/2008 (pictograms, signal words, statements). Codes: docs/documents.md.
"""

from __future__ import annotations

import re

PURPOSES = (
    "general_cleaning",
    "sanitary",
    "floor_care",
    "laundry",
    "window",
    "hand_dish",
    "degreaser",
    "disinfectant",
    "descaler",
    "de_icing",
    "other",
)
UNITS = ("ml", "g")
LABELS = ("nordic_swan", "eu_ecolabel", "bra_miljoval")
HAZARDS = tuple(f"GHS0{number}" for number in range(1, 10))
SIGNAL_WORDS = ("warning", "danger")
LICENCE_CHARACTERS_MAX = 50

_GTIN = re.compile(r"[0-9]{8}|[0-9]{12}|[0-9]{13}|[0-9]{14}")
_EU_ECOLABEL = re.compile(r"[A-Z]{2,4}/[0-9]{3}/[0-9]{3,5}")
_H_STATEMENT = re.compile(r"(H[0-9]{3}[A-Za-z]{0,2}|EUH[0-9]{3}[A-Z]?)(\+H[0-9]{3}[A-Za-z]{0,2})*")
_P_STATEMENT = re.compile(r"P[0-9]{3}(\+P[0-9]{3})*")


def check_digit(digits: str) -> str:
    """The check digit that follows these digits of a GTIN: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def is_gtin(text: str) -> bool:
    """Whether this is a GTIN-8, -12, -13 or -14 with the right check digit."""
    return _GTIN.fullmatch(text) is not None and check_digit(text[:-1]) == text[-1]


def same_article(gtin: str) -> str:
    """The GTIN as fourteen digits: shorter ones are the same number with zeros before it."""
    return gtin.zfill(14)


def is_licence_text(label: str, text: str) -> bool:
    """Whether a label's licence is written as it should be; those of the Nordic labels are free text."""
    if not text or len(text) > LICENCE_CHARACTERS_MAX:
        return False
    return label != "eu_ecolabel" or _EU_ECOLABEL.fullmatch(text) is not None


def is_h_statement(text: str) -> bool:
    """Whether this is the code of a hazard statement: `H314`, `H360FD`, `H302+H332`, `EUH031`."""
    return _H_STATEMENT.fullmatch(text) is not None


def is_p_statement(text: str) -> bool:
    """Whether this is the code of a precautionary statement: `P280`, `P305+P351+P338`."""
    return _P_STATEMENT.fullmatch(text) is not None


def split_codes(text: str) -> list[str]:
    """Codes from a field: parted by commas, semicolons or spaces, each once, blanks around `+` closed."""
    joined = re.sub(r"\s*\+\s*", "+", text)
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", joined) if part))
