"""What a meter can measure, and in which units it may show it."""

from greenops.reference.activity import Stream, catalogue

# The canonical unit of a stream -> the units that meters of it show, canonical first.
SHOWN = {
    "kWh": ("kWh", "MWh", "GJ"),
    "m3": ("m3", "l", "ft3"),
    "l": ("l", "m3"),
    "kg": ("kg", "t"),
    "km": ("km", "mile"),
}


def metered_streams() -> dict[str, Stream]:
    """Streams that are counted month by month, by code: the others are told once a year and have no meter."""
    return {code: stream for code, stream in catalogue().streams.items() if stream.period == "month"}


def units_shown(stream: Stream) -> tuple[str, ...]:
    """The units that a meter of the stream may show: those of the stream and of each of its details."""
    canonical = dict.fromkeys([stream.unit, *(detail.unit for detail in stream.details.values())])
    return tuple(dict.fromkeys(unit for name in canonical for unit in SHOWN[name]))
