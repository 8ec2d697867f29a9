"""Figures of others beside ours: what suppliers state, and official results that replace an estimate."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from travel.models.booking import Leg
from travel.models.import_batch import BatchRow, ImportBatch


class SupplierFigure(models.Model):
    """A distance or CO2 figure of the source, as given, with its unit; compared with ours and never added to it."""

    class Kind(models.TextChoices):
        DISTANCE = "distance", _("distance")
        CO2 = "co2", _("CO2")

    class Flag(models.TextChoices):
        FITS = "fits", _("fits")
        DEVIATES = "deviates", _("deviates")
        OTHER_UNIT = "other_unit", _("fits in another unit")
        REPEATED = "repeated", _("the trip's total, repeated on its rows")
        UNCOMPARED = "uncompared", _("nothing to compare with")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="supplier_figures", db_index=False)
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="supplier_figures")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    column = models.CharField(_("column"), max_length=200)
    given = models.CharField(_("as given"), max_length=60)
    unit = models.CharField(_("unit"), max_length=10)
    # In km or kg, empty where the unit is not known. ours is that of the legs that the figure is of, for the passengers
    # that it is of; of a total that stands on several rows, beside the first of them only.
    value = models.FloatField(_("value"), null=True)
    ours = models.FloatField(_("ours"), null=True)
    flag = models.CharField(_("comparison"), max_length=12, choices=Flag)

    class Meta:
        verbose_name = _("supplier's figure")
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "kind", "flag"], name="supplier_figure_by_flag")]

    def __str__(self) -> str:
        return f"{self.given} {self.unit}"


class OfficialLoad(models.Model):
    """A file of results of the official calculator, with its preview; can be undone."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("ready to confirm")
        COMMITTED = "committed", _("in force")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEWED)
    file_name = models.CharField(_("file"), max_length=255)
    file_digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    # Which legs it is for: year, and where narrowed unit and batch by public id.
    scope = models.JSONField(default=dict)
    tool = models.CharField(_("calculator"), max_length=80)
    tool_version = models.CharField(_("its version"), max_length=40)
    # Rows of the file: {line, origin, destination, cabin, passengers, co2_kg, state, sentence, legs}.
    rows = models.JSONField(default=list)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("load of official results")
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class OfficialResult(models.Model):
    """The official figure of one leg, and the estimate of ours that it replaced."""

    load = models.ForeignKey(OfficialLoad, on_delete=models.CASCADE, related_name="results")
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="official_results")
    line = models.PositiveIntegerField(_("line"))
    co2_kg = models.FloatField(_("kg CO2 of one passenger"))
    replaced = models.JSONField(_("our estimate"))
    in_force = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("official result")
        constraints = [
            models.UniqueConstraint(fields=["leg"], condition=Q(in_force=True), name="one_official_result_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.leg}: {self.co2_kg} kg"
