"""What later imports did to legs of earlier ones: taken back, told again, changed. All are undone with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from travel.models.booking import Leg
from travel.models.import_batch import BatchRow, ImportBatch


class Credit(models.Model):
    """One row that takes back legs: a refund, an exchange, a void, or a status that says the trip was not made.

    It stays open until its ticket is imported. Which legs it takes is told by Leg.taken_back_by.
    """

    class Kind(models.TextChoices):
        REFUND = "refund", _("refund")
        PARTIAL_REFUND = "partial_refund", _("partial refund")
        TAX_REFUND = "tax_refund", _("refund of taxes")
        EXCHANGE = "exchange", _("exchange")
        VOID = "void", _("void")
        STATUS = "status", _("status of a booking sent again")

    class State(models.TextChoices):
        OPEN = "open", _("waits for its ticket")
        SETTLED = "settled", _("settled")
        ASKED = "asked", _("to be answered")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="credits")
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="credits")
    # Keyed digest of what makes it the same on a second import; of those with the same one the first counts.
    identity = models.CharField(max_length=32, db_index=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    settled_in_file = models.BooleanField(_("settled inside its file"), default=False)
    ticket = models.CharField(_("ticket"), max_length=40, blank=True, db_index=True)
    traveller = models.CharField(_("pseudonym"), max_length=32, blank=True)
    coupons = models.JSONField(_("coupons"), default=list)
    sectors = models.JSONField(_("from and to of its legs"), default=list)
    leg_identities = models.JSONField(_("identities of its legs"), default=list)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)
    issued_on = models.DateField(_("issued on"), null=True)

    class Meta:
        verbose_name = _("credit")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ticket}"


class KnownLeg(models.Model):
    """A row of a later import that tells a leg again: it adds nothing, and takes the leg over if the first is undone.

    own: values of that row that differ from the leg's and were not taken over (blank ones, mostly).
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="known_legs")
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="known_legs", db_index=False)
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="told_again")
    own = models.JSONField(null=True)

    class Meta:
        verbose_name = _("known leg")
        constraints = [models.UniqueConstraint(fields=["row", "leg"], name="known_leg_once_a_row")]

    def __str__(self) -> str:
        return f"{self.row}: {self.leg}"


class LegChange(models.Model):
    """Fields of a leg that a later import told otherwise: their values before and after."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="leg_changes")
    row = models.ForeignKey(BatchRow, on_delete=models.CASCADE, related_name="leg_changes")
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = _("change of a leg")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.leg}: {', '.join(self.after)}"
