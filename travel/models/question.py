"""What the rows of a file ask, what was answered, and by how much the waiting rows could move the totals."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from travel.models.import_batch import ImportBatch


class Question(models.Model):
    """One question of a batch, asked once for all the rows that it holds up.

    options: list of {value, label, hint}. positions: the rows that wait. kin: the rows that are read again with them.
    examples: some rows as {line, sheet, sentence, cells}, without cells that name a person.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="questions")
    # The profile the file was read with: the source for which the answer is remembered.
    source = models.CharField(_("source profile"), max_length=80, blank=True)
    # What settled it; empty while the rows wait. A settled question says which rows rest on the answer.
    answer = models.ForeignKey("travel.Answer", null=True, on_delete=models.PROTECT, related_name="settled")
    key = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("about"), max_length=200, blank=True)
    column = models.CharField(_("column"), max_length=200, blank=True)
    sentence = models.TextField(_("question"))
    options = models.JSONField(default=list)
    # What may be answered beyond the options: "" nothing, "place", "number" or "text".
    free = models.CharField(max_length=10, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    positions = models.JSONField(default=list)
    kin = models.JSONField(default=list)
    examples = models.JSONField(default=list)

    class Meta:
        verbose_name = _("question")
        ordering = ["-rows", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "key"], condition=Q(answer__isnull=True), name="question_open_once_a_batch"
            ),
            models.UniqueConstraint(
                fields=["batch", "key"], condition=Q(answer__isnull=False), name="question_settled_once_a_batch"
            ),
        ]
        indexes = [models.Index(fields=["source", "key"], name="question_by_source")]

    def __str__(self) -> str:
        return self.sentence


class Answer(models.Model):
    """An answer, remembered for its source; with the source empty, for the whole organization."""

    source = models.CharField(_("source profile"), max_length=80, blank=True)
    key = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("about"), max_length=200, blank=True)
    sentence = models.TextField(_("question"), blank=True)
    value = models.CharField(_("answer"), max_length=200)
    answered_at = models.DateTimeField(_("answered at"), auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(_("taken back at"), null=True)
    retracted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer")
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=Q(retracted_at__isnull=True), name="one_answer_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.value}"


class WaitingEstimate(models.Model):
    """What one waiting row could change in the totals by one method: from low to high, in milligrams of all passengers.

    A row that was counted and may have to be taken out has a negative low. Empty where nothing can be estimated
    before the answer. unit is 0 where no unit was found.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="waiting_estimates")
    position = models.PositiveIntegerField()
    method = models.CharField(_("method"), max_length=20)
    year = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    unit = models.BigIntegerField(default=0)
    traveller_category = models.CharField(max_length=24)
    payer = models.CharField(max_length=12)
    passengers = models.PositiveIntegerField()
    low_mg = models.BigIntegerField(null=True)
    high_mg = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("waiting estimate")
        constraints = [
            models.UniqueConstraint(fields=["batch", "position", "method", "year", "month"], name="waiting_row_once")
        ]
        indexes = [models.Index(fields=["year", "method"], name="waiting_by_year")]

    def __str__(self) -> str:
        return f"{self.batch} row {self.position} {self.method}"
