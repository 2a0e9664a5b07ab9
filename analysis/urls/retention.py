from django.urls import path

from analysis.views import retention

base = "studies/<uuid:study_id>/people/kept/"
urlpatterns = [
    path(base, retention.retention, name="retention"),
    path(f"{base}holds/", retention.hold_put, name="hold_put"),
    path(f"{base}holds/<int:hold_id>/release/", retention.hold_release, name="hold_release"),
]
