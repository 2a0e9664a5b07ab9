"""Importing a table of contacts: looked at, mended, then all of it or nothing."""

import random
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.refusal import Refused
from interviews.contacts.importing import import_contacts
from interviews.models import AttributeKind, Contact, ContactAttribute, ContactImport
from tests.factories import make_contact, make_participant

pytestmark = pytest.mark.django_db
TABLE = "Name;E-mail;Firma;Plan;Shoe size\nAda Zett;ada@example.org;Zett;small;41\nBo Ypsil;nobody;Y;Medium;42\n;cy@example.org;;;\n"


def url(name, workspace):
    return reverse(f"interviews:{name}", args=[workspace.pk])


def send(client, workspace, text=TABLE, name="people.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(url("contact_import", workspace), {"file": SimpleUploadedFile(name, data)})


def look(client, workspace, **fields):
    draft = ContactImport.objects.get()
    return client.post(url("contact_import_look", workspace), {"draft": draft.pk, **fields})


@pytest.fixture
def plan(workspace, alice):
    return ContactAttribute.define(workspace, alice, "Plan", AttributeKind.CHOICE, ["Small", "Large"])


def test_errors_are_shown_mended_and_then_all_is_imported(as_bob, workspace, plan):
    assert send(as_bob, workspace).status_code == 302
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    assert (
        "2 rows need another look" in page
        and "“nobody” is no e-mail address" in page
        and "Write one of: Small, Large" in page
    )
    refused = look(as_bob, workspace, then="import")
    assert refused.status_code == 422 and "Some rows need another look first." in refused.content.decode()
    assert Contact.objects.count() == 0
    look(as_bob, workspace, then="check", cell_3_1="bo@example.org", cell_3_3="Large", column_4="new")
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    assert "1 row needs another look" in page and "Line 4" in page and "Line 3" not in page
    assert look(as_bob, workspace, then="import", leave_4="on").status_code == 302
    shoe = ContactAttribute.objects.get(name="Shoe size")
    rows = Contact.objects.order_by("name").values_list("name", "email", "company", "attributes")
    assert list(rows) == [
        ("Ada Zett", "ada@example.org", "Zett", {plan.key: "Small", shoe.key: "41"}),
        ("Bo Ypsil", "bo@example.org", "Y", {plan.key: "Large", shoe.key: "42"}),
    ]
    assert not ContactImport.objects.exists()
    entry = AuditEntry.objects.filter(act="contact.imported").get()
    assert entry.details == {"added": 2, "changed": 0, "fields": ["attribute", "company", "email", "name", "new"]}
    assert look_again(as_bob, workspace) == url("contact_import", workspace)


def look_again(client, workspace):
    return client.get(url("contact_import_look", workspace)).headers["Location"]


@pytest.mark.parametrize("if_known, after", [
    ("fill", ("Old Name", "Zett", "", True)), ("take", ("Ada Zett", "Zett", "", True)), ("leave", ("Old Name", "", "", True)),
])  # fmt: skip
def test_those_who_are_known_by_their_address(as_bob, workspace, if_known, after):
    make_contact(workspace=workspace, name="Old Name", email="ada@example.org", do_not_contact=True)
    send(
        as_bob,
        workspace,
        "Name,E-mail,Company,Role,Do not contact\nAda Zett,ADA@example.org,Zett,,no\nBo,bo@example.org,,,yes\n",
    )
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    assert "1 new, 1 known by their address" in page and "Known as Old Name" in page
    look(as_bob, workspace, then="import", if_known=if_known)
    ada, bo = Contact.objects.order_by("pk")
    assert (ada.name, ada.company, ada.job, ada.do_not_contact) == after and bo.do_not_contact


def test_nothing_is_half_imported(as_bob, workspace, bob, monkeypatch):
    """The last step breaks after thousands of rows were written: none of them stays, and the table still waits."""
    make_contact(workspace=workspace, email="p0@example.org")
    rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(1200))
    send(as_bob, workspace, "Name,E-mail\n" + rows)

    def broken(*args, **kwargs):
        assert Contact.objects.count() > 1000
        raise RuntimeError("the database went away")

    monkeypatch.setattr("interviews.contacts.importing.audit", broken)
    with pytest.raises(RuntimeError):
        import_contacts(ContactImport.objects.get(), bob)
    assert (Contact.objects.count(), ContactImport.objects.count()) == (1, 1)


def test_an_address_that_was_added_meanwhile_is_told(as_bob, workspace, bob, monkeypatch):
    send(as_bob, workspace, "Name,E-mail\nAda,ada@example.org\n")
    draft = ContactImport.objects.get()
    from interviews.contacts import importing as contact_importing

    real = contact_importing.outlook

    def late(waiting):
        seen = real(waiting)
        make_contact(workspace=workspace, email="ada@example.org")
        return seen

    monkeypatch.setattr(contact_importing, "outlook", late)
    with pytest.raises(Refused, match="meanwhile"):
        import_contacts(draft, bob)
    assert ContactImport.objects.exists()


def test_importing_twice_is_importing_once(as_bob, workspace, bob):
    send(as_bob, workspace, "Name,E-mail\nAda,ada@example.org\n")
    draft = ContactImport.objects.get()
    again = ContactImport.objects.get()
    import_contacts(draft, bob)
    with pytest.raises(Refused, match="already"):
        import_contacts(again, bob)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("data, says", [
    ({}, "Choose a file, or paste rows"), ({"pasted": "name\n"}, "no row below"), ({"pasted": 'name\n"x'}, "From line 2 on"),
])  # fmt: skip
def test_a_table_that_cant_be_read_keeps_what_was_typed(as_bob, workspace, data, says):
    answer = as_bob.post(url("contact_import", workspace), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and data.get("pasted", "").split("\n")[0] in page
    assert not ContactImport.objects.exists()


def test_an_empty_file_is_told(as_bob, workspace):
    assert "This file is empty" in send(as_bob, workspace, b"").content.decode()


def test_pasted_rows_are_a_table(as_bob, workspace):
    as_bob.post(url("contact_import", workspace), {"pasted": "Name\tE-mail\nAda\tada@example.org\n"})
    look(as_bob, workspace, then="import")
    assert Contact.objects.get().email == "ada@example.org"


def test_a_first_row_that_is_a_person(as_bob, workspace):
    send(as_bob, workspace, "Ada,Zett\nBo,Ypsil\n")
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    assert "1 contact to import" in page
    look(as_bob, workspace, then="check", headed="no")
    assert "2 contacts to import" in as_bob.get(url("contact_import_look", workspace)).content.decode()
    look(as_bob, workspace, then="check", column_0="", column_1="")
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    assert "Which column holds what?" in page and "No column holds the name" in page


def test_rows_left_out_come_back_and_long_rows_are_mended(as_bob, workspace):
    send(as_bob, workspace, "Name,E-mail\nAda,ada@example.org\nZett, Bo,bo@example.org\n")
    page = as_bob.get(url("contact_import_look", workspace)).content.decode()
    # One row has more cells than the others, so the table is as wide as it; the header has fewer names.
    assert "Column 3" in page
    look(as_bob, workspace, then="check", leave_3="on")
    assert "1 left out" in as_bob.get(url("contact_import_look", workspace)).content.decode()
    look(as_bob, workspace, then="check", back="on")
    assert "left out," not in as_bob.get(url("contact_import_look", workspace)).content.decode()


def test_anothers_table_is_not_there_and_an_old_one_is_gone(as_alice, as_bob, as_charlie, workspace):
    send(as_bob, workspace, "Name\nAda\n")
    assert look_again(as_alice, workspace) == url("contact_import", workspace)
    assert as_charlie.get(url("contact_import_look", workspace)).status_code == 404
    draft = ContactImport.objects.get()
    assert (
        as_bob.post(url("contact_import_look", workspace), {"draft": draft.pk + 1, "then": "import"}).status_code == 302
    )
    assert Contact.objects.count() == 0
    ContactImport.objects.update(read_at=timezone.now() - timedelta(hours=25))
    assert look_again(as_bob, workspace) == url("contact_import", workspace)
    send(as_alice, workspace, "Name\nAda\n")
    assert not ContactImport.objects.filter(pk=draft.pk).exists()


def test_a_waiting_table_goes_with_the_withdrawal_of_somebody_in_it(as_bob, workspace, study):
    """Else it would bring them back."""
    from analysis.erasing.steps import drop_waiting_tables

    person = make_participant(
        study=study, contact=make_contact(workspace=workspace, name="Ada Zett", email="ada@z.org")
    )
    send(as_bob, workspace, "Name,E-mail\nSomebody,else@example.org\n")
    drop_waiting_tables(person)
    assert ContactImport.objects.count() == 1
    send(as_bob, workspace, "Name,E-mail\nA. Zett,ADA@z.org\n")
    drop_waiting_tables(person)
    assert not ContactImport.objects.exists()


def test_a_table_is_dropped_whole(as_bob, workspace):
    send(as_bob, workspace)
    as_bob.post(url("contact_import_drop", workspace))
    assert not ContactImport.objects.exists()


def test_what_the_page_shows_is_written_down(as_bob, workspace):
    make_contact(workspace=workspace, name="Old", email="ada@example.org")
    send(as_bob, workspace)
    as_bob.get(url("contact_import_look", workspace))
    as_bob.head(url("contact_import_look", workspace))
    assert [entry.act for entry in AuditEntry.objects.all()] == ["contact.compared"]


def test_an_export_comes_back_as_it_was(as_bob, workspace, alice):
    """Twenty sets of odd contacts: nothing is new and nothing changes."""
    chance = random.Random(7)
    own = ContactAttribute.define(workspace, alice, "Note", AttributeKind.TEXT, [])
    number = ContactAttribute.define(workspace, alice, "Seats", AttributeKind.NUMBER, [])
    odd = ["=1+1", "+49 30", "-x", "@me", "O’Brien; Co", 'a "b" c', "ß, é", "'quoted'", "''=2", "| pipe", "007"]
    for turn in range(20):
        for n in range(5):
            attributes = {own.key: chance.choice(odd), number.key: chance.choice([3, -2.5, 1.234, 1000000])}
            Contact.objects.create(workspace=workspace, name=chance.choice(odd), company=chance.choice(odd), email=f"p{turn}.{n}@example.org", attributes=attributes)  # fmt: skip
    before = list(Contact.objects.order_by("pk").values())
    text = as_bob.post(reverse("interviews:contacts_csv", args=[workspace.pk])).content
    send(as_bob, workspace, text)
    look(as_bob, workspace, then="import", if_known="take")
    assert list(Contact.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.get(act="contact.imported").details["added"] == 0


def test_ten_thousand_rows_in_a_handful_of_statements(as_bob, workspace, bob):
    rows = "".join(f"Person {n},p{n}@example.org,Company {n % 50}\n" for n in range(10_000))
    begun = time.monotonic()
    send(as_bob, workspace, "Name,E-mail,Company\n" + rows)
    with CaptureQueriesContext(connection) as captured:
        assert as_bob.get(url("contact_import_look", workspace)).status_code == 200
    assert len(captured) < 20
    with CaptureQueriesContext(connection) as captured:
        look(as_bob, workspace, then="import")
    assert Contact.objects.count() == 10_000
    assert len(captured) < 60  # twenty of them insert five hundred each
    print(f"10,000 rows read, looked at and imported in {time.monotonic() - begun:.1f} s")
