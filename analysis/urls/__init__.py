from analysis.urls import (
    audit,
    board,
    counts,
    history,
    insights,
    overview,
    own_page,
    reading,
    redaction,
    report,
    retention,
    search,
    themes,
    withdrawal,
)

app_name = "analysis"
urlpatterns = [
    *audit.urlpatterns,
    *board.urlpatterns,
    *counts.urlpatterns,
    *history.urlpatterns,
    *insights.urlpatterns,
    *overview.urlpatterns,
    *own_page.urlpatterns,
    *reading.urlpatterns,
    *redaction.urlpatterns,
    *report.urlpatterns,
    *retention.urlpatterns,
    *search.urlpatterns,
    *themes.urlpatterns,
    *withdrawal.urlpatterns,
]
