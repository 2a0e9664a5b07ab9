from django.urls import path

from interviews.views import company, debrief, follow, live, marks, names, notes, off_record, offline, record, sessions

base = "studies/<uuid:study_id>/interviews/"
one = f"{base}<int:interview_id>/"
note = f"{one}notes/<uuid:note_id>/"
urlpatterns = [
    path(
        "capture-worker.js", offline.capture_worker, name="capture_worker"
    ),  # at the top, for its scope ends where it lies
    path(base, sessions.interviews, name="list"),
    path(f"{base}plan/", sessions.schedule, name="schedule"),
    path(f"{one}edit/", sessions.interview_edit, name="interview_edit"),
    path(f"{one}cancel/", sessions.interview_cancel, name="interview_cancel"),
    path(f"{one}plan-again/", sessions.interview_again, name="interview_again"),
    path(f"{one}start/", live.interview_start, name="interview_start"),
    path(f"{one}finish/", live.interview_finish, name="interview_finish"),
    path(f"{one}live/", live.live, name="live"),
    path(f"{one}follow/", follow.follow, name="follow"),
    path(f"{one}live/script/", live.live_script, name="live_script"),
    path(f"{one}live/question/", live.question_turn, name="question_turn"),
    path(f"{one}live/here/", company.here, name="here"),
    path(f"{one}live/gone/", company.gone, name="gone"),
    path(f"{one}live/off-record/", off_record.off_record, name="off_record"),
    path(f"{one}live/consent/", live.live_consent, name="live_consent"),
    path(f"{one}live/names/", names.live_names, name="live_names"),
    path(f"{one}off-record/erase/", off_record.off_record_erase, name="off_record_erase"),
    path(f"{one}observers/", company.observer_declare, name="observer_declare"),
    path(f"{one}observers/list/", company.observers, name="observers"),
    path(f"{one}observers/back/", company.observer_back, name="observer_back"),
    path(f"{one}observers/<int:observer_id>/remove/", company.observer_remove, name="observer_remove"),
    path(f"{one}lines/", notes.lines, name="lines"),
    # Any text: a damaged id gets an answer that says so, not the page that says nothing is here.
    path(f"{one}notes/<str:note_id>/", notes.note_put, name="note_put"),
    path(f"{note}fill/", marks.mark_fill, name="mark_fill"),
    path(f"{one}debrief/", debrief.debrief, name="debrief"),
    path(f"{one}debrief/follow-ups/<uuid:note_id>/", debrief.debrief_follow_up, name="debrief_follow_up"),
    path(f"{one}record/", record.record_page, name="record"),
    path(f"{one}record/markdown/", record.record_markdown, name="record_markdown"),
]
