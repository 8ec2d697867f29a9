from django.urls import path

from greenops.annual_return.views import documents

# state: draft, or v1, v2 ... of a frozen version.
urlpatterns = [
    path("", documents.files, name="files"),
    path("<slug:state>/", documents.files, name="files_of"),
    path("<slug:state>/<slug:key>.<str:ending>", documents.document, name="document"),
    path("<slug:state>/input/<slug:key>/", documents.mapped, name="mapped_file"),
]
