from django.urls import path

from ems import views

app_name = "ems"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("boundary/", views.boundary, name="boundary"),
    path("events/", views.events, name="events"),
]
