from django.urls import path

from analysis.views import matrix, theme_page

base = "studies/<uuid:study_id>/"
one = f"{base}themes/<int:theme_id>/"
memo = f"{one}memos/<int:memo_id>/"
urlpatterns = [
    path(one, theme_page.theme, name="theme"),
    path(f"{one}older/", theme_page.theme_older, name="theme_older"),
    path(f"{one}definition/", theme_page.theme_definition, name="theme_definition"),
    path(f"{one}memos/", theme_page.theme_memos, name="theme_memos"),
    path(f"{one}memos/add/", theme_page.memo_add, name="memo_add"),
    path(f"{memo}edit/", theme_page.memo_edit, name="memo_edit"),
    path(f"{memo}remove/", theme_page.memo_remove, name="memo_remove"),
    path(f"{memo}put-back/", theme_page.memo_put_back, name="memo_put_back"),
    path(f"{base}matrix/", matrix.matrix, name="matrix"),
    path(f"{base}matrix/csv/", matrix.matrix_csv, name="matrix_csv"),
    path(f"{base}matrix/<int:theme_id>/", matrix.matrix_cell, name="matrix_cell"),
]
