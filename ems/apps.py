from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmsConfig(AppConfig):
    name = "ems"
    verbose_name = _("Sites & data")
