from django.urls import path

from travel import coverage_urls, figure_urls
from travel.views import answers, batch_rows, batches, imports, legs, mapping, one_leg, overview, questions, sources

app_name = "travel"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("under-way/", overview.under_way, name="under_way"),
    path("imports/", batches.batches, name="batches"),
    path("imports/list.<str:ending>", batches.batches_export, name="batches_export"),
    path("imports/upload/", imports.upload, name="upload"),
    path("imports/template.csv", imports.template_csv, name="template_csv"),
    path("imports/<uuid:public_id>/", batches.batch, name="batch"),
    path("imports/<uuid:public_id>/columns/", mapping.columns, name="columns"),
    path("imports/<uuid:public_id>/check/", batches.check, name="check"),
    path("imports/<uuid:public_id>/result/", batches.result, name="result"),
    path("imports/<uuid:public_id>/policy/", batches.choose_policy, name="policy"),
    path("imports/<uuid:public_id>/progress/", batches.batch_progress, name="batch_progress"),
    path("imports/<uuid:public_id>/reading/", imports.change_reading, name="change_reading"),
    path("imports/<uuid:public_id>/confirm/", batches.confirm, name="confirm"),
    path("imports/<uuid:public_id>/discard/", batches.discard, name="discard"),
    path("imports/<uuid:public_id>/undo/", batches.undo, name="undo"),
    path("imports/<uuid:public_id>/rows/", batch_rows.batch_rows, name="batch_rows"),
    path("imports/<uuid:public_id>/rejected/", batch_rows.rejected_rows, name="rejected_rows"),
    path("imports/<uuid:public_id>/rows.csv", batch_rows.rows_csv, name="rows_csv"),
    path("imports/<uuid:public_id>/report.json", batch_rows.report_json, name="report_json"),
    path("imports/<uuid:public_id>/questions/", questions.batch_questions, name="batch_questions"),
    path("questions/", questions.questions, name="questions"),
    path("questions/progress/", questions.questions_progress, name="questions_progress"),
    path("answers/", answers.answers, name="answers"),
    path("answers/list.<str:ending>", answers.answers_export, name="answers_export"),
    path("answers/<int:pk>/retract/", answers.retract, name="retract"),
    path("sources/", sources.sources, name="sources"),
    path("sources/list.<str:ending>", sources.sources_export, name="sources_export"),
    path("sources/import/", sources.import_source, name="import_source"),
    path("sources/<slug:key>/", sources.source, name="source"),
    path("sources/<slug:key>/profile.yaml", sources.source_yaml, name="source_yaml"),
    path("sources/<slug:key>/cost-centres/", sources.cost_centres, name="cost_centres"),
    path("legs/", legs.legs, name="legs"),
    path("legs/list.<str:ending>", legs.legs_export, name="legs_export"),
    path("legs/<slug:identity>/", one_leg.leg, name="leg"),
    path("legs/<slug:identity>/row/", one_leg.row, name="row"),
]
urlpatterns += coverage_urls.urlpatterns + figure_urls.urlpatterns
