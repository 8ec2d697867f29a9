"""The organization's part of a shared building (R21)."""

from functools import lru_cache

from greenops.annual_return.inventory.entry import Share
from greenops.annual_return.inventory.errors import ShareInvalid

BASES = ("whole", "persons", "floor_area", "submeter", "agreed")


@lru_cache(maxsize=4096)
def checked(share: Share) -> Share:
    """R21: the share, unless it is none. Both its numbers are kept, and by what they were taken.

    Raises ShareInvalid where the whole is 0 or less, the part negative or more than the whole, the basis unknown.
    Source: UNOG and UNECE, which take a building's total pro rata of the workforce; UNDP.
    """
    if share.basis not in BASES:
        raise ShareInvalid(f"'{share.basis}' is no basis of a share. Give one of {', '.join(BASES)}.")
    if not share.denominator > 0:
        raise ShareInvalid(
            f"The share by {share.basis} is taken of {share.denominator:g}. Give a whole above 0, or count all of it."
        )
    if not 0 <= share.numerator <= share.denominator:
        raise ShareInvalid(
            f"The share by {share.basis} is {share.numerator:g} of {share.denominator:g}. "
            "It lies between 0 and 100 %: correct one of the numbers."
        )
    return share


def share(numerator: float, denominator: float, basis: str) -> Share:
    """R21: a checked share. Raises ShareInvalid as checked() does."""
    return checked(Share(numerator, denominator, basis))
