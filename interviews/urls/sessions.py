from django.urls import path

from interviews.views import debrief, live, notes, sessions

base = "studies/<uuid:study_id>/interviews/"
one = f"{base}<int:interview_id>/"
note = f"{one}notes/<uuid:note_id>/"
urlpatterns = [
    path(base, sessions.interviews, name="list"),
    path(f"{base}plan/", sessions.schedule, name="schedule"),
    path(f"{one}edit/", sessions.interview_edit, name="interview_edit"),
    path(f"{one}cancel/", sessions.interview_cancel, name="interview_cancel"),
    path(f"{one}plan-again/", sessions.interview_again, name="interview_again"),
    path(f"{one}start/", live.interview_start, name="interview_start"),
    path(f"{one}finish/", live.interview_finish, name="interview_finish"),
    path(f"{one}live/", live.live, name="live"),
    path(f"{one}live/script/", live.live_script, name="live_script"),
    path(f"{one}live/question/", live.question_turn, name="question_turn"),
    path(f"{one}lines/", notes.lines, name="lines"),
    # Any text: a damaged id gets an answer that says so, not the page that says nothing is here.
    path(f"{one}notes/<str:note_id>/", notes.note_put, name="note_put"),
    path(f"{note}remove/", notes.note_remove, name="note_remove"),
    path(f"{note}restore/", notes.note_restore, name="note_restore"),
    path(f"{note}followed-up/", notes.followed_up, name="followed_up"),
    path(f"{one}debrief/", debrief.debrief, name="debrief"),
]
