"""Addresses of what no file tells: legs to be assigned, trips by hand and by rule, months received, finance."""

from django.urls import path

from travel.views import assignments, unassigned

urlpatterns = [
    path("unassigned/", unassigned.unassigned_legs, name="unassigned"),
    path("unassigned/list.<str:ending>", unassigned.unassigned_export, name="unassigned_export"),
    path("unassigned/assign/", unassigned.assign, name="assign"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/list.<str:ending>", assignments.assignments_export, name="assignments_export"),
    path("assignments/<int:pk>/", assignments.assignment, name="assignment"),
    path("assignments/<int:pk>/undo/", assignments.undo_assignment, name="undo_assignment"),
    path("assignments/<int:pk>/otherwise/", assignments.assign_otherwise, name="assign_otherwise"),
]
