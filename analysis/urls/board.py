from django.urls import path

from analysis.views import board, matrix, theme_page, themes

base = "studies/<uuid:study_id>/"
one = f"{base}themes/<int:theme_id>/"
memo = f"{one}memos/<int:memo_id>/"
urlpatterns = [
    path(f"{base}board/", board.board, name="board"),
    path(f"{base}board/columns/<int:theme_id>/", board.column, name="column"),
    path(f"{base}board/columns/<int:theme_id>/more/", board.column_more, name="column_more"),
    path(f"{base}board/changes/", board.changes, name="board_changes"),
    path(f"{base}board/move/", board.cards_move, name="cards_move"),
    path(f"{base}board/tag/", board.cards_tag, name="cards_tag"),
    path(f"{base}matrix/", matrix.matrix, name="matrix"),
    path(f"{base}matrix/csv/", matrix.matrix_csv, name="matrix_csv"),
    path(f"{base}matrix/<int:theme_id>/", matrix.matrix_cell, name="matrix_cell"),
    path(f"{base}themes/", board.themes, name="themes"),
    path(f"{base}themes/list/", themes.theme_list, name="theme_list"),
    path(f"{base}themes/new/", themes.theme_add, name="theme_add"),
    path(one, theme_page.theme, name="theme"),
    path(f"{one}definition/", theme_page.theme_definition, name="theme_definition"),
    path(f"{one}memos/", theme_page.theme_memos, name="theme_memos"),
    path(f"{one}memos/add/", theme_page.memo_add, name="memo_add"),
    path(f"{memo}edit/", theme_page.memo_edit, name="memo_edit"),
    path(f"{memo}remove/", theme_page.memo_remove, name="memo_remove"),
    path(f"{memo}put-back/", theme_page.memo_put_back, name="memo_put_back"),
    path(f"{base}themes/<int:theme_id>/edit/", themes.theme_edit, name="theme_edit"),
    path(f"{base}themes/<int:theme_id>/merge/", themes.theme_merge, name="theme_merge"),
    path(f"{base}themes/<int:theme_id>/remove/", themes.theme_remove, name="theme_remove"),
    path(f"{base}themes/<int:theme_id>/shift/", themes.theme_shift, name="theme_shift"),
]
