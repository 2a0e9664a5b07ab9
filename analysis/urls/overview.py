from django.urls import path

from analysis.views import overview, studies

urlpatterns = [
    path("studies/<uuid:study_id>/remove/", studies.study_remove, name="study_remove"),
    path("workspaces/<uuid:workspace_id>/", studies.studies, name="studies"),
    path("studies/<uuid:study_id>/", overview.overview, name="overview"),
]
