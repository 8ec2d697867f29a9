"""A file of bookings on its way in, and what became of each of its rows."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from travel.permissions import TravelPermission


class Verdict(models.TextChoices):
    FLIGHT = "flight", _("flight")
    ASK = "ask", _("to be answered")
    CANCELLED = "cancelled", _("cancelled")
    CREDIT = "credit", _("credit")
    IGNORED = "ignored", _("ignored")
    REJECTED = "rejected", _("rejected")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def for_user(self, user: Any) -> "ImportBatchQuerySet":
        """All files for those who look after all units; their own uploads for those who look after some.

        A file holds the rows of many units, names among them, so that a part of the units opens no whole file.
        """
        scope = user.unit_scope(TravelPermission.VIEW_BATCHES)
        if scope.everywhere:
            return self.all()
        return self.filter(created_by=user) if scope else self.none()

    def with_open_questions(self) -> "ImportBatchQuerySet":
        """Each with open_questions: how many of its questions wait for an answer."""
        waiting = Q(questions__isnull=False, questions__answer__isnull=True)
        return self.annotate(open_questions=Count("questions", filter=waiting))

    def with_twins(self) -> "ImportBatchQuerySet":
        """Each with has_twin: whether another file in force holds the same content."""
        same = ImportBatch.objects.filter(file_digest=OuterRef("file_digest"), state=ImportBatch.State.COMMITTED)
        return self.annotate(has_twin=Exists(same.exclude(pk=OuterRef("pk"))))


class ImportBatch(models.Model):
    """One uploaded file. Its state lives here, so that a killed worker loses nothing."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting to be read")
        READING = "reading", _("being read")
        PREVIEWED = "previewed", _("ready to confirm")
        QUEUED = "queued", _("waiting to be committed")
        COMMITTING = "committing", _("being committed")
        COMMITTED = "committed", _("committed")
        UNDONE = "undone", _("undone")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    class Origin(models.TextChoices):
        FILE = "file", _("a file")
        BY_HAND = "by_hand", _("entered by hand")
        ENTITLEMENT = "entitlement", _("estimated by an entitlement rule")

    RUNNING = (State.READING, State.COMMITTING)
    IN_PROGRESS = (State.UPLOADED, State.READING, State.QUEUED, State.COMMITTING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    file_name = models.CharField(_("file"), max_length=255)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64, db_index=True)
    file_size = models.BigIntegerField(_("size in bytes"))
    stored_file = models.FileField(upload_to="bookings/", max_length=255, blank=True)
    rows_file = models.FileField(upload_to="bookings/", max_length=255, blank=True)

    origin = models.CharField(_("comes from"), max_length=12, choices=Origin, default=Origin.FILE)
    # The policy for a file with some bad rows: take the good ones (default), or refuse the file whole.
    whole_or_nothing = models.BooleanField(_("refuse the file when a row cannot be taken"), default=False)
    office = models.ForeignKey(
        "ems.OrganizationUnit", verbose_name=_("office"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    period_from = models.DateField(_("first month it covers"), null=True)
    period_until = models.DateField(_("last month it covers"), null=True)

    source = models.CharField(_("source profile"), max_length=80, default="auto")
    source_version = models.PositiveIntegerField(default=1)
    home_country = models.CharField(_("home country"), max_length=2, blank=True)
    mapping = models.JSONField(_("mapping"), null=True, blank=True)

    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_flight = models.PositiveIntegerField(default=0)
    rows_ask = models.PositiveIntegerField(default=0)
    rows_cancelled = models.PositiveIntegerField(default=0)
    rows_credit = models.PositiveIntegerField(default=0)
    rows_ignored = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)

    # While the file is read: how many rows it has, and how many are done. rows_total stands once all are judged.
    rows_in_file = models.PositiveIntegerField(_("rows found in the file"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    heartbeat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Rows that an answer given or taken back wants to be read again. Whoever changes them, or the rows themselves,
    # raises the revision; who began from an older one has to begin anew.
    rows_due = models.JSONField(_("rows to be read again"), default=list)
    revision = models.PositiveIntegerField(default=0)
    report = models.JSONField(_("report"), default=dict)
    preview = models.JSONField(_("preview"), default=dict)
    refusal = models.TextField(_("why it was refused or failed"), blank=True)

    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    committed_at = models.DateTimeField(_("committed at"), null=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("committed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    names_removed_at = models.DateTimeField(_("names removed at"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows_total=F("rows_flight")
                    + F("rows_ask")
                    + F("rows_cancelled")
                    + F("rows_credit")
                    + F("rows_ignored")
                    + F("rows_rejected")
                ),
                name="verdicts_add_up_to_rows",
            ),
            models.CheckConstraint(
                condition=~Q(state="committed") | Q(committed_at__isnull=False), name="committed_batch_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="undone_batch_says_when"
            ),
            # The same content can be in force once only: a second import of it has to add nothing.
            models.UniqueConstraint(
                fields=["file_digest"], condition=Q(state="committed"), name="content_committed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_held_whole(self) -> bool:
        """Whether some rows cannot be taken and the officer wants the file whole or not at all."""
        return self.whole_or_nothing and self.rows_rejected + self.rows_ask > 0

    @property
    def verdict_counts(self) -> dict[str, int]:
        return {verdict.value: getattr(self, f"rows_{verdict.value}") for verdict in Verdict}


class BatchRow(models.Model):
    """One row of the file as it came, with its verdict. Personal cells stand apart, so that they can go first."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=60)
    sentence = models.TextField()
    cells = models.JSONField(default=dict)
    personal_cells = models.JSONField(null=True)

    class Meta:
        verbose_name = _("row of a batch")
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="row_once_in_its_batch")]
        indexes = [models.Index(fields=["batch", "verdict", "reason"], name="row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.batch} {self.sheet} line {self.line}"
