from django.urls import path

from analysis.views import audit

base = "workspaces/<uuid:workspace_id>/audit/"
urlpatterns = [
    path(base, audit.audit, name="audit"),
    path(f"{base}check/", audit.audit_check, name="audit_check"),
    path(f"{base}csv/", audit.audit_csv, name="audit_csv"),
]
