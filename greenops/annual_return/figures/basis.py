"""What figures are made from: the gathered values of a year, and what the edition's method makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote

from greenops.annual_return.edition import Edition, FormLine
from greenops.annual_return.figures.figure import FIGURES, Figure, Trouble, with_its_sum
from greenops.annual_return.figures.leaking import equipment_years, stock_years
from greenops.annual_return.gathering.gathered import Gathered
from greenops.annual_return.inventory.entry import Activity, Entry
from greenops.annual_return.inventory.errors import ShareInvalid
from greenops.annual_return.inventory.refrigerants import STREAM as REFRIGERANTS
from greenops.annual_return.inventory.refrigerants import refrigerant_entries
from greenops.annual_return.inventory.shares import checked
from greenops.annual_return.inventory.sources import entries_of
from greenops.reference.activity import Catalogue, catalogue
from greenops.reference.schema import ReferenceDataError

T = TypeVar("T")


class Basis:
    """One year by one edition, with delegates off or on. Figures are made once and kept."""

    def __init__(self, gathered: Gathered, edition: Edition, *, delegates: bool) -> None:
        self.gathered = gathered
        self.edition = edition
        self.delegates = delegates
        self.catalogue: Catalogue = catalogue()
        self._figures: dict[str, Figure] = {}
        self._being_made: list[str] = []

    @property
    def year(self) -> int:
        return self.gathered.year

    def figure(self, code: str) -> Figure:
        """Of a line. Raises ValueError where lines are made from one another in a circle."""
        if code in self._being_made:
            raise ValueError(f"Lines are made from one another in a circle: {' -> '.join((*self._being_made, code))}.")
        if code not in self._figures:
            line = self.edition.line(code)
            self._being_made.append(code)
            self._figures[code] = with_its_sum(FIGURES[line.figure](self, line, **line.of))
            self._being_made.pop()
        return self._figures[code]

    def counting(self, *, scope: int | None = None, group: str | None = None) -> tuple[FormLine, ...]:
        """The lines whose emissions make the total, or the part of a scope or source group."""
        return tuple(
            line
            for line in self.edition.lines
            if line.counts and scope in (None, line.scope) and group in (None, line.source_group)
        )

    def entries(self, stream: str, detail: str | None = None) -> tuple[Entry, ...]:
        found = self._entries.get(stream, ())
        return tuple(entry for entry in found if detail in (None, entry.activity.detail))

    def troubles(self, stream: str, detail: str | None = None) -> tuple[Trouble, ...]:
        """Of the activities that have no emissions because something is missing."""
        return tuple(trouble for trouble in self._troubles.get(stream, ()) if detail in (None, trouble.thing))

    @property
    def streams(self) -> Iterable[str]:
        return self._entries.keys()

    def activities(self, stream: str) -> tuple[Activity, ...]:
        """Those whose share is one; unsound() says of the others."""
        return self._sound_by_stream.get(stream, ())

    def unsound(self, *streams: str, where: Callable[[Activity], bool] = lambda activity: True) -> tuple[Trouble, ...]:
        """Of activities whose part cannot be told, such as persons out of 0."""
        return tuple(trouble for activity, trouble in self._sound[1] if activity.stream in streams and where(activity))

    @property
    def not_in_catalogue(self) -> tuple[Trouble, ...]:
        """Of activities whose stream or detail a later catalogue took away: no line of the form has them."""
        return tuple(
            trouble
            for activity, trouble in self._sound[1]
            if activity.stream not in self.catalogue.streams
            or activity.detail not in (self.catalogue.streams[activity.stream].details or {"": None})
        )

    def site_label(self, code: str) -> str:
        site = self.gathered.site_by_code.get(code)
        return site.label if site else code

    def thing(self, stream: str, detail: str) -> str:
        """The stream and its detail in words."""
        found = self.catalogue.streams.get(stream)
        if found is None:
            return f"{stream} {detail}".strip()
        return f"{found.label}, {found.details[detail].label}" if detail in found.details else found.label

    def readings_link(self, stream: str, site: str) -> str:
        """Where the readings behind an input stand; of refrigerants the machines, with what was done to them."""
        if stream == REFRIGERANTS:
            return f"/ems/equipment/?search={quote(site)}"
        return f"/return/activity/readings/?year={self.year}&stream={stream}&search={quote(site)}"

    @cached_property
    def _made(self) -> tuple[tuple[Entry, ...], tuple[Trouble, ...]]:
        """Entries of activity data and of refrigerants, and what has none."""
        sound, unsound = self._sound
        troubles = [trouble for _activity, trouble in unsound]
        made = entries_of(sound, self.edition.method, self.year)
        troubles += [
            Trouble(missing.reason, missing.activity.site, missing.activity.stream, missing.activity.detail)
            for missing in made.missing
        ]
        leaks = refrigerant_entries(
            equipment_years(self.gathered), stock_years(self.gathered), self.edition.method, self.year
        )
        troubles += [Trouble(missing.reason, missing.site, REFRIGERANTS, missing.label) for missing in leaks.missing]
        return (*made.entries, *leaks.entries), tuple(troubles)

    @property
    def sound_activities(self) -> tuple[Activity, ...]:
        """All activities of known streams whose share is one."""
        return tuple(self._sound[0])

    @cached_property
    def _sound(self) -> tuple[list[Activity], list[tuple[Activity, Trouble]]]:
        """Activities of known streams whose share is one; the others with the reason."""
        sound: list[Activity] = []
        unsound: list[tuple[Activity, Trouble]] = []
        for activity in self.gathered.activities:
            try:
                self.catalogue.stream(activity.stream).unit_of(activity.detail)
                checked(activity.share)
            except (ShareInvalid, ReferenceDataError) as error:
                sentence = f"{self.thing(activity.stream, activity.detail)} at {activity.site}: {error}"
                unsound.append((activity, Trouble(sentence, activity.site, activity.stream, activity.detail)))
            else:
                sound.append(activity)
        return sound, unsound

    @cached_property
    def _sound_by_stream(self) -> Mapping[str, tuple[Activity, ...]]:
        return _by_stream(self._sound[0], lambda activity: activity.stream)

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Entry, ...]]:
        return _by_stream(self._made[0], lambda entry: entry.activity.stream)

    @cached_property
    def _troubles(self) -> Mapping[str, tuple[Trouble, ...]]:
        return _by_stream(self._made[1], lambda trouble: trouble.stream)


def _by_stream(found: Iterable[T], stream_of: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    made: dict[str, list[T]] = {}
    for one in found:
        made.setdefault(stream_of(one), []).append(one)
    return {stream: tuple(those) for stream, those in made.items()}
