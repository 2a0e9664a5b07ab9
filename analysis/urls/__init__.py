from analysis.urls import board, counts, insights, overview, reading, report

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *counts.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *report.urlpatterns,
]
