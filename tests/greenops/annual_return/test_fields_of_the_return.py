"""Every field that an entity returns each year has its place in every edition, or a recorded reason why not.

The fields are those that published pages of the United Nations name; what they are called here is ours.
"""

import pytest

from greenops.annual_return.edition_file import edition, editions

FIELDS = {
    "entity and cycle": (
        *("entity_names", "data_year", "method_and_factor_set", "people_of_the_return", "state_and_dates"),
    ),
    "personnel": (
        *("personnel_by_category", "counting_rule", "difference_from_official_number", "personnel_covered_by_topic"),
    ),
    "facilities": (
        *("facility_name_and_place", "facility_type", "facility_tenure", "facility_floor_area", "facility_occupants"),
        *("facility_months_in_use", "facility_share_basis", "facility_certificate"),
    ),
    "electricity": (
        *("grid_electricity", "electricity_products_and_certificates", "on_site_renewable", "generator_fuel"),
        "data_centre_electricity",
    ),
    "stationary fuels": ("natural_gas", "other_stationary_fuels", "biogenic_part"),
    "heat, steam, cooling": ("district_heat", "supplier_factor", "district_cooling"),
    "refrigerants": (
        *("cooling_equipment", "refrigerant_events", "ozone_depleting_equipment", "low_potential_equipment"),
    ),
    "vehicles": ("vehicle_fleet", "vehicle_fuel", "vehicle_distance_and_charging"),
    "air travel": ("trip_legs", "air_travel_by_category_and_cabin", "lump_sum_travel"),
    "other travel": ("public_transport", "taxis", "hire_and_private_cars"),
    "optional": (
        *("delegates_by_event", "commuting_and_homeworking", "freight", "refrigerants_outside_kyoto"),
        *("purchased_goods", "waste_and_water_treatment"),
    ),
    "waste": ("waste_by_type", "waste_collection", "waste_treatment", "waste_completeness", "waste_policy"),
    "water": ("water_by_source", "water_withdrawal", "water_recycled", "waste_water", "water_policy"),
    "air pollution": ("air_pollution",),
    "biodiversity": ("biodiversity",),
    "governance": ("ems_status_and_rating", "environmental_policy"),
    "procurement": ("procurement_policy", "procurement_counts"),
    "human resources": ("training",),
    "other functions": ("other_functions",),
    "offsets": ("offsets",),
    "narrative": ("narrative",),
    "management plan": ("inventory_management_plan",),
    "quality": ("quality_of_each_line", "variance_with_reason", "approval_and_snapshot"),
}
# Parts of fields that are not carried: each with its reason in the edition.
NOT_CARRIED = {"reviewer_of_each_line", "spend_on_purchased_goods", "entitlement_travel_from_bookings"}


@pytest.mark.parametrize("key", editions())
def test_every_field_has_its_place(key):
    places = {place.field: place for place in edition(key).places}

    carried = {field for fields in FIELDS.values() for field in fields}
    assert places.keys() == carried | NOT_CARRIED
    assert all(places[field].is_carried for field in carried)


@pytest.mark.parametrize("key", editions())
def test_what_is_not_carried_says_why(key):
    left_out = {place.field: place.reason for place in edition(key).not_carried}

    assert left_out.keys() == NOT_CARRIED
    assert all(reason.endswith(".") for reason in left_out.values())
