from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TravelConfig(AppConfig):
    name = "travel"
    verbose_name = _("Travel")

    def ready(self) -> None:
        # The actions queue these by name; in the web process nobody else would have registered them.
        from travel import tasks  # noqa: F401
