from django.urls import path

from studies.views import questions, script

base = "studies/<uuid:study_id>/script/"
question = f"{base}questions/<int:question_id>/"
section = f"{base}sections/<int:section_id>/"
urlpatterns = [
    path(base, script.script, name="script"),
    path(f"{base}sections/add/", script.section_add, name="section_add"),
    path(f"{section}edit/", script.section_edit, name="section_edit"),
    path(f"{section}move/", script.section_move, name="section_move"),
    path(f"{section}remove/", script.section_remove, name="section_remove"),
    path(f"{section}questions/order/", questions.question_order, name="question_order"),
    path(f"{section}questions/add/", questions.question_add, name="question_add"),
    path(f"{section}check/", questions.question_check, name="question_check"),
    path(f"{question}edit/", questions.question_edit, name="question_edit"),
    path(f"{question}move/", questions.question_move, name="question_move"),
    path(f"{question}remove/", questions.question_remove, name="question_remove"),
    path(f"{question}use/", questions.question_use, name="question_use"),
    path(f"{question}keep/", questions.question_keep, name="question_keep"),
]
