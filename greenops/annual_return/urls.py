from django.urls import path

from greenops.annual_return.views.overview import overview

app_name = "annual_return"
urlpatterns = [path("", overview, name="overview")]
