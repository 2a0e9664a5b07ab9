from django.urls import path

from analysis.views import exports, report, sharing

base = "studies/<uuid:study_id>/report/"

urlpatterns = [
    path(base, report.report, name="report"),
    path(f"{base}words/", report.report_words, name="report_words"),
    path(f"{base}links/", sharing.report_links, name="report_links"),
    path(f"{base}links/<int:link_id>/revoke/", sharing.link_revoke, name="link_revoke"),
    path(f"{base}export.json", exports.export_json, name="export_json"),
    path(f"{base}quotes.csv", exports.quotes_csv, name="quotes_csv"),
    path("shared/<str:token>/", sharing.shared_report, name="shared_report"),
]
