"""What was done to find a place: its sentence for the officer, and its flags."""

from travel.emissions.place_outcome import Outcome, Place
from travel.emissions.quality import Quality

_NOTE_SENTENCES = {
    "retired_code": "{0} is read as {1}, its code today.",
    "moved_airport": "{0} moved: at this date its flights use {1}.",
    "stand_in": "{1} stands in for the city {0}.",
    "city_code": "{0} is the code of a city with one airport, {1}.",
    "city_and_airport": "{0} is also the code of its city, whose busier airport is {1}: check which one is meant.",
    "name_beside": "{0} is also the code of its city, and the name beside it is that of {1}: check which one is meant.",
    "other_country": "{0} does not lie in the country that stands beside it ({1}): check it.",
    "inferred_return": "The way back is not written out and was added.",
    "ends_only": "Only the ends {0} are given: the distance is the least; a connection would have to be added by hand.",
    "closed_date_unknown": "{0} is closed, since when is not known.",
}
_QUALITY = {
    "stand_in": Quality.CITY_STAND_IN,
    "disputed_position": Quality.COORDINATES_DISPUTED,
    "heliport": Quality.MODE_NOT_COVERED,
}


def quality_of(outcome: Outcome) -> int:
    """The flags that go with how a place was found."""
    mask = 0
    if isinstance(outcome, Place):
        for note in outcome.notes:
            mask |= int(_QUALITY.get(note.partition(":")[0], 0))
    return mask


def note_sentence(note: str) -> str:
    """What a note says to the officer; '' for notes that are shown as quality only."""
    code, _, value = note.partition(":")
    template = _NOTE_SENTENCES.get(code)
    if not template:
        return ""
    return template.format(*value.split("->"), "")
