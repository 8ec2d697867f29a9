from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "greenops.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        # The Celery application has to exist before a shared task is called; greenops/__init__.py stays empty.
        from greenops import celery  # noqa: F401
