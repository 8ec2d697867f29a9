from django.contrib.admin.apps import AdminConfig


class GreenOpsAdminConfig(AdminConfig):
    """Django's administration with our own site, which asks for permissions."""

    default_site = "greenops.admin_site.GreenOpsAdminSite"
