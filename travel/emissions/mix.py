"""The aircraft of a leg: one type, or a mix of types with their departures, as `319:10|320:4`."""

from travel.emissions.given import NUMBER


def mix_of(text: str) -> tuple[tuple[str, float], ...]:
    """The types and their shares of the departures, which add up to 1; empty when no aircraft is told."""
    parts = [part for part in _parts(text) if part[0]]
    total = sum(weight for _, weight in parts)
    return tuple((code, weight / total) for code, weight in parts)


def mix_fault(text: str) -> str:
    """Why a text cannot be read as aircraft, as the end of a sentence; empty when it can."""
    if not text.strip():
        return ""
    pieces = text.split("|")
    if len(pieces) > 1 and any(not piece.strip() for piece in pieces):
        return "has an empty part"
    for piece in pieces:
        code, colon, weight = (part.strip() for part in piece.partition(":"))
        if not code:
            return "names no aircraft before the colon"
        if colon and not NUMBER.fullmatch(weight):
            return f"gives no number of departures for {code}"
        if colon and not 0 < float(weight) <= 1e9:
            return f"must give more than 0 departures for {code}"
        if not colon and len(pieces) > 1:
            return f"gives no number of departures for {code}"
    return ""


def _parts(text: str) -> list[tuple[str, float]]:
    parts = []
    for piece in text.split("|"):
        code, _, weight = (part.strip() for part in piece.partition(":"))
        parts.append((code.upper(), float(weight) if weight else 1.0))
    return parts
