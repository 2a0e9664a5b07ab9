from analysis.urls import board, history, insights, overview, reading, report, themes

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *history.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *report.urlpatterns,
    *themes.urlpatterns,
]
