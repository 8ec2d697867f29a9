"""A file that proves something: an invoice, a meter's photograph, an attestation. Known by its digest."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceFile(models.Model):
    """One stored file; the same content is stored once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file"), max_length=255)
    stored_file = models.FileField(upload_to="evidence/", max_length=255)
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.BigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("kind of file"), max_length=80)
    title = models.CharField(_("what it shows"), max_length=200, blank=True)
    covers_from = models.DateField(_("covers from"), null=True, blank=True)
    covers_until = models.DateField(_("covers until"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title or self.name

    def clean(self) -> None:
        if self.covers_from and self.covers_until and self.covers_until < self.covers_from:
            sentence = _("It covers a period that ends before it begins. Correct a day.")
            raise ValidationError({"covers_until": sentence})
