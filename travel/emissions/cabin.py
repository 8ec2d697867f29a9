"""The four cabins and the unknown one."""

from typing import Final

ECONOMY: Final = 0
PREMIUM_ECONOMY: Final = 1
BUSINESS: Final = 2
FIRST: Final = 3
UNKNOWN: Final = 4

CABINS: Final = ("economy", "premium_economy", "business", "first")
CHOICES: Final = (*CABINS, "unknown")

SPELLINGS: Final = {name: code for code, name in enumerate(CHOICES)} | {
    "": UNKNOWN,
    "premium economy": PREMIUM_ECONOMY,
    "premium-economy": PREMIUM_ECONOMY,
    "premium": PREMIUM_ECONOMY,
}


def cabin_code(text: str) -> int | None:
    """The number of a cabin's name; None when the text is no cabin (a fare class letter is none)."""
    return SPELLINGS.get(text.strip().casefold())
