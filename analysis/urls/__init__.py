from analysis.urls import board, counts, history, insights, overview, reading, redaction, report, search, themes

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *counts.urlpatterns,
    *history.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *redaction.urlpatterns,
    *report.urlpatterns,
    *search.urlpatterns,
    *themes.urlpatterns,
]
