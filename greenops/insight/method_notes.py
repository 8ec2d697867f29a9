"""What is printed about a method beside its figures: the equation, and what a reader must know."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from travel.emissions.method import Method
from travel.emissions.methods import calculation


@dataclass(frozen=True, slots=True)
class MethodNote:
    label: str
    edition: str
    equation: str
    remark: str
    includes: str
    source: str


_REMARKS = {
    "icao": _(
        "ICAO-style estimate: computed by ICAO's published method, but without the airlines' fleet data "
        "that ICAO's own calculator uses, so its results are not reproduced exactly. Official results, "
        "where loaded, replace the estimate."
    ),
    "tim": _("After Google's Travel Impact Model; aircraft and seats are typical ones where the booking names none."),
    "desnz": _("The factors of the United Kingdom's Government for company reporting, in the edition of the year."),
    "myclimate": _("After the published calculation principles of myclimate; aircraft are averages of the haul."),
}


def note_of(method: Method) -> MethodNote:
    """The note of a method; its family is the first word of its code."""
    family = method.code.partition("-")[0]
    return MethodNote(
        label=method.label,
        edition=method.edition,
        equation=_typeset(calculation(method.code).equation),
        remark=str(_REMARKS[family]),
        includes=_typeset(method.includes),
        source=method.source,
    )


def _typeset(text: str) -> str:
    return text.replace("CO2", "CO₂").replace(" x ", " × ")
