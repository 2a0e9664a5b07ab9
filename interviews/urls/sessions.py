from django.urls import path

from interviews.views import people

base = "studies/<uuid:study_id>/interviews/"
urlpatterns = [
    path(base, people.people, name="list"),
    path(f"{base}schedule/", people.people, name="schedule"),
    path(f"{base}<int:interview_id>/live/", people.people, name="live"),
    path(f"{base}<int:interview_id>/debrief/", people.people, name="debrief"),
]
