"""How people are counted in a year, and for how many of them each topic has complete data."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from ems.models.boundary import FIRST_YEAR, LAST_YEAR, PersonnelCount, Site


def check_year(year: int | None) -> None:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": _("%(year)s is no reporting year. Give four digits.") % {"year": year}})


def plain(number: Decimal) -> str:
    """Without zeros behind the point: databases differ in how many they give back."""
    return f"{number.normalize():f}"


def persons_of(year: int | None, categories: list[str], site: Site | None = None) -> Decimal:
    """The people counted in a year in those categories, at one site or at all."""
    counted = PersonnelCount.objects.filter(year=year, category__in=categories)
    if site is not None:
        counted = counted.filter(site=site)
    return counted.aggregate(persons=Sum("full_time_equivalents"))["persons"] or Decimal(0)


class PersonnelRule(models.Model):
    """The rule by which the people of a year were counted, and why the number differs from the official one."""

    class Rule(models.TextChoices):
        END_OF_YEAR = "end_of_year", _("heads on 31 December")
        YEARLY_MEAN = "yearly_mean", _("mean of the year")
        FULL_TIME = "full_time", _("full-time equivalents")

    year = models.PositiveSmallIntegerField(_("reporting year"), unique=True)
    rule = models.CharField(_("counting rule"), max_length=12, choices=Rule, default=Rule.FULL_TIME)
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    categories = models.JSONField(_("categories in the greenhouse gas inventory"), default=list, blank=True)
    official_number = models.DecimalField(
        _("official number of staff"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    explanation = models.TextField(_("why the two differ"), blank=True)

    class Meta:
        verbose_name = _("counting rule")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} {self.get_rule_display()}"

    def counted_categories(self) -> list[str]:
        """All categories where none was chosen."""
        return list(self.categories) or list(PersonnelCount.Category.values)

    def clean(self) -> None:
        check_year(self.year)
        unknown = [code for code in self.categories if code not in PersonnelCount.Category.values]
        if unknown:
            sentence = _("'%(code)s' is no category of personnel. The categories are: %(known)s.")
            known = ", ".join(PersonnelCount.Category.values)
            raise ValidationError({"categories": sentence % {"code": unknown[0], "known": known}})
        if self.counted_on and self.year is not None and self.counted_on.year not in (self.year, self.year + 1):
            sentence = _("%(day)s is neither in %(year)s nor in the year after. Correct the day.")
            raise ValidationError({"counted_on": sentence % {"day": self.counted_on, "year": self.year}})
        if self.official_number is not None and self.official_number < 0:
            raise ValidationError({"official_number": _("A number of people is not negative. Correct it.")})
        self._check_explanation()

    def _check_explanation(self) -> None:
        counted = persons_of(self.year, self.counted_categories())
        if not counted or self.official_number in (None, counted) or self.explanation.strip():
            return
        sentence = _(
            "The inventory counts %(counted)s people, the official number is %(official)s. Say why they differ."
        )
        raise ValidationError(
            {"explanation": sentence % {"counted": plain(counted), "official": plain(self.official_number)}}
        )


class TopicCoverage(models.Model):
    """Whether a site's data of a topic are complete for a year, and for how many persons.

    Where there is no row, a site counts as covered by a topic when it has readings of it for all its months.
    """

    class Topic(models.TextChoices):
        GREENHOUSE_GASES = "ghg", _("greenhouse gases")
        WASTE = "waste", _("waste")
        WATER = "water", _("water")

    site = models.ForeignKey(Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="coverage")
    year = models.PositiveSmallIntegerField(_("reporting year"))
    topic = models.CharField(_("topic"), max_length=8, choices=Topic)
    is_complete = models.BooleanField(_("the data are complete"))
    persons_covered = models.DecimalField(_("persons covered"), max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("coverage of a topic")
        verbose_name_plural = _("coverage of topics")
        ordering = ["-year", "site", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["site", "year", "topic"], name="coverage_once_per_topic"),
            models.CheckConstraint(
                condition=Q(persons_covered__isnull=True) | Q(persons_covered__gte=0),
                name="persons_covered_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.site.code} {self.get_topic_display()}"

    def clean(self) -> None:
        check_year(self.year)
        if self.persons_covered is None or self.site_id is None:
            return
        if self.persons_covered < 0:
            raise ValidationError({"persons_covered": _("A number of people is not negative. Correct it.")})
        if not self.is_complete:
            sentence = _("People are covered only where the data are complete. Leave the number empty.")
            raise ValidationError({"persons_covered": sentence})
        counted = self.persons_at_site()
        if self.persons_covered > counted:
            sentence = _(
                "%(covered)s people are more than the %(counted)s counted at %(site)s in %(year)s. Correct one."
            )
            known = {
                "covered": plain(self.persons_covered),
                "counted": plain(counted),
                "site": self.site.code,
                "year": self.year,
            }
            raise ValidationError({"persons_covered": sentence % known})

    def persons_at_site(self) -> Decimal:
        """The people counted at the site in the year, in the categories of the year's rule."""
        rule = PersonnelRule.objects.filter(year=self.year).first() or PersonnelRule()
        return persons_of(self.year, rule.counted_categories(), self.site)
