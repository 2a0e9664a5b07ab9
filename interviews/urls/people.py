from django.urls import path

from interviews.views import consent, people

study = "studies/<uuid:study_id>/"
one = f"{study}people/<int:participant_id>/"
urlpatterns = [
    path(f"{study}people/", people.people, name="people"),
    path(f"{study}people/add/", people.participant_add, name="participant_add"),
    path(one, people.participant, name="participant"),
    path(f"{one}stage/", people.participant_stage, name="participant_stage"),
    path(f"{one}remove/", people.participant_remove, name="participant_remove"),
    path(f"{one}consent/", consent.consent, name="consent"),
    path(f"{study}consent-form/", consent.consent_form, name="consent_form"),
    path(f"{study}consent-form/<int:version>/", consent.consent_version, name="consent_version"),
]
