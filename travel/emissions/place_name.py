"""What the name of a city or an airport means on a day; ambiguity is asked about, likeness never decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from greenops.reference.airports import Airport, PlaceName
from greenops.reference.naming import folded
from travel.emissions import place_text
from travel.emissions.place_code import MODE_WORDS, CodeReading
from travel.emissions.place_outcome import Outcome, Place, PlaceProblem, candidates_of, placed

# A name no longer than an ISO code is not read as a country: MLI, PER and TUN are towns or typing errors.
ISO_CODE_LENGTH = 3


@dataclass(frozen=True)
class NameReading:
    """Reads names for the day of its code reading. home_country orders candidates and does not decide."""

    codes: CodeReading
    home_country: str | None

    def outcome(self, text: str) -> Outcome:
        """The place of a name: as it stands, without a remark, or with a country or state beside it."""
        whole = self._plain(text, folded(text))
        if whole is not None:
            return whole
        split = place_text.bracketed(text)
        if split is not None:
            remark = folded(split.inside)
            if place_text.is_old_name(remark):
                return self.outcome(split.outside)
            return self._qualified(text, split.outside, remark)
        for divider in (",", ". ", " - "):
            place, found, qualifier = text.partition(divider)
            if found and place.strip() and qualifier.strip():
                return self._qualified(text, place, folded(qualifier))
        return _unknown(text)

    def _qualified(self, text: str, place: str, qualifier: str) -> Outcome:
        """A place with something beside it: only what lies in that country or state counts."""
        name = folded(place)
        country = self.codes.book.country_code(qualifier)
        airports = [
            airport
            for airport in self._airports(name)
            if airport.country == country or folded(airport.subdivision) == qualifier
        ]
        if airports:
            return self._of_airports(text, airports)
        found = self._plain(place, name)
        if isinstance(found, Place) and country and found.airport.country == country:
            return found
        if found is None:
            return _unknown(text)
        if isinstance(found, PlaceProblem):
            return found
        return PlaceProblem(
            "ambiguous_name",
            f"'{text}': {found.key} ({found.airport.city}, {found.airport.country}) has this name, but the "
            "words beside it say another place; say which airport is meant",
            candidates_of([found.airport]),
            asks=True,
        )

    def _plain(self, text: str, name: str) -> Outcome | None:
        """The place of a folded name as a whole; None where nothing has this name."""
        entry = self.codes.book.name_entry(name)
        if entry is not None:
            return self._of_entry(text, entry)
        mode = place_text.station_mode(name)
        if mode:
            return PlaceProblem(
                "surface_code",
                f"'{text}' names {MODE_WORDS[mode]} and not an airport; the leg is no flight",
                mode=mode,
            )
        airports = self._airports(name)
        if airports:
            return self._of_airports(text, airports)
        country = self.codes.book.country_code(name) if len(name) > ISO_CODE_LENGTH else None
        return self._of_region(text, "country", self._in_country(country)) if country else None

    def _of_entry(self, text: str, entry: PlaceName) -> Outcome:
        book = self.codes.book
        if entry.kind == "country":
            return self._of_region(text, entry.kind, self._in_country(entry.codes[0]))
        if entry.kind == "region":
            return self._of_region(text, entry.kind, self.codes.served(entry.codes))
        if len(entry.codes) == 1:
            code = entry.codes[0]
            return self.codes.outcome(code) if book.by_iata(code) else self.codes.metropolitan(code, text)
        return self._of_airports(text, [airport for code in entry.codes for airport in book.by_iata(code)[-1:]])

    def _in_country(self, country: str) -> list[Airport]:
        return self.codes.served(self.codes.book.served_in(country))

    def _of_region(self, text: str, kind: str, served: list[Airport]) -> Outcome:
        """A country, region or island: its only airport with service, else the question which; never its middle."""
        if len(served) == 1:
            return placed(served[0], f"only_airport:{served[0].code}")
        return PlaceProblem(
            "region_not_place",
            f"'{text}' is a {kind} and not a place with one airport; say which airport is meant",
            candidates_of(served),
            asks=True,
        )

    def _airports(self, name: str) -> list[Airport]:
        """What the bearers of a name mean on the day: the airport or the one that took over, none closed."""
        found: dict[str, Airport] = {}
        for airport in self.codes.book.by_name(name):
            outcome = self.codes.outcome(airport.key)
            if isinstance(outcome, Place):
                found.setdefault(outcome.key, outcome.airport)
        return list(found.values())

    def _of_airports(self, text: str, airports: list[Airport]) -> Outcome:
        served = self.codes.served(airport.code for airport in airports if airport.code)
        if len(served) == 1:
            return self.codes.outcome(served[0].code)
        if not served:
            return PlaceProblem(
                "unknown_name",
                f"'{text}' has no airport with airline service; say which airfield is meant, or give its coordinates",
                candidates_of(self._home_first(airports)),
                asks=True,
            )
        city = self.codes.book.city_of(served)
        if city is not None:
            return self.codes.metropolitan(city.code, text)
        return PlaceProblem(
            "ambiguous_name",
            f"'{text}' is the name of several places; say which airport is meant",
            candidates_of(self._home_first(served)),
            asks=True,
        )

    def _home_first(self, airports: Iterable[Airport]) -> list[Airport]:
        return sorted(airports, key=lambda airport: airport.country != self.home_country)


def _unknown(text: str) -> PlaceProblem:
    return PlaceProblem(
        "unknown_name",
        f"no airport or city is called '{place_text.quoted(text)}'; "
        "give the airport code, or say once which airport is meant",
        asks=True,
    )
