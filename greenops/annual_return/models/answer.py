"""Answers to the questions of the form: texts, yes or no, numbers; for the organization or for one site."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReturnAnswer(models.Model):
    """One answer of one data year. question: a code of the form's edition, which says its type and for whom it is."""

    year = models.PositiveSmallIntegerField(_("data year"))
    question = models.CharField(_("question"), max_length=60)
    site = models.ForeignKey(
        "ems.Site", verbose_name=_("site"), null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    value = models.TextField(_("answer"))
    evidence = models.ForeignKey(
        "ems.EvidenceFile",
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), auto_now=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("answer")
        ordering = ["-year", "question", "site"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "question"], condition=Q(site__isnull=True), name="answer_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["year", "question", "site"], condition=Q(site__isnull=False), name="answer_once_a_year_and_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.question}"
