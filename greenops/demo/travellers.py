"""Who travels in the demonstration: invented names, the same on every machine."""

from dataclasses import dataclass
from functools import cache

import numpy as np

FIRST_NAMES = (
    "AMINATA",
    "ANDREA",
    "ARJUN",
    "BEATRIZ",
    "CHIDI",
    "CLAIRE",
    "DAVID",
    "ELENA",
    "FATIMA",
    "GRACE",
    "HASSAN",
    "HUGO",
    "INES",
    "JONAS",
    "KEIKO",
    "LEILA",
    "LINH",
    "MARTA",
    "MOUSSA",
    "NADIA",
    "OLGA",
    "OMAR",
    "PEDRO",
    "PRIYA",
    "RANIA",
    "SAMUEL",
    "SOFIA",
    "TARIQ",
    "WEI",
    "YUSUF",
    "ZOE",
    "TENZIN",
)
LAST_NAMES = (
    "ABARDEY",
    "AKELLO",
    "ANDRADEZ",
    "BELMONTI",
    "BERGSTRAD",
    "CASTELLAR",
    "CHAUDHRIM",
    "DIABATEL",
    "DUFRESNOIS",
    "EKLUNDH",
    "FONTANEL",
    "GUERREIROS",
    "HAMMERDAL",
    "ISHIKAWARA",
    "JANKOVEC",
    "KAMAUNI",
    "KOVALDI",
    "LINDQVISTO",
    "MARCHETTAL",
    "MBEKIWA",
    "NAKAGAMO",
    "NGUYENTHO",
    "OKONJOMA",
    "OYELARAN",
    "PETROSIAN",
    "QURESHAN",
    "RANDRIAMA",
    "SALAZARIO",
    "SCHOENFELDT",
    "TADESSEY",
    "TURUNENKO",
    "VALDERRAZ",
    "WANGARIMA",
    "YILMAZER",
    "ZELENKOVA",
    "ZHANGLIU",
)
TITLES = ("MR", "MS")
# How many different people of a unit travel, by category.
STAFF_WHO_TRAVEL = {"ODG": 26, "STD": 70, "RAD": 84, "DEV": 82, "ADM": 46, "ROA": 34, "RAP": 27, "RAM": 20}
OTHERS_WHO_TRAVEL = {"consultant": 18, "sponsored_participant": 40}


@dataclass(frozen=True)
class Traveller:
    name: str
    number: str
    category: str


@cache
def travellers_of(unit: str, category: str) -> tuple[Traveller, ...]:
    """The people of a unit: names follow from unit, category and place in the list."""
    size = STAFF_WHO_TRAVEL[unit] if category == "staff" else OTHERS_WHO_TRAVEL[category]
    first = sum(ord(letter) * 37 for letter in unit + category)
    code = f"{unit}{category[:2].upper()}"
    return tuple(_traveller(first + place * 7, category, f"{code}{place:03d}") for place in range(size))


def delegates_of(random: np.random.Generator, number: int) -> list[Traveller]:
    """The delegates of a conference, each once."""
    start = int(random.integers(1, 1000))
    return [_traveller(start + place * 5, "delegate", f"DLG{place:04d}") for place in range(number)]


def _traveller(number: int, category: str, code: str) -> Traveller:
    last = LAST_NAMES[number % len(LAST_NAMES)]
    first = FIRST_NAMES[number // len(LAST_NAMES) % len(FIRST_NAMES)]
    return Traveller(f"{last}/{first} {TITLES[number % 2]}", code, category)
