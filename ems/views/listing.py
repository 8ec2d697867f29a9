"""Lists of one permission: searched, filtered, sorted, paged, looked at and never written to."""

from typing import Any

import django_tables2
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django_filters import FilterSet
from django_filters.views import FilterView
from django_tables2.views import SingleTableMixin


class FilteredList(PermissionRequiredMixin, SingleTableMixin, FilterView):
    """A subclass gives permission_required, template_name, and table, filterset and queryset."""

    http_method_names = ["get", "head", "options"]
    paginate_by = 50


class KindList(FilteredList):
    """kind: an object that knows its model, parts, table and filterset; whether it has none stands as is_empty."""

    kind: Any

    def get_queryset(self) -> QuerySet[Any]:
        return self.kind.parts()

    def get_filterset_class(self) -> type[FilterSet]:
        return self.kind.filterset

    def get_table_class(self) -> type[django_tables2.Table]:
        return self.kind.table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_empty = not self.kind.model._default_manager.exists()
        return super().get_context_data(**kwargs) | {"kind": self.kind, "is_empty": is_empty}
