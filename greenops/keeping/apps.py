from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "greenops.keeping"
    verbose_name = _("Keeping data")

    def ready(self) -> None:
        from greenops.keeping import checks  # noqa: F401 they register themselves
