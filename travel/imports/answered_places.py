"""What was answered about places: readings of names and codes, and airports that stand for cities."""

from collections.abc import Callable, Mapping

from greenops.reference.airports import AirportBook
from greenops.reference.naming import folded
from travel.emissions.place_outcome import Outcome, Place, PlaceProblem
from travel.emissions.places import COORDINATES
from travel.imports.questions import Answers

_START = "place:"


class AnsweredPlaces:
    """Answers to place:<text or city code>, set over the readings that the source and the organization have anyway."""

    def __init__(self, book: AirportBook, answers: Answers, names_person: Callable[[str], bool]) -> None:
        self._values: dict[str, str] = {}
        self._cities: dict[str, str] = {}
        for key, value in answers.items():
            if key.startswith(_START):
                subject = key.removeprefix(_START)
                # A city is answered by an airport, for all its names; a point on the map is read for its code alone.
                at_city = book.metropolitan(subject) and not COORDINATES.fullmatch(value.strip())
                if at_city:
                    self._cities[subject] = value
                elif not names_person(subject):
                    # A traveller's name is no place, whatever was answered for another file.
                    self._values[subject] = value

    def __bool__(self) -> bool:
        return bool(self._values or self._cities)

    def aliases(self, given: Mapping[str, str]) -> dict[str, str]:
        return {text: code for text, code in given.items() if folded(text) not in self._values} | self._values

    def stand_ins(self, given: Mapping[str, str]) -> dict[str, str]:
        return {**given, **self._cities}

    def used(self, outcome: Outcome) -> str:
        """The key of the answer that a place rests on; '' where it rests on none."""
        for note in outcome.notes if isinstance(outcome, Place) else ():
            code, _, value = note.partition(":")
            if code == "stand_in" and value.partition("->")[0] in self._cities:
                return _START + value.partition("->")[0]
            if code == "accepted_reading" and folded(value) in self._values:
                return _START + folded(value)
        return ""

    def value(self, key: str) -> str:
        subject = key.removeprefix(_START)
        return self._values.get(subject) or self._cities.get(subject, "")


def place_key(problem: PlaceProblem, text: str) -> str:
    """The key by which a place is asked: a city by its code, whatever it was called; another place by its text."""
    return _START + (problem.city or folded(text))
