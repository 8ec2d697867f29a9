"""What a method makes of a leg, for all its passengers, in whole milligrams so that sums are exact."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from travel.models.booking import Leg


class Estimate(models.Model):
    """One leg by one method. A component that the method does not define is empty, never zero."""

    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="estimates", db_index=False)
    method = models.CharField(_("method"), max_length=20)
    ttw_mg = models.BigIntegerField(_("tank-to-wake (mg)"))
    wtt_mg = models.BigIntegerField(_("well-to-tank (mg)"), null=True)
    non_co2_mg = models.BigIntegerField(_("non-CO2 effects (mg)"), null=True)
    total_mg = models.BigIntegerField(_("total (mg)"))
    low_mg = models.BigIntegerField(_("low (mg)"))
    high_mg = models.BigIntegerField(_("high (mg)"))
    quality = models.BigIntegerField(_("quality"), default=0)

    class Meta:
        verbose_name = _("estimate")
        constraints = [
            models.UniqueConstraint(fields=["leg", "method"], name="one_estimate_per_leg_and_method"),
            models.CheckConstraint(condition=models.Q(total_mg__gt=0), name="no_silent_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.leg} {self.method}"
