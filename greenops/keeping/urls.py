from django.urls import path

from greenops.keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("export/<str:ending>/", views.export, name="export"),
]
