from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from ems.models import OrganizationUnit
from travel.models import ImportBatch, Leg


def test_the_page_shows_where_the_figure_comes_from(committed: ImportBatch, officer: Client) -> None:
    leg = committed.legs.order_by("pk").first()

    page = officer.get(reverse("travel:leg", args=[leg.identity]))

    text = page.content.decode()
    assert page.status_code == 200
    assert "ICAO-style estimate" in text
    assert "Great-circle distance" in text
    assert "WGS84 geodesic between" in text
    assert committed.file_digest in text
    assert "Person 0" in text


def test_people_without_names_see_a_pseudonym_and_hidden_cells(committed: ImportBatch, auditor: Client) -> None:
    leg = committed.legs.order_by("pk").first()

    for name in ("travel:leg", "travel:row"):
        text = auditor.get(reverse(name, args=[leg.identity])).content.decode()
        assert "Person 0" not in text
        assert "7240000000" not in text
        assert "hidden" in text


def test_a_leg_of_another_unit_is_not_found(
    committed: ImportBatch, client_of: Callable[..., Client], units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    reviewer = client_of("management_reviewer", units[0])
    theirs, ours = Leg.objects.get(unit=units[1]), Leg.objects.filter(unit=units[0]).first()

    assert reviewer.get(reverse("travel:leg", args=[theirs.identity])).status_code == 404
    assert reviewer.get(reverse("travel:row", args=[theirs.identity])).status_code == 404
    assert reviewer.get(reverse("travel:leg", args=[ours.identity])).status_code == 200


def test_a_method_that_the_leg_has_no_estimate_of_is_not_found(committed: ImportBatch, officer: Client) -> None:
    leg = committed.legs.first()

    assert officer.get(reverse("travel:leg", args=[leg.identity]), {"method": "desnz-1990"}).status_code == 404


def test_the_row_lists_the_legs_read_from_it(committed: ImportBatch, officer: Client) -> None:
    leg = committed.legs.order_by("pk").first()
    Leg.objects.filter(pk=leg.pk).update(sequence=2)

    text = officer.get(reverse("travel:row", args=[leg.identity])).content.decode()

    assert "Line 2 of the file" in text
    assert "6,223 km" in text
