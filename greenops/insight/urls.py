from django.urls import path

from greenops.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/methods/", views.methods, name="methods"),
    path("<int:year>/air-travel.pdf", views.year_pdf, name="year_pdf"),
    path("<int:year>/air-travel.xlsx", views.year_xlsx, name="year_xlsx"),
    path("<int:year>/air-travel.csv", views.year_csv, name="year_csv"),
    path("<int:year>/charts/<slug:key>.<str:ending>", views.chart, name="chart"),
]
