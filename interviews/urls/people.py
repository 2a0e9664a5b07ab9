from django.urls import path

from interviews.views import consent, consent_form, own_links, people, recruiting, times

study = "studies/<uuid:study_id>/"
one = f"{study}people/<int:participant_id>/"
urlpatterns = [
    path(f"{study}people/", people.people, name="people"),
    path(f"{study}people/add/", people.participant_add, name="participant_add"),
    path(one, people.participant, name="participant"),
    path(f"{one}stage/", people.participant_stage, name="participant_stage"),
    path(f"{one}remove/", people.participant_remove, name="participant_remove"),
    path(f"{one}consent/", consent.consent, name="consent"),
    path(f"{study}people/board/", recruiting.recruiting, name="recruiting"),
    path(f"{study}people/board/columns/", recruiting.recruiting_columns, name="recruiting_columns"),
    path(f"{one}place/", recruiting.recruit_place, name="recruit_place"),
    path(f"{one}invite/", recruiting.recruit_invite, name="recruit_invite"),
    path(f"{one}recruiting/", recruiting.recruit_edit, name="recruit_edit"),
    path(f"{study}people/times/", times.times, name="times"),
    path(f"{study}people/times/offer/", times.slots_offer, name="slots_offer"),
    path(f"{study}people/times/plan/", times.call_plan, name="call_plan"),
    path(f"{study}people/times/<int:slot_id>/withdraw/", times.slot_withdraw, name="slot_withdraw"),
    path(f"{study}people/times/<int:slot_id>/again/", times.slot_again, name="slot_again"),
    path(f"{one}consent/papers/<int:paper_id>/", consent.consent_paper, name="consent_paper"),
    path(f"{one}own-page/", own_links.own_link_make, name="own_link_make"),
    path(f"{one}own-page/<int:own_link_id>/end/", own_links.own_link_end, name="own_link_end"),
    path(f"{study}consent-form/", consent_form.consent_form, name="consent_form"),
    path(f"{study}consent-form/choices/", consent_form.consent_choices, name="consent_choices"),
    path(f"{study}consent-form/preview/", consent_form.consent_preview, name="consent_preview"),
    path(f"{study}consent-form/publish/", consent_form.consent_publish, name="consent_publish"),
    path(f"{study}consent-form/<int:version>/", consent_form.consent_version, name="consent_version"),
]
