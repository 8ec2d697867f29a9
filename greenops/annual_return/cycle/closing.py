"""Whether the data of a year may still be changed: what every action asks before it touches them."""

from django.utils.translation import gettext as _

from greenops.annual_return.models import AnnualReturn

State = AnnualReturn.State


class YearClosed(ValueError):
    """The return of the year is in review or later. The message is a sentence for people."""


def is_year_editable(year: int) -> bool:
    return closed_because(year) == ""


def closed_because(year: int) -> str:
    """Why the data of the year may not be changed, and what to do; empty where they may."""
    return _sentence(AnnualReturn.objects.filter(year=year).first())


def check_year_is_editable(year: int) -> None:
    """To be called inside the transaction of a change: the return stays as it is until that transaction ends.

    Raises YearClosed.
    """
    sentence = _sentence(AnnualReturn.objects.select_for_update().filter(year=year).first())
    if sentence:
        raise YearClosed(sentence)


def closed_years() -> dict[int, str]:
    """Data year -> why its data may not be changed, of all years that are closed: for files of many rows."""
    return {found.year: sentence for found in AnnualReturn.objects.all() if (sentence := _sentence(found))}


def _sentence(annual_return: AnnualReturn | None) -> str:
    if annual_return is None or annual_return.is_editable:
        return ""
    told = {"year": str(annual_return.year), "state": annual_return.get_state_display()}
    if annual_return.is_frozen:
        return (
            _("The return of %(year)s is %(state)s: its data stay as they are. To change them, begin a restatement.")
            % told
        )
    return _("The return of %(year)s is %(state)s: its data stay as they are. To change them, send it back.") % told
