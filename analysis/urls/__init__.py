from analysis.urls import board, insights, overview, reading, report, themes

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *report.urlpatterns,
    *themes.urlpatterns,
]
