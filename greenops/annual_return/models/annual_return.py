"""The return of a year: its state, who signed, and its frozen versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def by_and_at(act: str) -> Q:
    """Who and when of an act stand together or not at all."""
    given = {f"{act}_by__isnull": False, f"{act}_at__isnull": False}
    return Q(**given) | Q(**dict.fromkeys(given, True))


def other_people(one: str, other: str) -> Q:
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


class AnnualReturn(models.Model):
    """One data year. The report's year, by which editions of the form are named, is one more."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        IN_COLLECTION = "in_collection", _("in collection")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        SUBMITTED = "submitted", _("submitted")
        PUBLISHED = "published", _("published")

    EDITABLE = (State.OPEN, State.IN_COLLECTION)
    FROZEN = (State.SUBMITTED, State.PUBLISHED)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("data year"), unique=True)
    edition = models.CharField(_("edition of the form"), max_length=20)
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.OPEN)
    due_on = models.DateField(_("to be handed over by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(_("prepared at"), null=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("prepared by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What was approved: approval binds to this digest, and submitting recomputes it.
    approved_digest = models.CharField(_("digest of what was approved"), max_length=64, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("submitted by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_over_on = models.DateField(_("handed over to UNEP on"), null=True, blank=True)
    file_digest = models.CharField(_("SHA-256 of the file handed over"), max_length=64, blank=True)
    published_on = models.DateField(_("published by UNEP on"), null=True, blank=True)
    # While a restatement is prepared, the data of the frozen year may be edited again; the frozen lines stay.
    restating_at = models.DateTimeField(_("restatement begun at"), null=True)
    restating_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("restatement begun by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    restating_because = models.TextField(_("why it is restated"), blank=True)

    class Meta:
        verbose_name = _("annual return")
        ordering = ["-year"]
        constraints = [
            *(
                models.CheckConstraint(condition=by_and_at(act), name=f"return_{act}_by_and_at")
                for act in ("prepared", "reviewed", "approved", "submitted", "restating")
            ),
            models.CheckConstraint(
                condition=other_people("prepared_by", "approved_by"), name="return_approved_by_another_person"
            ),
            models.CheckConstraint(
                condition=other_people("prepared_by", "reviewed_by"), name="return_reviewed_by_another_person"
            ),
            models.CheckConstraint(
                condition=other_people("reviewed_by", "approved_by"), name="return_approved_by_another_than_reviewed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "submitted", "published")) | Q(approved_at__isnull=False),
                name="approved_return_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("submitted", "published")) | Q(submitted_at__isnull=False),
                name="submitted_return_says_when",
            ),
            models.CheckConstraint(
                condition=Q(restating_at__isnull=True)
                | (Q(state__in=("submitted", "published")) & ~Q(restating_because="")),
                name="restating_only_what_is_frozen_and_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} (report {self.report_year})"

    @property
    def report_year(self) -> int:
        return self.year + 1

    @property
    def is_editable(self) -> bool:
        """Whether the data of its year may be changed: until it goes to review, and while it is restated."""
        return self.state in self.EDITABLE or self.restating_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.state in self.FROZEN


class ReturnVersion(models.Model):
    """What was submitted, or what a restatement put in its place. Never changed; a database trigger refuses it."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("submission")
        RESTATEMENT = "restatement", _("restatement")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    annual_return = models.ForeignKey(
        AnnualReturn, verbose_name=_("return"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.TextField(_("reason"), blank=True)
    edition = models.CharField(_("edition of the form"), max_length=20)
    inputs_digest = models.CharField(_("digest of the inputs"), max_length=64)
    lines_digest = models.CharField(_("digest of the lines"), max_length=64)
    factor_editions = models.JSONField(_("editions of factors"), default=list)
    method_version = models.CharField(_("method version"), max_length=40)
    code_version = models.CharField(_("code version"), max_length=80)
    # Names, signatures, sentences, coverage, data quality: what the documents print beside the lines.
    statements = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("frozen by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a return")
        ordering = ["annual_return", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["annual_return", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="version_replaced_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="submission", number=1, replaces__isnull=True)
                | (Q(kind="restatement", number__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="restatement_names_what_it_replaces_and_why",
            ),
            models.CheckConstraint(
                condition=other_people("frozen_by", "approved_by"), name="version_approved_by_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_return}, version {self.number}"


class FrozenLine(models.Model):
    """One line as it was computed. content is the line's canonical JSON, with all its inputs and equations."""

    version = models.ForeignKey(ReturnVersion, on_delete=models.PROTECT, related_name="lines")
    delegates = models.BooleanField(_("with delegates"))
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=20)
    value = models.FloatField(_("value"), null=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("frozen line")
        ordering = ["version", "delegates", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "delegates", "code"], name="frozen_line_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.code}"


class Signature(models.Model):
    """Who put their name under what: the digest of the lines as they stood."""

    class Role(models.TextChoices):
        PREPARER = "preparer", _("prepared")
        REVIEWER = "reviewer", _("reviewed")
        APPROVER = "approver", _("approved")

    annual_return = models.ForeignKey(
        AnnualReturn, verbose_name=_("return"), on_delete=models.PROTECT, related_name="signatures"
    )
    role = models.CharField(_("as"), max_length=10, choices=Role)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(_("at"))
    statement = models.TextField(_("statement"))
    lines_digest = models.CharField(_("digest of the lines"), max_length=64)
    # Value and digest of each line as signed, so that a later act can say what moved since (movements.marks).
    marks = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("signature")
        ordering = ["annual_return", "signed_at"]

    def __str__(self) -> str:
        return f"{self.annual_return}: {self.get_role_display()} {self.signed_by}"
