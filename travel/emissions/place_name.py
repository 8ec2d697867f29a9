"""What the name of a city or an airport means on a day; ambiguity is asked about, likeness never decides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from greenops.reference.airports import HELIPORT, Airport
from greenops.reference.naming import folded
from greenops.reference.place_names import Area, PlaceName
from travel.emissions import place_text
from travel.emissions.place_code import MODE_WORDS, NATIONAL, CodeReading
from travel.emissions.place_outcome import Outcome, Place, PlaceProblem, candidates_of, placed

# A name no longer than an ISO code is not read as a country: MLI, PER and TUN are towns or typing errors.
ISO_CODE_LENGTH = 3
# NEWFOUNDLAND AND LABRADOR, the longest area that stands behind a city without a comma.
MOST_AREA_WORDS = 3
TOLD_BY_COUNTRY = ("ambiguous_name", "unknown_name", "metropolitan_code")


@dataclass(frozen=True)
class NameReading:
    """Reads names for the day of its code reading. home_country orders candidates and does not decide."""

    codes: CodeReading
    home_country: str | None

    def outcome(self, text: str, beside: str = "") -> Outcome:
        """The place of a name: as it stands, without a remark, or with a country or state beside it.

        beside: ISO code of the country in the column beside it. It decides where one bearer of the name lies there.
        """
        found = self._alone(text)
        if not beside:
            return found
        area = (Area(country=beside),)
        if isinstance(found, Place) and self._lies_in(found.airport, area):
            return found
        within = self._served(self._within(folded(text), area))
        if within and (isinstance(found, Place) or found.code in TOLD_BY_COUNTRY):
            return self._of_airports(text, within)
        return self._contradicted(text, found) if isinstance(found, Place) else found

    def _alone(self, text: str) -> Outcome:
        whole = self._plain(text, folded(text))
        if whole is not None:
            return whole
        split = place_text.bracketed(text)
        if split is not None:
            remark = folded(split.inside)
            if place_text.is_old_name(remark):
                return self._alone(split.outside)
            return self._qualified(text, split.outside, remark)
        for divider in (",", ". ", " - "):
            place, found, qualifier = text.partition(divider)
            if found and place.strip() and qualifier.strip():
                return self._qualified(text, place, folded(qualifier))
        return self._two_names(text) or self._followed(text) or _unknown(text)

    def _two_names(self, text: str) -> Outcome | None:
        """Two names of one place (MUMBAI/BOMBAY), or a place and its country."""
        names = [part.strip() for part in text.split("/")]
        if len(names) != 2 or not all(names):
            return None
        if self.codes.book.names.areas(folded(names[1])) and not self._bearers(folded(names[1])):
            return self._qualified(text, names[0], folded(names[1]))
        first, second = (self._alone(name) for name in names)
        same = isinstance(first, Place) and isinstance(second, Place) and first.key == second.key
        return first if same else None

    def _followed(self, text: str) -> Outcome | None:
        """A place with its country or state behind it and nothing between: LONDON ON, SYDNEY NOVA SCOTIA."""
        words = folded(text).split(" ")
        for count in range(1, min(MOST_AREA_WORDS, len(words) - 1) + 1):
            within = self._within(" ".join(words[:-count]), self._areas(" ".join(words[-count:])))
            if within:
                return self._of_airports(text, within)
        return None

    def _qualified(self, text: str, place: str, qualifier: str) -> Outcome:
        """A place with something beside it: only what lies in that country, state or island counts."""
        name = folded(place)
        area = self._areas(qualifier)
        within = self._within(name, area)
        if within:
            return self._of_airports(text, within)
        found = self._plain(place, name)
        if found is None:
            return _unknown(text)
        if isinstance(found, PlaceProblem):
            return found
        return found if self._lies_in(found.airport, area) else self._contradicted(text, found)

    def _contradicted(self, text: str, found: Place) -> PlaceProblem:
        return PlaceProblem(
            "ambiguous_name",
            f"'{place_text.quoted(text)}': {found.key} ({found.airport.city}, {found.airport.country}) has this name, "
            "but the words beside it say another place; say which airport is meant",
            candidates_of([found.airport]),
            asks=True,
        )

    def _within(self, name: str, area: tuple[Area, ...]) -> list[Airport]:
        """The bearers of a folded name that lie in one of the areas; the served ones if there are any."""
        found = [airport for airport in self._bearers(name) if self._lies_in(airport, area)]
        return self._served(found) or found

    def _bearers(self, name: str) -> list[Airport]:
        """All places that have a folded name, by the table of names or as an airport's or its city's."""
        found = {airport.key: airport for airport in self._airports(name)}
        entry = self.codes.book.name_entry(name)
        if entry is not None and entry.kind in ("city", "airport"):
            for airport in self._living(self._airport_codes(entry)):
                found.setdefault(airport.key, airport)
        return list(found.values())

    def _areas(self, word: str) -> tuple[Area, ...]:
        """What a folded word beside a name may mean: a country, a state by its code or name, an island."""
        return (*self.codes.book.names.areas(word), Area(subdivision=word))

    def _lies_in(self, airport: Airport, areas: tuple[Area, ...]) -> bool:
        sovereign = self.codes.book.names.sovereign(airport.country)
        return any(area.holds(airport.key, airport.country, sovereign, folded(airport.subdivision)) for area in areas)

    def _plain(self, text: str, name: str) -> Outcome | None:
        """The place of a folded name as a whole; None where nothing has this name."""
        entry = self.codes.book.name_entry(name)
        if entry is not None:
            return self._of_entry(text, entry)
        mode = place_text.station_mode(name)
        if mode == HELIPORT:
            return PlaceProblem(
                "unknown_name",
                f"'{text}' names a heliport; give its code, or say once where it lies by its coordinates",
                asks=True,
            )
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
        return self._of_airports(text, list(self._living(self._airport_codes(entry))))

    def _airport_codes(self, entry: PlaceName) -> Iterator[str]:
        """The airports that an entry means, those of a city code each by its own."""
        for code in entry.codes:
            yield from (code,) if self.codes.book.by_iata(code) else self.codes.book.metropolitan(code)

    def _in_country(self, country: str) -> list[Airport]:
        return self.codes.served(self.codes.book.served_in(country))

    def _served(self, airports: Iterable[Airport]) -> list[Airport]:
        return self.codes.served(airport.code for airport in airports if airport.code)

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
        bearers = (airport.key for airport in self.codes.book.by_name(name))
        # Private strips, which have a national code alone, are never what a name in a booking means.
        return list(self._living(key for key in bearers if not NATIONAL.fullmatch(key)))

    def _living(self, keys: Iterable[str]) -> Iterator[Airport]:
        found: dict[str, Airport] = {}
        for key in keys:
            outcome = self.codes.listed(key)
            if isinstance(outcome, Place):
                found.setdefault(outcome.key, outcome.airport)
        yield from found.values()

    def _of_airports(self, text: str, airports: list[Airport]) -> Outcome:
        served = self._served(airports)
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
