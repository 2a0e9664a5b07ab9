from django.urls import path

from analysis.views import board, looking, themes

base = "studies/<uuid:study_id>/"
urlpatterns = [
    path(f"{base}board/", board.board, name="board"),
    path(f"{base}board/columns/<int:theme_id>/", board.column, name="column"),
    path(f"{base}board/columns/<int:theme_id>/more/", board.column_more, name="column_more"),
    path(f"{base}board/unquoted/<uuid:note_id>/more/", board.unquoted_more, name="unquoted_more"),
    path(f"{base}board/here/", looking.here, name="board_here"),
    path(f"{base}board/gone/", looking.gone, name="board_gone"),
    path(f"{base}board/changes/", board.changes, name="board_changes"),
    path(f"{base}board/move/", board.cards_move, name="cards_move"),
    path(f"{base}board/tag/", board.cards_tag, name="cards_tag"),
    path(f"{base}themes/", board.themes, name="themes"),
    path(f"{base}themes/list/", themes.theme_list, name="theme_list"),
    path(f"{base}themes/new/", themes.theme_add, name="theme_add"),
    path(f"{base}themes/<int:theme_id>/edit/", themes.theme_edit, name="theme_edit"),
    path(f"{base}themes/<int:theme_id>/merge/", themes.theme_merge, name="theme_merge"),
    path(f"{base}themes/<int:theme_id>/split/", themes.theme_split, name="theme_split"),
    path(f"{base}themes/<int:theme_id>/nest/", themes.theme_nest, name="theme_nest"),
    path(f"{base}themes/<int:theme_id>/archive/", themes.theme_archive, name="theme_archive"),
    path(f"{base}themes/<int:theme_id>/restore/", themes.theme_restore, name="theme_restore"),
    path(f"{base}themes/<int:theme_id>/remove/", themes.theme_remove, name="theme_remove"),
    path(f"{base}themes/<int:theme_id>/shift/", themes.theme_shift, name="theme_shift"),
]
