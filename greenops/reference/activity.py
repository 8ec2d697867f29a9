"""The catalogue of activity data: which streams there are, what they are measured in, and how each is told apart.

A stream is one kind of consumption (grid electricity, heating fuel, waste). Its detail says which product, fuel, mode
or type; waste has a collection channel and a route besides. Quantities are kept in the canonical unit of stream and
detail.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from greenops.reference.loading import load_table
from greenops.reference.schema import ReferenceDataError

LATEST: Final = "2026-11"


@dataclass(frozen=True)
class Detail:
    code: str
    label: str
    unit: str  # the canonical unit of quantities of this detail


@dataclass(frozen=True)
class Stream:
    """unit: the canonical one, where no detail has its own. period: `month`, or `year` for what is counted once a year.

    section: of the return. topic: the topic whose coverage a site's readings of it make (ghg, waste, water), or empty.
    """

    code: str
    label: str
    section: str
    unit: str
    period: str
    topic: str
    group: str
    is_optional: bool
    details: Mapping[str, Detail] = field(hash=False)

    def unit_of(self, detail: str) -> str:
        """Canonical unit of the detail. Raises ReferenceDataError for a detail that the stream does not have."""
        if not detail and not self.details:
            return self.unit
        if detail not in self.details:
            known = ", ".join(self.details) or "none: leave it empty"
            raise ReferenceDataError(f"'{detail}' is no detail of {self.code}. Known: {known}.")
        return self.details[detail].unit


@dataclass(frozen=True)
class Catalogue:
    """Streams by code; channels and routes of waste with their labels; recovering: the routes that recover (R26)."""

    edition: str
    streams: Mapping[str, Stream] = field(hash=False)
    channels: Mapping[str, str] = field(hash=False)
    routes: Mapping[str, str] = field(hash=False)
    recovering: frozenset[str]

    def stream(self, code: str) -> Stream:
        """Raises ReferenceDataError for a code that is none."""
        if code not in self.streams:
            near = self._near(code)
            told = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(self.streams)}."
            raise ReferenceDataError(f"'{code[:40]}' is no stream of activity data. {told}")
        return self.streams[code]

    def _near(self, code: str) -> list[str]:
        """Streams that are written nearly so, or with the same words in another order."""
        by_words = {"_".join(sorted(known.split("_"))): known for known in self.streams}
        words = [word for word in re.split(r"[\s_-]+", code.casefold()) if word]
        close = difflib.get_close_matches("_".join(sorted(words)), by_words, n=3, cutoff=0.75)
        found = [by_words[words] for words in close] + [word for word in words if word in self.streams]
        return list(dict.fromkeys(found))


@cache
def catalogue(edition: str = LATEST) -> Catalogue:
    """The catalogue of one edition."""
    details: dict[str, dict[str, Detail]] = {}
    streams = load_table("activity", edition, "streams").to_dict("records")
    units = {str(row["code"]): str(row["unit"]) for row in streams}
    for row in load_table("activity", edition, "details").to_dict("records"):
        stream = str(row["stream"])
        unit = str(row["unit"] or "") or units[stream]
        details.setdefault(stream, {})[str(row["code"])] = Detail(str(row["code"]), str(row["label"]), unit)
    ways = load_table("activity", edition, "waste_ways").to_dict("records")
    by_kind = {
        kind: {str(row["code"]): str(row["label"]) for row in ways if row["kind"] == kind}
        for kind in ("channel", "route")
    }
    return Catalogue(
        edition=edition,
        streams={
            str(row["code"]): Stream(
                code=str(row["code"]),
                label=str(row["label"]),
                section=str(row["section"]),
                unit=str(row["unit"]),
                period=str(row["period"]),
                topic=str(row["topic"] or ""),
                group=str(row["group"]),
                is_optional=bool(row["optional"]),
                details=details.get(str(row["code"]), {}),
            )
            for row in streams
        },
        channels=by_kind["channel"],
        routes=by_kind["route"],
        recovering=frozenset(str(row["code"]) for row in ways if row["recovered"]),
    )
