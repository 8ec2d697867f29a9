"""An emission factor that says what it includes, and sets of them from one edition."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from greenops.reference.loading import load_table, source

Gas = Literal["CO2", "CH4", "N2O"]
Stage = Literal["ttw", "wtt"]
KYOTO_GASES: frozenset[Gas] = frozenset({"CO2", "CH4", "N2O"})


@dataclass(frozen=True)
class EmissionFactor:
    """kg of CO2 or CO2e per unit of activity, with what is inside the figure.

    gases and stages say which emissions are counted (ttw: tank-to-wake, wtt: well-to-tank); non_co2 whether
    effects of flying at altitude are (radiative forcing); distance_uplift whether the distance flown beyond
    the great circle is inside already; cabin the class it holds for ("average" for a passenger of any class);
    region the flights it holds for; years the first and last year of activity, both inside.
    """

    method: str
    edition: str
    value: float
    unit: str
    gas_basis: Literal["CO2", "CO2e"]
    gases: frozenset[Gas]
    stages: frozenset[Stage]
    non_co2: bool
    distance_uplift: bool
    cabin: str
    region: str
    years: tuple[int, int]
    certainty: str
    source: str

    def parts(self) -> frozenset[tuple[str, str]]:
        """The emissions that the figure counts, each once: (stage, gas), and non-CO2 effects as one."""
        counted = {(stage, gas) for stage in self.stages for gas in self.gases}
        return frozenset(counted | ({("ttw", "non_co2")} if self.non_co2 else set()))

    def can_add(self, other: "EmissionFactor") -> bool:
        """Whether the two may stand in one sum: same activity, same method, and nothing counted twice."""
        same_activity = (self.unit, self.gas_basis, self.cabin, self.region) == (
            other.unit,
            other.gas_basis,
            other.cabin,
            other.region,
        )
        same_method = (self.method, self.edition) == (other.method, other.edition)
        years_meet = self.years[0] <= other.years[1] and other.years[0] <= self.years[1]
        return same_activity and same_method and years_meet and not self.parts() & other.parts()


@dataclass(frozen=True)
class FactorSet:
    """The factors of one edition of one method."""

    method: str
    edition: str
    factors: tuple[EmissionFactor, ...]

    def __iter__(self) -> Iterator[EmissionFactor]:
        return iter(self.factors)

    def __len__(self) -> int:
        return len(self.factors)

    def find(self, *, region: str, cabin: str, stage: Stage = "ttw", non_co2: bool = False) -> EmissionFactor | None:
        """The factor of a region, cabin and stage; None where the edition publishes none."""
        for factor in self.factors:
            if (factor.region, factor.cabin, factor.stages, factor.non_co2) == (
                region,
                cabin,
                frozenset({stage}),
                non_co2,
            ):
                return factor
        return None


def desnz_air(edition: str) -> FactorSet:
    """DESNZ factors of one year, kg CO2e per passenger-km.

    Tank-to-wake with and without radiative forcing, and well-to-tank where the year publishes it. The 8 per
    cent distance uplift is inside each.
    """
    year = int(edition)

    def factor(row: dict[Hashable, Any], value: str, stage: Stage, non_co2: bool) -> EmissionFactor:
        return EmissionFactor(
            method="desnz",
            edition=edition,
            value=float(row[value]),
            unit="kg per passenger-km",
            gas_basis="CO2e",
            gases=KYOTO_GASES,
            stages=frozenset({stage}),
            non_co2=non_co2,
            distance_uplift=True,
            cabin=str(row["cabin_class"]),
            region=str(row["haul"]),
            years=(year, year),
            certainty=str(row["certainty"]),
            source=str(row["source_id"]),
        )

    air = load_table("desnz", edition, "air").to_dict("records")
    factors = [factor(row, "kg_co2e_per_passenger_km", "ttw", row["radiative_forcing"] == "with_rf") for row in air]
    if "wtt_air.csv" in source("desnz", edition).files:
        wtt = load_table("desnz", edition, "wtt_air").to_dict("records")
        factors += [factor(row, "wtt_kg_co2e_per_passenger_km", "wtt", False) for row in wtt]
    return FactorSet("desnz", edition, tuple(factors))
