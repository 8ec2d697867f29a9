"""What was frozen or signed stays as it is: the database refuses, whoever asks and however."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion, Signature
from tests.factories.people import person
from tests.factories.returns import annual_return, frozen_line, version

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

State = AnnualReturn.State


@pytest.fixture
def people():
    ingrid, mateo = person("Ingrid", "focal_point"), person("Mateo", "management_reviewer")
    return {"prepared": ingrid, "approved": mateo, "submitted": ingrid}


@pytest.fixture
def submitted(people):
    return annual_return(2025, State.SUBMITTED, by=people)


@pytest.fixture
def signature(submitted, people):
    return Signature.objects.create(
        annual_return=submitted,
        role="approver",
        signed_by=people["approved"],
        signed_at=timezone.now(),
        statement="I approve.",
        lines_digest="a" * 64,
    )


def refused(act: Any, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def restated(of: AnnualReturn, *, replaces: ReturnVersion, number: int = 2) -> ReturnVersion:
    return version(of, number=number, kind="restatement", replaces=replaces, reason="A meter was read wrongly.")


def test_a_version_is_not_changed(submitted):
    version(submitted)

    refused(lambda: ReturnVersion.objects.update(reason="Nothing happened."), "what was frozen stays")
    assert ReturnVersion.objects.get().reason == ""


def test_a_version_is_not_deleted(submitted):
    made = version(submitted)

    refused(made.delete, "what was frozen stays")


def test_a_frozen_line_is_not_changed(submitted):
    frozen_line(version(submitted), value=12.0)

    refused(lambda: FrozenLine.objects.update(value=1.0), "what was frozen stays")
    assert FrozenLine.objects.get().value == 12.0


def test_a_frozen_line_is_not_deleted(submitted):
    frozen_line(version(submitted))

    refused(FrozenLine.objects.all().delete, "what was frozen stays")


def test_plain_sql_is_refused_as_well(submitted):
    frozen_line(version(submitted))

    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE annual_return_frozenline SET value = 0")

    refused(act, "what was frozen stays")


def test_what_was_signed_is_not_changed(signature, people):
    refused(lambda: Signature.objects.update(signed_by=people["prepared"]), "signatures stay")
    refused(lambda: Signature.objects.update(lines_digest="b" * 64), "signatures stay")


def test_a_signature_is_not_deleted(signature):
    refused(signature.delete, "signatures stay")


def test_a_signature_is_withdrawn_once(signature):
    Signature.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A site is missing.")

    refused(lambda: Signature.objects.update(withdrawn_because="Another reason."), "withdrawn already")


def test_a_version_is_replaced_once(submitted):
    first = version(submitted)
    restated(submitted, replaces=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        restated(submitted, replaces=first)


def test_a_version_does_not_replace_one_of_another_year(submitted, people):
    other = version(annual_return(2024, State.SUBMITTED, by=people))

    refused(lambda: restated(submitted, replaces=other), "replaces the one before it")


def test_a_version_does_not_replace_an_older_one(submitted):
    first = version(submitted)
    second = restated(submitted, replaces=first)
    restated(submitted, replaces=second, number=3)

    refused(lambda: restated(submitted, replaces=second, number=4), "replaces the one before it")


def test_a_restatement_without_a_reason_is_refused(submitted):
    first = version(submitted)

    with pytest.raises(IntegrityError), transaction.atomic():
        version(submitted, number=2, kind="restatement", replaces=first)


def test_the_preparer_does_not_approve(people):
    made = annual_return(2025, State.IN_REVIEW, by=people)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReturn.objects.filter(pk=made.pk).update(
            state="approved", approved_by=people["prepared"], approved_at=timezone.now()
        )
