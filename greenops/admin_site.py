"""The administration pages: small lists and accounts, for those who look after people or the boundary."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from ems.permissions import EmsPermission
from greenops.permissions import GreenOpsPermission

View = Callable[..., HttpResponse]
OUR_APPS = frozenset({"accounts", "ems", "travel"})


class GreenOpsAdminSite(AdminSite):
    """Opened by permissions, not by is_staff; there is one door to sign in at, and it is not here."""

    site_header = site_title = _("GreenOps administration")
    index_title = _("Lists and accounts")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Packages bring pages for groups, tokens and the like, which go past our roles: they stay out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.has_perm(GreenOpsPermission.MANAGE_PEOPLE) or user.has_perm(EmsPermission.EDIT_BOUNDARY))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Django would show its own sign-in page, also to people who are signed in and lack the permission.
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return closed

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise PermissionDenied
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
