"""What is remembered of a source of bookings: how to read it, and which unit a cost centre belongs to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceProfile(models.Model):
    """A saved mapping of a source; a change makes a new version and leaves the old one standing."""

    key = models.SlugField(_("key"), max_length=80)
    version = models.PositiveIntegerField(_("version"), default=1)
    label = models.CharField(_("name"), max_length=200)
    definition = models.JSONField(_("definition"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("source profile")
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="profile_version_once")]

    def __str__(self) -> str:
        return f"{self.label} (version {self.version})"


class CostCentre(models.Model):
    """Which unit a source's cost centre belongs to. What is not here counts as unassigned, visibly."""

    source = models.CharField(_("source profile"), max_length=80)
    code = models.CharField(_("cost centre"), max_length=80)
    unit = models.ForeignKey("ems.OrganizationUnit", verbose_name=_("unit"), on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("cost centre")
        ordering = ["source", "code"]
        constraints = [models.UniqueConstraint(fields=["source", "code"], name="cost_centre_once_per_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.code}"
