from django.apps import AppConfig
from django.core import checks


class AnnualReturnConfig(AppConfig):
    name = "greenops.annual_return"
    label = "annual_return"
    verbose_name = "Annual return"

    def ready(self) -> None:
        from greenops.annual_return.checks import check_editions

        checks.register(check_editions)
