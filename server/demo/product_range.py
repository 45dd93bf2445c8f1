"""Sixty made-up cleaning products. Makers, names and licence numbers do not exist; hazards are those such products have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hazard:
    """A product's classification (CLP Regulation (EC) No 1272/2008): pictograms, signal word, statements."""

    pictograms: tuple[str, ...] = ()
    signal_word: str | None = None
    h_statements: tuple[str, ...] = ()
    p_statements: tuple[str, ...] = ()


HAZARDS = {
    "none": Hazard(),
    "irritant": Hazard(("GHS07",), "warning", ("H315", "H319"), ("P264", "P280", "P305+P351+P338")),
    "eye_damage": Hazard(("GHS05",), "danger", ("H318",), ("P280", "P305+P351+P338", "P310")),
    "corrosive": Hazard(
        ("GHS05",),
        "danger",
        ("H290", "H314"),
        ("P260", "P280", "P301+P330+P331", "P303+P361+P353", "P305+P351+P338"),
    ),
    "chlorine": Hazard(
        ("GHS05", "GHS09"),
        "danger",
        ("H290", "H314", "H410", "EUH031"),
        ("P273", "P280", "P305+P351+P338", "P391"),
    ),
    "oxidiser": Hazard(("GHS03", "GHS05"), "danger", ("H272", "H318"), ("P210", "P280", "P305+P351+P338")),
    "flammable": Hazard(("GHS02", "GHS07"), "danger", ("H225", "H319", "H336"), ("P210", "P261", "P280")),
    "aerosol": Hazard(("GHS02",), "danger", ("H222", "H229"), ("P210", "P211", "P251", "P410+P412")),
    "sensitiser": Hazard(
        ("GHS08", "GHS07"), "danger", ("H319", "H334"), ("P261", "P284", "P304+P340", "P342+P311")
    ),
    "aquatic": Hazard(("GHS09",), "warning", ("H410",), ("P273", "P391", "P501")),
}


@dataclass(frozen=True, slots=True)
class RangeItem:
    """`label`: eco-label and licence. `label_state`: valid, expired or ending (soon). `dose`: amount in `unit`, for so many litres."""

    name: str
    maker: str
    purpose: str
    hazard: str
    label: tuple[str, str] | None = None
    label_state: str = "valid"
    dose: tuple[float, int] | None = None
    unit: str = "ml"


_PL, _KK, _NR, _SP, _BL = "Pohjanlähde", "Kaislakemia", "Norrglans AB", "Saimaan Puhto", "Baltikaste OÜ"


def _swan(group: str, serial: int) -> tuple[str, str]:
    return "nordic_swan", f"3{group} {serial:04d}"


def _flower(group: str, serial: int) -> tuple[str, str]:
    return "eu_ecolabel", f"FI/{group}/{serial:03d}"


def _falcon(serial: int) -> tuple[str, str]:
    return "bra_miljoval", f"BMV {serial}"


RANGE = (
    RangeItem("Aamukaste Yleispesu", _PL, "general_cleaning", "none", _swan("026", 9001), dose=(10, 5)),
    RangeItem(
        "Aamukaste Yleispesu Hajusteeton", _PL, "general_cleaning", "none", _swan("026", 9002), dose=(10, 5)
    ),
    RangeItem("Kuulas Yleispuhdistus", _KK, "general_cleaning", "none", _flower("020", 901), dose=(15, 8)),
    RangeItem("Norrglans Allrent", _NR, "general_cleaning", "none", _falcon(9101), dose=(20, 10)),
    RangeItem(
        "Puhto 10 Yleispesu", _SP, "general_cleaning", "irritant", _swan("026", 9003), "expired", (12, 5)
    ),
    RangeItem("Puhto 11 Tiiviste", _SP, "general_cleaning", "eye_damage", dose=(5, 8)),
    RangeItem("Baltikaste Universal", _BL, "general_cleaning", "irritant", dose=(25, 10)),
    RangeItem(
        "Kuulas Heikosti Emäksinen",
        _KK,
        "general_cleaning",
        "irritant",
        _flower("020", 902),
        "ending",
        (20, 10),
    ),
    RangeItem("Aamukaste Mikrokuitupesu", _PL, "general_cleaning", "none", _swan("083", 9004), dose=(5, 5)),
    RangeItem("Lumme Saniteetti", _PL, "sanitary", "irritant", _swan("026", 9011), dose=(30, 5)),
    RangeItem("Lumme Saniteetti Vaahto", _PL, "sanitary", "irritant", _swan("026", 9012)),
    RangeItem("Kuulas WC-puhdistus", _KK, "sanitary", "irritant", _flower("020", 911)),
    RangeItem("Norrglans Badrum", _NR, "sanitary", "none", _falcon(9111), dose=(25, 5)),
    RangeItem("Puhto 20 Saniteetti", _SP, "sanitary", "corrosive", dose=(30, 8)),
    RangeItem("Puhto 21 Kloorivaahto", _SP, "sanitary", "chlorine"),
    RangeItem("Baltikaste Bathroom", _BL, "sanitary", "eye_damage", dose=(40, 10)),
    RangeItem("Lumme Saunapesu", _PL, "sanitary", "none", _swan("026", 9013), dose=(50, 5)),
    RangeItem("Löylynraikas Saunapesu", _KK, "sanitary", "irritant", dose=(50, 5)),
    RangeItem("Suvanto Lattianpesu", _PL, "floor_care", "none", _swan("051", 9021), dose=(20, 10)),
    RangeItem("Suvanto Vahapesu", _PL, "floor_care", "none", _swan("051", 9022), dose=(50, 10)),
    RangeItem("Kuulas Lattia Neutraali", _KK, "floor_care", "none", _flower("020", 921), dose=(15, 10)),
    RangeItem("Norrglans Golv", _NR, "floor_care", "none", _falcon(9121), dose=(25, 10)),
    RangeItem("Puhto 30 Vahanpoisto", _SP, "floor_care", "corrosive", dose=(500, 5)),
    RangeItem("Puhto 31 Lattiavaha", _SP, "floor_care", "none"),
    RangeItem("Suvanto Yhdistelmäkone", _PL, "floor_care", "none", _swan("051", 9023), dose=(30, 10)),
    RangeItem("Baltikaste Floor Shine", _BL, "floor_care", "aquatic", dose=(30, 10)),
    RangeItem("Utu Pyykinpesuneste", _PL, "laundry", "irritant", _swan("006", 9031), dose=(20, 10)),
    RangeItem("Utu Pyykinpesujauhe", _PL, "laundry", "irritant", _swan("006", 9032), dose=(30, 10), unit="g"),
    RangeItem("Norrglans Tvätt", _NR, "laundry", "eye_damage", _falcon(9131), dose=(25, 10)),
    RangeItem("Puhto 40 Mopinpesu", _SP, "laundry", "eye_damage", dose=(30, 10)),
    RangeItem("Puhto 41 Tahranpoisto Entsyymi", _SP, "laundry", "sensitiser"),
    RangeItem("Kuulas Mopinpesu", _KK, "laundry", "irritant", _flower("038", 931), dose=(25, 10)),
    RangeItem("Kuulas Ikkuna", _KK, "window", "none", _flower("020", 941)),
    RangeItem("Norrglans Fönster", _NR, "window", "irritant", _falcon(9141)),
    RangeItem("Puhto 50 Lasi", _SP, "window", "flammable"),
    RangeItem("Baltikaste Glass Foam", _BL, "window", "aerosol"),
    RangeItem("Aamukaste Astianpesu", _PL, "hand_dish", "none", _swan("025", 9051), dose=(5, 5)),
    RangeItem("Kuulas Tiski", _KK, "hand_dish", "eye_damage", _flower("019", 951), dose=(4, 5)),
    RangeItem("Norrglans Disk", _NR, "hand_dish", "irritant", _falcon(9151), "expired", (5, 5)),
    RangeItem("Baltikaste Dish", _BL, "hand_dish", "eye_damage", dose=(6, 5)),
    RangeItem("Tyrsky Rasvanpoisto", _PL, "degreaser", "irritant", _swan("065", 9061), dose=(100, 5)),
    RangeItem("Puhto 60 Rasvanpoisto Vahva", _SP, "degreaser", "corrosive", dose=(200, 10)),
    RangeItem("Puhto 61 Autotallin Pesu", _SP, "degreaser", "corrosive", dose=(250, 10)),
    RangeItem("Kuulas Rasva", _KK, "degreaser", "irritant", _flower("020", 961), "ending", (100, 5)),
    RangeItem("Baltikaste Graffiti Off", _BL, "degreaser", "flammable"),
    RangeItem("Kuura Pintadesi", _PL, "disinfectant", "flammable"),
    RangeItem("Puhto 70 Kloori", _SP, "disinfectant", "chlorine", dose=(100, 5)),
    RangeItem("Puhto 71 Happidesi", _SP, "disinfectant", "oxidiser", dose=(50, 5), unit="g"),
    RangeItem("Baltikaste Quat", _BL, "disinfectant", "aquatic", dose=(40, 8)),
    RangeItem("Rapa Kalkinpoisto Sitruuna", _PL, "descaler", "irritant", _swan("026", 9081), dose=(50, 5)),
    RangeItem("Kuulas Kalkki", _KK, "descaler", "irritant", _flower("020", 981), dose=(60, 5)),
    RangeItem("Puhto 80 Kalkinpoisto", _SP, "descaler", "corrosive", dose=(200, 5)),
    RangeItem("Puhto 81 Ruosteenpoisto", _SP, "descaler", "corrosive"),
    RangeItem("Routa Jäänsulatusrae", _KK, "de_icing", "irritant", unit="g"),
    RangeItem("Routa Formiaatti", _KK, "de_icing", "none", _swan("099", 9091), unit="g"),
    RangeItem("Baltikaste Ice Melt", _BL, "de_icing", "irritant", unit="g"),
    RangeItem("Tuulahdus Hajunpoisto", _PL, "other", "none", _swan("026", 9101)),
    RangeItem("Puhto 90 Terässuoja", _SP, "other", "aerosol"),
    RangeItem("Puhto 91 Viemärinavaaja", _SP, "other", "corrosive", unit="g"),
    RangeItem("Kuulas Kalustehoito", _KK, "other", "none", _falcon(9191)),
)
