from django.urls import path

from greenops.accounts import views

app_name = "people"
urlpatterns = [
    path("", views.PeopleList.as_view(), name="list"),
    path("export/<str:file_format>/", views.export, name="export"),
    path("<uuid:public_id>/roles/", views.give_role, name="give_role"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
]
