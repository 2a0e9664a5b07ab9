from django.urls import path

from analysis.views import overview

base = "studies/<uuid:study_id>/interviews/<int:interview_id>/"
urlpatterns = [
    path(f"{base}read/", overview.overview, name="read"),
    path(f"{base}notes/", overview.overview, name="notes"),
    path(f"{base}transcript/", overview.overview, name="transcript"),
]
