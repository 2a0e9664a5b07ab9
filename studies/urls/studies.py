from django.urls import path

from studies.views import studies

urlpatterns = [
    path("workspaces/<uuid:workspace_id>/studies/new/", studies.new, name="new"),
    path("studies/<uuid:study_id>/settings/", studies.settings, name="settings"),
]
