"""Version 1 of the API and its OpenAPI document. The page that shows documents would need another script policy."""

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI

from greenops.api.import_steps import router as steps_router
from greenops.api.imports import router

api = NinjaAPI(
    title="GreenOps",
    version="1",
    description=(
        "Imports of bookings: the same acts and permissions as the pages. Sign in first: the session's cookie is what "
        "authenticates, and a POST sends the CSRF token in the header X-CSRFToken. Addresses in links are of this "
        "server. Emissions of different methods stand beside each other and are never added."
    ),
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/imports", router)
api.add_router("/imports", steps_router)

urls = api.urls
for pattern in urls[0]:
    # The operations answer 401 by themselves; a program has no use for being sent to the sign-in page.
    if pattern.name not in ("openapi-json", "api-root"):
        login_not_required(pattern.callback)
