"""Every address against everybody: those in the table get in, others are refused, strangers are asked to sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ems.audit import record
from ems.models import Organization
from greenops.accounts.models import User
from tests.access_table import (
    ALWAYS_ASK_TO_SIGN_IN,
    ANONYMOUS,
    ANSWERS,
    EVERYBODY,
    HOLDERS,
    NO_ROLE,
    SIGNED_IN,
    TABLE,
    Access,
)
from tests.factories import activity, boundary, registers, returns, travel
from tests.factories.people import person, sign_in
from travel.models import Assignment, EntitlementRule, ExpectedSource, OfficialLoad

SIGN_IN_PAGES = ("/accounts/login/", "/administration/login/")  # the second leads to the first


def addresses(patterns: list[Any], namespace: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """(name with namespace, route) of every URL; the route stands in where there is no name."""
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else whole), whole
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner, whole)


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def test_it_is_decided_for_every_address_who_may_open_it():
    undecided = sorted(set(ADDRESSES) - set(TABLE))

    assert undecided == [], "Decide who may open each of these, and write it into tests/access_table.py."


def test_the_table_names_no_address_that_is_gone():
    assert sorted(set(TABLE) - set(ADDRESSES)) == []


def test_the_table_names_every_role():
    from greenops.roles import ROLES

    assert set(ROLES) == HOLDERS


@pytest.fixture
def objects(db: None) -> dict[str, Any]:
    """One of everything that has a page."""
    Organization.objects.create(name="Agency", abbreviation="AG")
    unit, site = boundary.unit(), boundary.site()
    batch = travel.batch()
    leg = travel.leg(batch, unit)
    travel.year_of(leg)
    somebody = person("Awa", "travel_officer")
    return {
        "accounts.user": somebody,
        "accounts.roleassignment": somebody.role_assignments.get(),
        "ems.organization": Organization.objects.get(),
        "ems.organizationunit": unit,
        "ems.site": site,
        "ems.siteterms": boundary.terms(site),
        **registers.one_of_each(site),
        "ems.personnelcount": boundary.personnel(unit, site),
        "ems.event": record(by=somebody, action="site added", on=site),
        "annual_return.activityreading": activity.reading(site),
        "annual_return.supplierfactor": activity.supplier_factor(),
        "annual_return.offset": activity.offset(),
        **returns.one_of_each(),
        "travel.importbatch": batch,
        "travel.answer": travel.answer(),
        "travel.leg": leg,
        "travel.estimate": leg.estimates.get(),
        "travel.entitlementrule": EntitlementRule.objects.create(
            code="home-leave", text="As written.", cabin="economy", decided_by="HR", valid_from="2025-01-01"
        ),
        "travel.expectedsource": ExpectedSource.objects.create(label="Agency", source="auto", first_month="2025-01-01"),
        "travel.assignment": Assignment.objects.create(field="unit", value=unit.code, legs_count=1),
        "travel.officialload": OfficialLoad.objects.create(file_name="results.csv", tool="ICAO", tool_version="13.1"),
    }


@pytest.fixture
def people(objects: dict[str, Any]) -> dict[str, User | None]:
    """Somebody for every column of the table."""
    password = {"password": "a long enough password"}  # without one nobody can confirm who they are
    holders = {role: person(f"{role}-holder", role, **password) for role in HOLDERS}
    return {NO_ROLE: person("Noor", **password), ANONYMOUS: None} | holders


def arguments(name: str, objects: dict[str, Any]) -> dict[str, Any]:
    """What the address needs to lead to an object that exists."""
    batch, leg = objects["travel.importbatch"], objects["travel.leg"]
    expected = {"pk": objects["travel.expectedsource"].pk}
    of_month = {"year": 2025, "month": 3, **expected}
    rule = {"pk": objects["travel.entitlementrule"].pk}
    assignment = {"pk": objects["travel.assignment"].pk}
    official = {"pk": objects["travel.officialload"].pk}
    site = objects["ems.site"]
    ems_keys = {
        "rules": "personnelrule", "coverage": "topiccoverage", "equipment": "coolingequipment", "vehicles": "vehicle",
        "refrigerant_events": "refrigerantevent", "stocks": "refrigerantstock", "meters": "meter",
        "evidence": "evidencefile",
    }  # fmt: skip
    kind, _, act = name.removeprefix("ems:").rpartition("_")
    if name.startswith("ems:") and kind in ems_keys and act in ("page", "change", "remove", "file"):
        found = objects[f"ems.{ems_keys[kind]}"]
        return {"public_id": found.public_id} if hasattr(found, "public_id") else {"pk": found.pk}
    exact = {
        "people:give_role": {"public_id": objects["accounts.user"].public_id},
        "people:end_role": {"pk": objects["accounts.roleassignment"].pk},
        "ems:units_change": {"public_id": objects["ems.organizationunit"].public_id},
        **dict.fromkeys(("ems:sites_change", "ems:sites_page", "ems:terms_begin"), {"public_id": site.public_id}),
        **dict.fromkeys(("ems:terms_change", "ems:terms_take_back"), {"pk": objects["ems.siteterms"].pk}),
        **{
            f"annual_return:{name}{act}": {"public_id": objects[f"annual_return.{model}"].public_id}
            for name, model in (("reading", "activityreading"), ("supplier", "supplierfactor"), ("offset", "offset"))
            for act in ("", "_delete")
        },
        "annual_return:version": {"year": 2025, "number": 1},
        "annual_return:section_answers": {"year": 2025, "section": "3"},
        "annual_return:give_reason": {"year": 2025, "code": "T.1"},
        **{
            f"annual_return:{name}": {"year": 2025, "pk": objects[f"annual_return.{model}"].pk}
            for name, model in (
                ("remove_omission", "omission"),
                ("explain_difference", "publishedfigure"),
                ("correct_published_figure", "publishedfigure"),
                ("answer_query", "unepquery"),
            )
        },
        "travel:retract": {"pk": objects["travel.answer"].pk},
        "ems:personnel_change": {"pk": objects["ems.personnelcount"].pk},
        "travel:assignment": assignment,
        "travel:rule": rule,
        "travel:end_expected": expected,
        "travel:remove_expected": expected,
        **dict.fromkeys(
            (
                "travel:coverage_month",
                "travel:say_nothing",
                "travel:unsay_nothing",
                "travel:enter_figure",
                "travel:remove_figure",
            ),
            of_month,
        ),
        "travel:end_rule": rule,
        "travel:remove_trip": {"number": 0},
        "travel:remove_entitlement_trip": {"number": 0},
        "travel:undo_assignment": assignment,
        "travel:official_load": official,
        "travel:official_rows": {**official, "ending": "csv"},
        "travel:confirm_official": official,
        "travel:discard_official": official,
        "travel:apply_official": official,
        "travel:undo_official": official,
        "travel:assign_otherwise": assignment,
        "annual_return:files_of": {"year": 2025, "state": "draft"},
        "annual_return:document": {"year": 2025, "state": "draft", "key": "lines", "ending": "csv"},
        "annual_return:mapped_file": {"year": 2025, "state": "draft", "key": "lines"},
        "insight:chart": {"year": 2025, "key": "months", "ending": "svg"},
        "account_confirm_email": {"key": "no-such-key"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"},
        "admin:view_on_site": {"content_type_id": ContentType.objects.get_for_model(site).pk, "object_id": site.pk},
        "admin:app_list": {"app_label": "ems"},
        "admin:auth_user_password_change": {"id": objects["accounts.user"].pk},
    }
    if name in exact:
        return exact[name]
    route = ADDRESSES[name]
    if "<path:object_id>" in route:
        _administration, app, model, *_rest = route.split("/")
        return {"object_id": objects[f"{app}.{model}"].pk}
    found = {
        "public_id": batch.public_id,
        "identity": leg.identity,
        "ending": "csv",
        "file_format": "csv",
        "key": "greenops-template",
        "year": 2025,
        "code": "T.1",
    }
    return {key: value for key, value in found.items() if f":{key}>" in route}


def address(name: str, objects: dict[str, Any]) -> str:
    if name in {key for key, route in ADDRESSES.items() if key == route and name == key} and not _is_named(name):
        text = "/" + ADDRESSES[name].replace("(?P<url>.*)$", "no/such/page")
        for key, value in arguments(name, objects).items():
            text = text.replace(f"<path:{key}>", str(value))
        return text
    return reverse(name, kwargs=arguments(name, objects))


def _is_named(name: str) -> bool:
    return "/" not in name


def asked(name: str, access: Access, who: User | None, objects: dict[str, Any]) -> HttpResponse:
    """The answer, and nothing that it changed stays."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if who is not None:
            sign_in(client, who)
        response = client.generic(access.method, address(name, objects), content_type="multipart/form-data; boundary=x")
        transaction.set_rollback(True)
    return response


def outcome(response: HttpResponse, name: str) -> str:
    """in, refused, asked to sign in, or what went wrong."""
    if response.status_code == 403:
        return "refused"
    if response.status_code == 401 and name.startswith("api:"):
        return "asked to sign in"
    if response.status_code in (301, 302) and response["Location"].startswith(SIGN_IN_PAGES):
        return "asked to sign in"
    if response.status_code < 400 or response.status_code == ANSWERS.get(name):
        return "in"
    return f"status {response.status_code}"


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) & set(TABLE)))
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(
    name: str, objects: dict[str, Any], people: dict[str, User | None]
):
    access = TABLE[name]
    expected, found = {}, {}
    for who in sorted(EVERYBODY):
        strange = who == ANONYMOUS or name in ALWAYS_ASK_TO_SIGN_IN
        closed = "asked to sign in" if strange else "refused"
        expected[who] = "in" if who in access.who else closed
        found[who] = outcome(asked(name, access, people[who], objects), name)

    assert found == expected, f"{name} is open to others than tests/access_table.py says. Decide who may open it."


def test_what_is_open_to_strangers_is_also_open_to_everybody_who_is_signed_in():
    assert [name for name, access in TABLE.items() if ANONYMOUS in access.who and not access.who >= SIGNED_IN] == []
