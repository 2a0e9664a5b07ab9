from django.urls import path

from analysis.views import coding, coding_desk, coding_results, enough

study = "studies/<uuid:study_id>/"
rounds = f"{study}coding/"
one = f"{rounds}<int:round_id>/"

urlpatterns = [
    path(f"{study}enough/", enough.enough, name="enough"),
    path(f"{study}enough/next/", enough.next_person, name="next_person"),
    path(f"{study}interviews/<int:interview_id>/read-through/", enough.read_through, name="read_through"),
    path(rounds, coding.rounds, name="coding"),
    path(f"{rounds}new/", coding.round_new, name="coding_new"),
    path(one, coding.coding_round, name="coding_round"),
    path(f"{one}cancel/", coding.round_cancel, name="coding_cancel"),
    path(f"{one}coders/<int:coder_id>/replace/", coding.coder_replace, name="coder_replace"),
    path(f"{one}desk/", coding_desk.desk, name="coding_desk"),
    path(f"{one}desk/<int:unit_id>/", coding_desk.unit_code, name="unit_code"),
    path(f"{one}submit/", coding_desk.submit, name="coding_submit"),
    path(f"{one}leave/", coding_desk.leave, name="coding_leave"),
    path(f"{one}settle/<int:unit_id>/<int:coded_id>/", coding_results.settle, name="coding_settle"),
    path(f"{one}tags/", coding_results.take_over, name="coding_tags"),
]
