"""The list of contacts, their attributes, who isn't to be contacted, and what is written down of it."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.csv_cells import original
from accounts.models import AuditEntry
from accounts.refusal import Refused
from interviews.models import AttributeKind, Contact, ContactAttribute, Interview, Participant, Stage
from interviews.models.contact_attribute import MOST
from tests.factories import make_contact, make_participant, make_study

pytestmark = pytest.mark.django_db
FORMULA = "=HYPERLINK(1)"


def url(name, workspace, *args):
    return reverse(f"interviews:{name}", args=[workspace.pk, *args])


def acts(workspace):
    return [(entry.act, entry.thing) for entry in workspace.audit_entries.order_by("number")]


@pytest.fixture
def plan(workspace, alice):
    return ContactAttribute.define(workspace, alice, "Plan", AttributeKind.CHOICE, ["Small", "Large"])


@pytest.fixture
def seats(workspace, alice):
    return ContactAttribute.define(workspace, alice, "Seats", AttributeKind.NUMBER, [])


@pytest.fixture
def city(workspace, alice):
    return ContactAttribute.define(workspace, alice, "City", AttributeKind.TEXT, [])


def fields(**more):
    return {"name": "Ada Zett", "email": "Ada@example.org", "company": "", "job": "", **more}


def test_attributes_stand_in_form_list_filter_and_export(as_bob, workspace, plan, seats, city):
    own = {f"attribute_{plan.key}": "Large", f"attribute_{seats.key}": "12.0", f"attribute_{city.key}": " Porto  Alto "}
    as_bob.post(url("contact_add", workspace), fields(**own))
    ada = workspace.contacts.get()
    assert ada.attributes == {plan.key: "Large", seats.key: 12, city.key: "Porto Alto"}
    make_contact(workspace=workspace, name="Bo", attributes={plan.key: "Small", seats.key: 3, city.key: "Lisbon"})
    page = url("contacts", workspace)
    for query, found in [
        ({f"a{plan.pk}": "Large"}, ["Ada Zett"]),
        ({f"a{plan.pk}": "Nonsense"}, ["Ada Zett", "Bo"]),
        ({f"a{seats.pk}_from": "10"}, ["Ada Zett"]),
        ({f"a{seats.pk}_to": "10"}, ["Bo"]),
        ({f"a{seats.pk}_from": "x"}, ["Ada Zett", "Bo"]),
        ({f"a{city.pk}": "port"}, ["Ada Zett"]),
        ({f"a{city.pk}": "port", f"a{plan.pk}": "Small"}, []),
        ({"q": "ada"}, ["Ada Zett"]),
    ]:
        assert [contact.name for contact in as_bob.get(page, query).context["page"]] == found, query
        rows = list(csv.reader(io.StringIO(as_bob.post(url("contacts_csv", workspace), QUERY_STRING="&".join(f"{k}={v}" for k, v in query.items())).content.decode("utf-8-sig"))))  # fmt: skip
        assert [row[0] for row in rows[1:]] == found, query
    assert '<td data-h="City">Porto Alto</td>' in as_bob.get(page).content.decode()
    as_bob.post(url("contact_edit", workspace, ada.pk), fields(**own | {f"attribute_{seats.key}": ""}))
    ada.refresh_from_db()
    assert seats.key not in ada.attributes and ada.attributes[plan.key] == "Large"


def test_a_choice_taken_away_stays_where_it_was_chosen(as_bob, workspace, plan):
    ada = make_contact(workspace=workspace, attributes={plan.key: "Large"})
    as_bob.post(url("attribute_edit", workspace, plan.pk), {"name": "Tier", "choice_lines": "Small\nsmall\n\nHuge"})
    plan.refresh_from_db()
    assert (plan.name, plan.choices) == ("Tier", ["Small", "Huge"])
    assert '<option value="Large" selected>' in as_bob.get(url("contact_edit", workspace, ada.pk)).content.decode()


def test_an_attribute_goes_with_its_values_and_says_so_first(as_bob, workspace, plan, city):
    ada = make_contact(workspace=workspace, attributes={plan.key: "Large", city.key: "Porto"})
    assert "in 1 contact." in as_bob.get(url("attribute_remove", workspace, plan.pk)).content.decode()
    as_bob.post(url("attribute_remove", workspace, plan.pk))
    ada.refresh_from_db()
    assert ada.attributes == {city.key: "Porto"}
    assert acts(workspace)[-1] == ("attribute.removed", str(plan.pk))


def test_an_attribute_needs_a_name_of_its_own_and_a_choice_its_list(as_bob, workspace, plan):
    for data, says in [
        ({"name": "plan", "kind": "text"}, "already"),
        ({"name": "Tier", "kind": "choice"}, "one a line"),
        ({"name": "", "kind": "text"}, "required"),
    ]:
        answer = as_bob.post(url("attributes", workspace), data)
        assert answer.status_code == 422 and says in answer.content.decode()
    with pytest.raises(Refused, match="already"):
        ContactAttribute.define(workspace, plan.workspace.people().first(), "PLAN", AttributeKind.TEXT, [])
    for number in range(MOST - 1):
        ContactAttribute.define(workspace, workspace.people().first(), f"More {number}", AttributeKind.TEXT, [])
    assert as_bob.post(url("attributes", workspace), {"name": "One more", "kind": "text"}).status_code == 409


def test_do_not_contact_is_refused_by_every_verb_that_asks(study, alice):
    person = make_participant(study=study)
    contact = person.contact
    assert contact.address() == contact.email
    contact.do_not_contact = True
    contact.save()
    person = Participant.objects.get(pk=person.pk)
    soon = datetime.now(UTC) + timedelta(days=1)
    other = make_contact(workspace=study.workspace, do_not_contact=True)
    asking = [
        contact.address,
        lambda: person.move_to(Stage.INVITED),
        lambda: person.move_to(Stage.SCHEDULED),
        lambda: Interview.schedule(person, alice, soon),
        lambda: Participant.add(study, other),
    ]
    for act in asking:
        with pytest.raises(Refused, match="not to be contacted"):
            act()
    person.move_to(Stage.DECLINED)
    assert (study.interviews.count(), study.participants.count()) == (0, 1)
    contact.do_not_contact = False
    contact.save()
    Participant.objects.get(pk=person.pk).move_to(Stage.INVITED)


def test_without_an_address_nobody_is_written_to(workspace):
    with pytest.raises(Refused, match="no e-mail address"):
        make_contact(workspace=workspace, email="").address()


def test_two_at_once_with_one_address_are_told(workspace, alice):
    make_contact(workspace=workspace, email="ada@example.org")
    with pytest.raises(Refused, match="Another contact has this address"):
        Contact.add(workspace, alice, name="Ada", email="ada@example.org")


def test_cells_that_a_spreadsheet_would_run_are_guarded(as_bob, workspace, city):
    make_contact(workspace=workspace, name=FORMULA, company="+1", job="@x", attributes={city.key: "-2+3"})
    text = as_bob.post(url("contacts_csv", workspace)).content.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text)))[1]
    assert [cell for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert [original(row[place]) for place in (0, 2, 3, 5)] == [FORMULA, "+1", "@x", "-2+3"]


def test_each_look_and_each_act_is_written_down_once_without_a_name(as_bob, workspace, bob):
    as_bob.post(url("contact_add", workspace), fields(name="Secret Sally", email="sally@example.org"))
    sally = workspace.contacts.get()
    one = url("contact_edit", workspace, sally.pk)
    as_bob.get(url("contacts", workspace))
    as_bob.get(one)
    as_bob.post(one, fields(name="Secret Sally", email="broken"))
    as_bob.post(one, fields(name="Secret Sarah", email="sally@example.org"))
    as_bob.post(one, fields(name="Secret Sarah", email="sally@example.org"))
    as_bob.post(url("contacts_csv", workspace))
    as_bob.post(url("contact_remove", workspace, sally.pk))
    this = str(sally.pk)
    assert acts(workspace) == [
        ("contact.added", this), ("contact.listed", ""), ("contact.read", this), ("contact.read", this),
        ("contact.changed", this), ("contact.exported", ""), ("contact.removed", this),
    ]  # fmt: skip
    assert {entry.by_id for entry in AuditEntry.objects.all()} == {bob.pk}
    assert workspace.audit_entries.get(act="contact.changed").details == {"fields": ["name"]}
    assert not any("ecret" in str(vars(entry)) or "sally" in str(vars(entry)) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    "ahead", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_a_page_fetched_ahead_of_time_tells_nothing_and_writes_nothing(as_bob, workspace, ahead):
    sally = make_contact(workspace=workspace, name="Secret Sally")
    for page in (url("contacts", workspace), url("contact_edit", workspace, sally.pk)):
        answer = as_bob.get(page, headers=ahead)
        assert answer.status_code == 503 and b"Sally" not in answer.content
        assert as_bob.head(page).status_code == 200
    assert acts(workspace) == []


def test_a_page_that_cant_be_written_down_isnt_shown(as_bob, workspace, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr("accounts.identity_reads.audit", broken)
    with pytest.raises(RuntimeError):
        as_bob.get(url("contacts", workspace))


def test_a_thousand_contacts_cost_what_ten_do(as_bob, workspace, plan):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            assert as_bob.get(url("contacts", workspace), query).status_code == 200
        return len(captured)

    def add(number):
        Contact.objects.bulk_create(
            Contact(workspace=workspace, name=f"Person {n % 400}", attributes={plan.key: "Large"})
            for n in range(number)
        )

    add(60)
    queries({})
    before = [queries({}), queries({"q": "person 7", f"a{plan.pk}": "Large"})]
    add(1000)
    assert [queries({}), queries({"q": "person 7", f"a{plan.pk}": "Large"})] == before
    with CaptureQueriesContext(connection) as few:
        as_bob.get(url("contact_doubles", workspace))
    Contact.objects.all().delete()
    add(3)
    with CaptureQueriesContext(connection) as fewer:
        as_bob.get(url("contact_doubles", workspace))
    assert len(few) <= len(fewer) + 1  # with none there is nobody to fetch


def test_paging_goes_through_everybody_once(as_bob, workspace):
    for number in range(120):
        make_contact(workspace=workspace, name=f"Person {number // 40}")
    seen, after = [], ""
    while after is not None:
        page = as_bob.get(url("contacts", workspace), {"after": after}).context["page"]
        seen += [contact.pk for contact in page]
        after = page.after
    assert len(seen) == len(set(seen)) == 120


def test_a_contact_is_added_to_a_study_from_their_own_page(as_bob, as_vera, workspace, study):
    ada, no = make_contact(workspace=workspace, name="Ada"), make_contact(workspace=workspace, do_not_contact=True)
    place = url("contact_take_part", workspace, ada.pk)
    assert study.title in as_bob.get(url("contact_edit", workspace, ada.pk)).content.decode()
    assert as_vera.post(place, {"study": study.pk}).status_code == 403
    as_bob.post(place, {"study": study.pk})
    assert study.participants.get().contact == ada
    assert acts(workspace)[-1][0] == "participant.added"
    assert as_bob.post(place, {"study": study.pk}).status_code == 409
    assert as_bob.post(url("contact_take_part", workspace, no.pk), {"study": study.pk}).status_code == 409
    elsewhere = make_study()
    for odd in (elsewhere.pk, "", "x\x00"):
        as_bob.post(place, {"study": odd})
    assert (study.participants.count(), elsewhere.participants.count()) == (1, 0)


def test_of_many_contacts_the_people_page_lists_the_first_and_says_so(as_bob, workspace, study):
    Contact.objects.bulk_create(Contact(workspace=workspace, name=f"Person {n:04d}") for n in range(230))
    last = workspace.contacts.order_by("name").last()
    page = as_bob.get(reverse("interviews:people", args=[study.pk])).content.decode()
    assert "Person 0199" in page and "Person 0200" not in page and "These are the first 200" in page
    as_bob.post(reverse("interviews:participant_add", args=[study.pk]), {"contact": last.pk})
    assert study.participants.get().contact == last


def test_a_refused_contact_opens_the_page_at_the_field(as_bob, workspace):
    make_contact(workspace=workspace, name="Ada Zett", email="ada@example.org")
    page = as_bob.post(url("contact_add", workspace), fields(name="Ada Z.")).content.decode()
    assert 'value="Ada@example.org"' in page
    field = page[page.index('name="email"') :]
    assert "autofocus" in field[: field.index(">")]
    assert "autofocus" not in as_bob.get(url("contacts", workspace)).content.decode().split("<dialog")[0]


def test_why_somebody_cant_be_added_to_a_study_is_said(as_bob, workspace, study):
    contact = make_contact(workspace=workspace, do_not_contact=True)
    page = as_bob.get(url("contact_edit", workspace, contact.pk)).content.decode()
    assert "They asked not to be contacted, so no study can ask them." in page and "Add to this study" not in page
