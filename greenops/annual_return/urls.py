from django.urls import path

from greenops.annual_return import views

app_name = "annual_return"
urlpatterns = [path("", views.overview, name="overview")]
