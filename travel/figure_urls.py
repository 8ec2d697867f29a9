"""Addresses of the figures of others beside ours: suppliers' statements and results of ICAO's calculator."""

from django.urls import path

from travel.views import figures

urlpatterns = [
    path("imports/<uuid:public_id>/figures/", figures.batch_figures, name="batch_figures"),
    path(
        "imports/<uuid:public_id>/figures/list.<str:ending>", figures.batch_figures_export, name="batch_figures_export"
    ),
    path("figures/", figures.figures, name="figures"),
    path("figures/list.<str:ending>", figures.figures_export, name="figures_export"),
]
