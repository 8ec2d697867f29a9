"""An amount times a factor, and an amount that stands alone."""

from greenops.annual_return.inventory.entry import Activity, Entry, FactorUsed, Scope, SourceGroup
from greenops.annual_return.inventory.equations import amount_words, product_words
from greenops.reference.activity import catalogue


def product(
    activity: Activity,
    used: FactorUsed,
    *,
    scope: Scope,
    group: SourceGroup | None,
    rules: tuple[str, ...] = (),
    is_optional: bool = False,
    note: str = "",
) -> Entry:
    """The organization's part of the amount times kg CO2e per unit."""
    co2e = activity.counted * used.value
    return Entry(
        activity=activity,
        section=section_of(activity),
        scope=scope,
        source_group=group,
        is_optional=is_optional,
        co2e=co2e,
        equation=product_words(activity, used, co2e),
        factors=(used,),
        rules=rules,
        is_estimate=activity.is_estimate,
        note=note,
    )


def amount_only(activity: Activity, *, rules: tuple[str, ...] = (), note: str = "") -> Entry:
    """No emissions are computed: no scope, no group, and no part in any sum of emissions."""
    return Entry(
        activity=activity,
        section=section_of(activity),
        scope=None,
        source_group=None,
        is_optional=catalogue().stream(activity.stream).is_optional,
        co2e=0.0,
        equation=amount_words(activity),
        factors=(),
        rules=rules,
        is_estimate=activity.is_estimate,
        note=note,
    )


def section_of(activity: Activity) -> str:
    """The section of the return that the stream belongs to."""
    return catalogue().stream(activity.stream).section
