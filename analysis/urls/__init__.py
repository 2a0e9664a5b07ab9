from analysis.urls import board, counts, insights, overview, reading, report, themes

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *counts.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *report.urlpatterns,
    *themes.urlpatterns,
]
