from django.urls import path

from analysis.views import redaction

base = "studies/<uuid:study_id>/redactions/"
urlpatterns = [
    path(base, redaction.redactions, name="redactions"),
    path(f"{base}look/", redaction.redaction_look, name="redaction_look"),
    path(f"{base}add/", redaction.redaction_add, name="redaction_add"),
    path(f"{base}<int:redaction_id>/put-back/", redaction.redaction_put_back, name="redaction_put_back"),
]
