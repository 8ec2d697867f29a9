"""Addresses of what no file tells: legs to be assigned, trips by hand and by rule, months received, finance."""

from django.urls import path

from travel.views import assignments, coverage, entitlement, reconciliation, trips, unassigned

MONTH = "coverage/<int:pk>/<int:year>/<int:month>/"
urlpatterns = [
    path("unassigned/", unassigned.unassigned_legs, name="unassigned"),
    path("unassigned/list.<str:ending>", unassigned.unassigned_export, name="unassigned_export"),
    path("unassigned/assign/", unassigned.assign, name="assign"),
    path("unassigned/assignments/", assignments.assignments, name="assignments"),
    path("unassigned/assignments/list.<str:ending>", assignments.assignments_export, name="assignments_export"),
    path("unassigned/assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path("unassigned/assignments/<int:pk>/undo/", assignments.undo_assignment, name="undo_assignment"),
    path("unassigned/assignments/<int:pk>/otherwise/", assignments.assign_otherwise, name="assign_otherwise"),
    path("trips/new/", trips.new_trip, name="new_trip"),
    path("trips/entered/<int:number>/remove/", trips.remove_trip, name="remove_trip"),
    path("entitlement/", entitlement.rules, name="rules"),
    path("entitlement/list.<str:ending>", entitlement.rules_export, name="rules_export"),
    path("entitlement/add/", entitlement.add_rule, name="add_rule"),
    path("entitlement/<int:pk>/", entitlement.rule, name="rule"),
    path("entitlement/<int:pk>/end/", entitlement.end_rule, name="end_rule"),
    path("entitlement/trips/new/", entitlement.new_entitlement_trip, name="new_entitlement_trip"),
    path("entitlement/trips/entered/<int:number>/remove/", entitlement.remove_trip, name="remove_entitlement_trip"),
    path("entitlement/trips/upload/", entitlement.upload_list, name="upload_entitlement"),
    path("entitlement/trips/template.csv", entitlement.list_template, name="entitlement_template"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/grid.<str:ending>", coverage.coverage_export, name="coverage_export"),
    path("coverage/expected/add/", coverage.add_expected, name="add_expected"),
    path("coverage/expected/<int:pk>/", coverage.end_expected, name="end_expected"),
    path("coverage/expected/<int:pk>/remove/", coverage.remove_expected, name="remove_expected"),
    path(MONTH, coverage.coverage_month, name="coverage_month"),
    path(f"{MONTH}nothing/", coverage.say_nothing, name="say_nothing"),
    path(f"{MONTH}nothing/undo/", coverage.unsay_nothing, name="unsay_nothing"),
    path(f"{MONTH}finance/", reconciliation.enter_figure, name="enter_figure"),
    path(f"{MONTH}finance/remove/", reconciliation.remove_figure, name="remove_figure"),
    path("coverage/finance/", reconciliation.reconciliation_page, name="reconciliation"),
    path("coverage/finance/list.<str:ending>", reconciliation.reconciliation_export, name="reconciliation_export"),
    path("coverage/finance/upload/", reconciliation.upload_figures, name="upload_figures"),
    path("coverage/finance/template.csv", reconciliation.figures_template, name="figures_template"),
    path("imports/<uuid:public_id>/covers/", coverage.state_cover, name="state_cover"),
]
