from django.apps import AppConfig


class AnnualReturnConfig(AppConfig):
    name = "greenops.annual_return"
    label = "annual_return"
    verbose_name = "Annual return"
