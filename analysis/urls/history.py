from django.urls import path

from analysis.views import history

base = "studies/<uuid:study_id>/"
urlpatterns = [
    path(f"{base}history/", history.history, name="history"),
    path(f"{base}history/undo/", history.undo_step, name="undo"),
    path(f"{base}history/redo/", history.redo_step, name="redo"),
    path(f"{base}themes/<int:theme_id>/history/", history.theme_history, name="theme_history"),
    path(f"{base}quotes/<int:quote_id>/history/", history.quote_history, name="quote_history"),
]
