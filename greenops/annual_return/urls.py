from django.urls import include, path

from greenops.annual_return.views import compare, lines
from greenops.annual_return.views.overview import overview

app_name = "annual_return"
urlpatterns = [
    path("", overview, name="overview"),
    path("", include("greenops.annual_return.activity.urls")),
    path("<int:year>/files/", include("greenops.annual_return.documents_urls")),
    path("<int:year>/editions/", compare.compare, name="compare"),
    path("<int:year>/lines/", lines.lines, name="lines"),
    path("<int:year>/lines/<str:code>/", lines.line, name="line"),
    path("", include("greenops.annual_return.cycle.urls")),
]
