"""Doubles found by name, and two contacts made one: who keeps what, what moves, and when it is refused."""

import pytest
from django.urls import reverse

from accounts.refusal import Refused
from interviews.contacts.merging import merge
from interviews.models import AttributeKind, Contact, ContactAttribute
from tests.factories import make_contact, make_participant, make_study, make_workspace

pytestmark = pytest.mark.django_db


def url(name, workspace, *args):
    return reverse(f"interviews:{name}", args=[workspace.pk, *args])


@pytest.fixture
def two(workspace):
    keep = make_contact(workspace=workspace, name="Ada Zett", email="ada@example.org", company="Zett", job="")
    other = make_contact(workspace=workspace, name="ada zett", email="a.zett@example.org", company="", job="Cook")
    return keep, other


def test_doubles_stand_together_and_page_by_name(as_bob, workspace, two):
    make_contact(workspace=workspace, name="Nobody Else")
    for number in range(30):
        make_contact(workspace=workspace, name=f"Twin {number:02d}")
        make_contact(workspace=workspace, name=f"twin {number:02d}")
    first = as_bob.get(url("contact_doubles", workspace))
    page = first.context["page"]
    assert [len(group) for group in page] == [2] * 25 and "Nobody Else" not in first.content.decode()
    second = as_bob.get(url("contact_doubles", workspace), {"after": page.after}).context["page"]
    assert [group[0].name for group in second] == [f"Twin {number:02d}" for number in range(24, 30)]


def test_the_preview_says_who_keeps_what_and_changes_nothing(as_bob, workspace, study, two):
    keep, other = two
    make_participant(study=study, contact=other)
    page = as_bob.get(url("contact_merge", workspace, keep.pk, other.pk)).content.decode()
    assert "P01 in “Why do small restaurants stop counting stock?” moves along." in page
    assert "is taken over" in page and Contact.objects.count() == 2
    assert page.count('type="radio"') == 4  # name and address differ; company and role only one has


def test_merging_moves_studies_and_takes_what_was_chosen(as_bob, workspace, study, alice, two):
    keep, other = two
    seats = ContactAttribute.define(workspace, alice, "Seats", AttributeKind.NUMBER, [])
    other.attributes, other.do_not_contact = {seats.key: 40}, True
    other.save()
    person = make_participant(study=study, contact=Contact.objects.get(pk=keep.pk))
    elsewhere = make_participant(study=make_study(workspace=workspace), contact=make_contact(workspace=workspace))
    elsewhere.__class__.objects.filter(pk=elsewhere.pk).update(contact=other)
    answer = as_bob.post(
        url("contact_merge", workspace, keep.pk, other.pk), {"email": "theirs", "company": "theirs", "name": "mine"}
    )
    assert answer.status_code == 302
    assert not Contact.objects.filter(pk=other.pk).exists()
    keep.refresh_from_db()
    assert (keep.name, keep.email, keep.company, keep.job) == ("Ada Zett", "a.zett@example.org", "Zett", "Cook")
    assert keep.attributes == {seats.key: 40} and keep.do_not_contact
    assert {row.pk for row in keep.participations.all()} == {person.pk, elsewhere.pk}
    entry = workspace.audit_entries.get(act="contact.merged")
    assert entry.thing == str(keep.pk)
    fields = [f"attribute_{seats.key}", "email", "job"]
    assert entry.details == {"gone": other.pk, "fields": fields, "participations": 1}


def test_two_of_one_study_stay_apart_and_it_says_why(as_bob, workspace, study, two, alice):
    keep, other = two
    make_participant(study=study, contact=keep)
    make_participant(study=study, contact=other)
    address = url("contact_merge", workspace, keep.pk, other.pk)
    page = as_bob.get(address).content.decode()
    assert "P01 and P02 in “Why do small restaurants" in page and "Merge the two" not in page
    answer = as_bob.post(address)
    assert answer.status_code == 409 and "P01 and P02" in answer.content.decode()
    assert Contact.objects.filter(pk__in=[keep.pk, other.pk]).count() == 2


def test_a_contact_is_neither_merged_with_itself_nor_with_a_strangers(as_bob, workspace, two):
    keep, _ = two
    stranger = make_contact(workspace=make_workspace())
    for other in (keep, stranger):
        assert as_bob.post(url("contact_merge", workspace, keep.pk, other.pk)).status_code == 404
    assert Contact.objects.count() == 3


def test_one_that_is_gone_meanwhile_is_refused(two, bob):
    keep, other = two
    Contact.objects.filter(pk=other.pk).delete()
    with pytest.raises(Refused, match="gone"):
        merge(keep, other, bob, [])


def test_whatever_refers_to_a_contact_moves(two, bob, monkeypatch):
    """A table added later is moved without a change here: the walk is over all that Django knows."""
    keep, other = two
    names = {(relation.related_model.__name__, relation.field.name) for relation in Contact._meta.related_objects}
    assert ("Participant", "contact") in names
    seen = []
    for relation in Contact._meta.related_objects:
        manager = relation.related_model._base_manager
        monkeypatch.setattr(type(manager), "filter", _noting(type(manager).filter, seen))
    merge(keep, other, bob, [])
    assert set(seen) >= {relation.related_model for relation in Contact._meta.related_objects}


def _noting(real, seen):
    def noted(self, *args, **kwargs):
        seen.append(self.model)
        return real(self, *args, **kwargs)

    return noted


def test_the_other_one_is_looked_for_by_words(as_bob, workspace, two):
    keep, other = two
    page = as_bob.get(url("contact_merge_choose", workspace, keep.pk))
    assert [row.pk for row in page.context["found"]] == [other.pk]
    assert as_bob.get(url("contact_merge_choose", workspace, keep.pk), {"q": "cook"}).context["found"][0] == other
    assert (
        "Nobody else found"
        in as_bob.get(url("contact_merge_choose", workspace, keep.pk), {"q": "zzz"}).content.decode()
    )


def test_a_name_that_is_spelt_in_two_ways_is_found(as_bob, workspace):
    hana = make_contact(workspace=workspace, name="Hana Berg", company="Berghof")
    make_contact(workspace=workspace, name="Hanna Berg", company="")
    make_contact(workspace=workspace, name="H. Mountain", company="berghof")
    make_contact(workspace=workspace, name="Nobody Else", company="Elsewhere")
    page = as_bob.get(url("contact_merge_choose", workspace, hana.pk))
    assert [other.name for other in page.context["found"]] == ["H. Mountain", "Hanna Berg"]
    assert "These share a word of it, or the company." in page.content.decode()
    asked = as_bob.get(url("contact_merge_choose", workspace, hana.pk), {"q": "Hana Berg"})
    assert "Nobody else found" in asked.content.decode()  # what one typed is looked for as it is
    lone = make_contact(workspace=workspace, name="Solitaire", company="")
    assert not as_bob.get(url("contact_merge_choose", workspace, lone.pk)).context["found"]
