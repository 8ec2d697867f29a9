"""Addresses of the figures of others beside ours: suppliers' statements and results of ICAO's calculator."""

from django.urls import path

from travel.views import figures, official

urlpatterns = [
    path("imports/<uuid:public_id>/figures/", figures.batch_figures, name="batch_figures"),
    path(
        "imports/<uuid:public_id>/figures/list.<str:ending>", figures.batch_figures_export, name="batch_figures_export"
    ),
    path("figures/", figures.figures, name="figures"),
    path("figures/list.<str:ending>", figures.figures_export, name="figures_export"),
    path("official/", official.official_results, name="official"),
    path("official/input.<str:ending>", official.official_input, name="official_input"),
    path("official/load/", official.load_results, name="load_official"),
    path("official/loads/", official.loads, name="official_loads"),
    path("official/loads/list.<str:ending>", official.loads_export, name="official_loads_export"),
    path("official/<int:pk>/", official.load, name="official_load"),
    path("official/<int:pk>/rows.<str:ending>", official.load_rows, name="official_rows"),
    path("official/<int:pk>/confirm/", official.confirm_results, name="confirm_official"),
    path("official/<int:pk>/discard/", official.discard_results, name="discard_official"),
    path("official/<int:pk>/later/", official.apply_to_later, name="apply_official"),
    path("official/<int:pk>/undo/", official.undo_results, name="undo_official"),
]
