"""The boundary of travel: whose payments lie inside a total. The rule is dated data, printed with it."""

from __future__ import annotations

from dataclasses import dataclass

from greenops.reference.loading import editions, load_table

DATASET = "travel_boundary"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Which payers count. inside: always; switched: with delegates on; flagged: inside, to be cleared up."""

    edition: str
    delegates: bool
    inside: frozenset[str]
    switched: frozenset[str]
    flagged: frozenset[str]
    sentence_off: str
    sentence_on: str

    @property
    def sentence(self) -> str:
        return self.sentence_on if self.delegates else self.sentence_off


def boundary_of(year: int, *, delegates: bool = False) -> Boundary:
    """The rule in force in a year: the newest edition that is not younger than it, else the oldest."""
    known = editions(DATASET)
    edition = max((name for name in known if int(name) <= year), default=known[0])
    payers = load_table(DATASET, edition, "payers").set_index("payer")
    sentences = load_table(DATASET, edition, "sentences").set_index("delegates")["sentence"]
    return Boundary(
        edition=edition,
        delegates=delegates,
        inside=frozenset(payers.index[payers["treatment"] == "inside"]),
        switched=frozenset(payers.index[payers["treatment"] == "delegates_switch"]),
        flagged=frozenset(payers.index[payers["flagged"].astype(bool)]),
        sentence_off=str(sentences["off"]),
        sentence_on=str(sentences["on"]),
    )
