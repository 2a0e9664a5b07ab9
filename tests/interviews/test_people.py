import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Workspace
from interviews.models import ConsentRecord, Contact, Method, Participant, Purpose, Stage
from studies.models import Study
from tests.factories import make_contact, make_participant, make_persona, make_whole_form

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


def test_somebody_new_becomes_p01(as_bob: Client, study: Study) -> None:
    persona = make_persona(study=study)
    answers = {
        "name": "Greta Nowhere",
        "email": "Greta@example.org",
        "company": "Nowhere",
        "job": "Cook",
        "persona": persona.pk,
    }
    as_bob.post(url("participant_add", study), answers)
    participant = study.participants.get()
    assert (participant.code, participant.persona, participant.contact.email) == ("P01", persona, "greta@example.org")


def test_a_contact_is_taken_once_a_study(as_bob: Client, study: Study) -> None:
    contact = make_contact(workspace=study.workspace)
    as_bob.post(url("participant_add", study), {"contact": contact.pk})
    assert as_bob.post(url("participant_add", study), {"contact": contact.pk}).status_code == 422
    assert study.participants.count() == 1


def test_an_address_that_is_known_points_to_its_contact(as_bob: Client, study: Study) -> None:
    make_contact(workspace=study.workspace, name="Known Kim", email="kim@example.org")
    response = as_bob.post(url("participant_add", study), {"name": "Kim", "email": "KIM@example.org"})
    assert response.status_code == 422
    assert "Known Kim has this address already" in response.content.decode()
    assert Contact.objects.count() == 1


def test_do_not_contact_is_not_offered(as_bob: Client, study: Study) -> None:
    contact = make_contact(workspace=study.workspace, do_not_contact=True)
    assert as_bob.post(url("participant_add", study), {"contact": contact.pk}).status_code == 422


def test_numbers_are_not_used_again(study: Study) -> None:
    first, second = make_participant(study=study), make_participant(study=study)
    first.delete()
    assert (second.code, make_participant(study=study).code) == ("P02", "P03")


def test_attributes_are_lines_and_a_line_without_a_colon_is_named(as_bob: Client, study: Study) -> None:
    participant = make_participant(study=study)
    page = url("participant", study, participant.pk)
    as_bob.post(page, {"attribute_lines": "seats: 40\nopen: evenings"})
    participant.refresh_from_db()
    assert participant.attributes == {"seats": "40", "open": "evenings"}
    response = as_bob.post(page, {"attribute_lines": "seats: 40\n\nforty covers"})
    assert response.status_code == 422
    assert "Line 3 has no colon" in response.content.decode()


def test_stages_are_set_by_hand(as_bob: Client, study: Study) -> None:
    participant = make_participant(study=study)
    as_bob.post(url("participant_stage", study, participant.pk), {"stage": "invited"})
    participant.refresh_from_db()
    assert participant.stage == Stage.INVITED
    as_bob.post(url("participant_stage", study, participant.pk), {"stage": "nonsense"})
    participant.refresh_from_db()
    assert participant.stage == Stage.INVITED


def test_viewers_see_no_names(as_vera: Client, study: Study) -> None:
    participant = make_participant(study=study)
    for page in (url("people", study), url("participant", study, participant.pk)):
        assert as_vera.get(page).status_code == 403


def test_removing_a_contact_leaves_the_code(as_bob: Client, study: Study) -> None:
    participant = make_participant(study=study)
    place = [study.workspace_id, participant.contact_id]
    assert participant.code in as_bob.get(reverse("interviews:contact_remove", args=place)).content.decode()
    as_bob.post(reverse("interviews:contact_remove", args=place))
    participant.refresh_from_db()
    assert participant.contact is None
    assert "Contact removed" in as_bob.get(url("people", study)).content.decode()


def test_contacts_are_found_by_any_word_and_paged_by_key(as_bob: Client, workspace: Workspace) -> None:
    for number in range(60):
        make_contact(workspace=workspace, name=f"Person {number:02d}", company="Bakery" if number % 2 else "Bar")
    page = reverse("interviews:contacts", args=[workspace.pk])
    first = as_bob.get(page)
    assert "Person 49" in first.content.decode() and "Person 50" not in first.content.decode()
    second = as_bob.get(page, {"after": first.context["page"].after}).content.decode()
    assert "Person 50" in second and "Person 49" not in second
    found = as_bob.get(page, {"q": "bakery 07"}).content.decode()
    assert "Person 07" in found and "Person 08" not in found


def test_another_workspaces_contacts_are_not_there(as_charlie: Client, workspace: Workspace) -> None:
    contact = make_contact(workspace=workspace)
    for name, args in (("contacts", []), ("contact_edit", [contact.pk]), ("contact_remove", [contact.pk])):
        assert as_charlie.get(reverse(f"interviews:{name}", args=[workspace.pk, *args])).status_code == 404


def test_people_costs_the_same_for_ten_and_twenty(as_bob: Client, study: Study) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_bob.get(url("people", study)).status_code == 200
        return len(captured)

    for _ in range(10):
        make_participant(study=study)
    queries()
    before = queries()
    for _ in range(10):
        make_participant(study=study)
    assert queries() == before
    assert Participant.objects.count() == 20


def test_a_page_of_contacts_is_asked_for_by_id_so_that_no_name_is_in_an_address(
    as_bob: Client, workspace: Workspace
) -> None:
    for number in range(51):
        make_contact(workspace=workspace, name=f"Nadia Noname {number:02d}")
    page = as_bob.get(reverse("interviews:contacts", args=[workspace.pk])).content.decode()
    addresses = re.findall(r'href="([^"]*after=[^"]*)"', page)
    assert addresses and not any("Nadia" in address for address in addresses)


@pytest.mark.parametrize("odd", ["²", "²:x", "a\x00b", "9" * 400, "1:\x00"])
def test_odd_addresses_are_no_server_errors(as_bob: Client, study: Study, odd: str) -> None:
    people, contacts = url("people", study), reverse("interviews:contacts", args=[study.workspace_id])
    assert as_bob.get(people, {"persona": odd}).status_code == 200
    assert as_bob.get(contacts, {"q": odd, "after": odd}).status_code == 200


def test_several_people_are_added_one_after_the_other(as_bob: Client, study: Study) -> None:
    for name in ("Ann Fictus", "Bea Fictus"):
        fields = {"name": name, "email": f"{name[:3]}@example.org".lower(), "then": "another"}
        answer = as_bob.post(reverse("interviews:participant_add", args=[study.pk]), fields)
        assert answer.headers["Location"] == reverse("interviews:people", args=[study.pk]) + "#add"
    assert study.participants.count() == 2
    assert "P02 takes part." in as_bob.get(reverse("interviews:people", args=[study.pk])).content.decode()


def test_what_the_form_doesnt_ask_for_isnt_still_to_be_asked(as_bob: Client, study: Study) -> None:
    make_whole_form(study=study, purposes=[Purpose.QUOTES])
    person = make_participant(study=study, agrees=False)
    page = as_bob.get(url("participant", study, person.pk)).content.decode()
    assert page.count("Not asked yet") == 2 and page.count("The form doesn’t ask for it") == 5
    ConsentRecord.capture(person, {Purpose.NOTES: True, Purpose.QUOTES: True}, Method.WRITTEN, study.owner)
    assert "Yes to all" in as_bob.get(url("people", study)).content.decode()


def test_a_refused_person_opens_the_page_at_the_field(as_bob: Client, study: Study) -> None:
    make_contact(workspace=study.workspace, name="Known Kim", email="kim@example.org")
    page = as_bob.post(url("participant_add", study), {"name": "Kim", "email": "KIM@example.org"}).content.decode()
    assert page.split("<dialog")[0].count("autofocus") == 1
