"""Every address of the system. tests/test_access.py holds each against every role."""

from django.contrib import admin
from django.urls import include, path

from greenops import home, styleguide
from greenops.api.urls import urls as api

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("greenops.accounts.urls")),
    path("travel/", include("travel.urls")),
    path("keeping/", include("greenops.keeping.urls")),
    path("ems/", include("ems.urls")),
    path("return/", include("greenops.annual_return.urls")),
    path("insight/", include("greenops.insight.urls")),
    path("api/v1/", api),
    path("administration/", admin.site.urls),
]
