from analysis.urls import board, counts, history, insights, overview, reading, report, search, themes, withdrawal

app_name = "analysis"
urlpatterns = [
    *board.urlpatterns,
    *counts.urlpatterns,
    *history.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *reading.urlpatterns,
    *report.urlpatterns,
    *search.urlpatterns,
    *themes.urlpatterns,
    *withdrawal.urlpatterns,
]
