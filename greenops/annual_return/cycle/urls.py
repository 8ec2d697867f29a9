"""Addresses of a year's state: acts, questions, changes, the dialogue with UNEP, versions."""

from django.urls import path

from greenops.annual_return.views import sections, unep, versions, year
from greenops.annual_return.views.acts import ACTS

urlpatterns = [
    path("open/", year.open_return, name="open_return"),
    path("trend/", versions.trend, name="trend"),
    path("trend/policy/", versions.policy, name="base_year_policy"),
    path("trend/history/", versions.history, name="published_history"),
    path("<int:year>/", year.year, name="year"),
    path("<int:year>/terms/", year.change_terms, name="return_terms"),
    path("<int:year>/questions/", sections.questions, name="questions"),
    path("<int:year>/questions/<str:section>/", sections.section_answers, name="section_answers"),
    path("<int:year>/owners/", sections.owners, name="section_owners"),
    path("<int:year>/changes/", sections.changes, name="variance"),
    path("<int:year>/changes/<str:code>/", sections.give_reason, name="give_reason"),
    path("<int:year>/omissions/", sections.omissions, name="omissions"),
    path("<int:year>/omissions/<int:pk>/remove/", sections.remove_omission, name="remove_omission"),
    path("<int:year>/unep/", unep.dialogue, name="unep"),
    path("<int:year>/unep/hand-over/", unep.hand_over, name="hand_over"),
    path("<int:year>/unep/published/", unep.published, name="record_published"),
    path("<int:year>/unep/figures/", unep.add_figure, name="add_published_figure"),
    path("<int:year>/unep/figures/<int:pk>/explain/", unep.explain, name="explain_difference"),
    path("<int:year>/unep/figures/<int:pk>/correct/", unep.correct, name="correct_published_figure"),
    path("<int:year>/unep/queries/", unep.ask, name="record_query"),
    path("<int:year>/unep/queries/<int:pk>/", unep.answer, name="answer_query"),
    path("<int:year>/versions/", versions.versions, name="versions"),
    path("<int:year>/versions/<int:number>/", versions.version, name="version"),
    path("<int:year>/verify/", versions.verify_now, name="verify"),
    *(path(f"<int:year>/acts/{act.key}/", year.act, {"key": act.key}, name=act.key) for act in ACTS),
]
