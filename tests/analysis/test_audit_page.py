"""The audit log as owners read it: sentences, filters, pages, the export, and the check of its chain."""

import ast
import csv
import io
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.audit_check import walk
from accounts.models import Actor, AuditEntry, Invitation, Role, audit
from accounts.models.audit_log import BEGINNING
from analysis.audit.words import SENTENCES, THINGS, sentence
from analysis.models import ShareLink
from interviews.models import AttributeKind, ContactAttribute
from tests.accounts.test_audit_log import behind_its_back
from tests.factories import join, make_contact, make_participant, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def url(name, workspace):
    return reverse(f"analysis:{name}", args=[workspace.pk])


def lines(client, workspace, **query):
    rows = client.get(url("audit", workspace), query).context["rows"]
    return [f"{row.who} {row.sentence}" for row in rows]


def acts_in_the_code():
    """Every act that the apps write down, as it stands in a call of audit(…) or reads(…)."""
    found = set()
    for app in ("accounts", "studies", "interviews", "analysis", "config"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"audit", "_audit", "_set_second_step", "reads", "write_down"}:
                    texts = [
                        part.value for arg in node.args for part in ast.walk(arg) if isinstance(part, ast.Constant)
                    ]
                    found |= {text for text in texts if isinstance(text, str) and "." in text}
    return found


def test_every_act_has_a_sentence() -> None:
    acts = acts_in_the_code()
    assert len(acts) > 25
    begun = {act for act in acts if act.endswith(".") and any(known.startswith(act) for known in SENTENCES)}
    assert acts - begun - SENTENCES.keys() == set()


def test_negative_control_an_act_without_a_sentence_is_still_told():
    assert sentence("consent.sung", {}) == ("did “consent.sung” to ", True, "")
    assert "consent.sung" not in acts_in_the_code()


def test_a_withdrawal_that_was_carried_out_is_no_participant(as_alice, workspace, study):
    """Its number may be somebody else's, who has nothing to do with it."""
    other = make_participant(study=study)
    audit(workspace, "participant.erased", actor=Actor.APP, thing=other.pk, study=study.pk, outcome="delete")
    assert lines(as_alice, workspace)[0] == f"Throughline carried out withdrawal {other.pk}"
    about = lines(as_alice, workspace, about=f"participant-{other.pk}")
    assert not [line for line in about if "withdrawal" in line]


def test_entries_are_told_in_plain_words(as_alice, as_bob, workspace, study, alice, bob):
    ada = make_contact(workspace=workspace, name="Ada Secret")
    person = make_participant(study=study, contact=ada)
    before = workspace.audit_entries.count()
    as_bob.get(reverse("interviews:contact_edit", args=[workspace.pk, ada.pk]))
    as_bob.get(reverse("interviews:participant", args=[study.pk, person.pk]))
    as_bob.post(reverse("analysis:export_json", args=[study.pk]))
    _, token = ShareLink.issue(study, bob, 7)
    workspace.memberships.get(user=bob).change_role(Role.OWNER, alice)
    audit(workspace, "consent.answer", actor=Actor.PARTICIPANT, thing=person.pk, study=study.pk)
    share = study.share_links.get()
    told = lines(as_alice, workspace)
    assert told[: len(told) - before] == [
        "P01 answered what they agree to",
        "Alice Owner made Bob Editor owner, who was editor",
        f"Bob Editor made link {share.pk} to the report, for 7 days",
        "Bob Editor exported study (json)",
        "Bob Editor read the page of P01",
        f"Bob Editor read contact {ada.pk}",
    ]
    page = as_alice.get(url("audit", workspace)).content.decode()
    bea = make_contact(workspace=workspace)
    as_bob.get(reverse("interviews:contact_merge", args=[workspace.pk, ada.pk, bea.pk]))
    assert lines(as_alice, workspace, about=f"contact-{bea.pk}") == [
        f"Bob Editor read contact {ada.pk} beside contact {bea.pk}"
    ]
    assert "Ada" not in page and reverse("interviews:contact_edit", args=[workspace.pk, ada.pk]) in page
    assert f"in “{study.title}”" in page


def test_only_owners_read_it(as_alice, as_bob, as_vera, as_charlie, workspace):
    for name in ("audit", "audit_check"):
        answers = [client.get(url(name, workspace)).status_code for client in (as_alice, as_bob, as_vera, as_charlie)]
        assert answers == [200, 403, 403, 404]
    assert as_bob.post(url("audit_csv", workspace)).status_code == 403


@pytest.fixture
def log(workspace, alice, bob):
    """Numbers 1 to 6; the first two are a week old."""
    week_ago = timezone.now() - timedelta(days=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.models.audit_log.timezone.now", lambda: week_ago)
        audit(workspace, "contact.read", alice, thing=12)
        audit(workspace, "contact.changed", bob, thing=12, fields=["job", "attributes"])
    audit(workspace, "contact.read", bob, thing=120)
    audit(workspace, "contact.merged", bob, thing=7, gone=12, fields=[], participations=0)
    audit(workspace, "attribute.removed", bob, thing=12, contacts=3)
    audit(workspace, "share.ended", alice, thing=12)
    return AuditEntry.objects.filter(workspace=workspace).order_by("number")


def numbers(client, workspace, **query):
    return [row.entry.number for row in client.get(url("audit", workspace), query).context["rows"]]


def test_filters(as_alice, workspace, log, alice, bob):
    day = timezone.localdate() - timedelta(days=7)
    for query, found in [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"by": bob.pk}, [5, 4, 3, 2]),
        ({"act": "contact.read"}, [3, 1]),
        ({"act": "contacts"}, [5, 4, 3, 2, 1]),
        ({"act": "passed", "by": alice.pk}, [6]),
        ({"until": day.isoformat()}, [2, 1]),
        ({"since": (day + timedelta(days=1)).isoformat()}, [6, 5, 4, 3]),
        ({"about": "contact-12"}, [4, 2, 1]),
        ({"by": "x", "act": "nonsense", "since": "2026-13-40", "about": "contact-x"}, [6, 5, 4, 3, 2, 1]),
        ({"after": "3"}, [2, 1]),
        ({"after": "²"}, [6, 5, 4, 3, 2, 1]),
    ]:
        assert numbers(as_alice, workspace, **query) == found, query
    assert lines(as_alice, workspace, act="contact.changed") == ["Bob Editor changed role, attributes of contact 12"]


def test_days_the_wrong_way_round_are_named(as_alice, workspace, log):
    page = as_alice.get(url("audit", workspace), {"since": "2026-05-02", "until": "2026-05-01"}).content.decode()
    assert "This day comes before the other one." in page


def test_who_left_can_still_be_asked_for(as_alice, workspace, alice, bob):
    audit(workspace, "contact.read", bob, thing=1)
    workspace.memberships.get(user=bob).end(alice)
    assert lines(as_alice, workspace, by=bob.pk) == ["Bob Editor read contact 1"]
    assert lines(as_alice, workspace)[0] == "Alice Owner removed Bob Editor from the workspace"


def test_joining_and_leaving_are_written_down(as_alice, workspace, alice):
    as_alice.post(reverse("accounts:invite", args=[workspace.pk]), {"email": "", "role": "viewer"})
    invitation = Invitation.objects.get()
    newcomer = make_user(name="Nia New")
    invitation.accept(newcomer)
    workspace.memberships.get(user=newcomer).end(newcomer)
    other, _ = Invitation.issue(workspace, Role.EDITOR, alice)
    pk = other.pk
    as_alice.post(reverse("accounts:invitation_withdraw", args=[workspace.pk, other.pk]))
    assert lines(as_alice, workspace, act="team")[::-1] == [
        f"Alice Owner made invitation {invitation.pk} for one viewer",
        "Nia New joined as viewer",
        "Nia New left the workspace",
        f"Alice Owner made invitation {pk} for one editor",
        f"Alice Owner withdrew invitation {pk}",
    ]


def fill(workspace, user, upto):
    """Many entries at once, chained as audit() does it."""
    last = workspace.audit_entries.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, BEGINNING)
    made = []
    while number < upto:
        number += 1
        entry = AuditEntry(
            workspace=workspace, number=number, at=timezone.now(), actor=Actor.MEMBER, by=user, act="contact.read",
            thing=str(number % 90), previous=previous,
        )  # fmt: skip
        entry.hash = previous = entry.sealed()
        made.append(entry)
    AuditEntry.objects.bulk_create(made, batch_size=2000)


def test_a_thousand_entries_cost_what_ten_do_and_page_through(as_alice, workspace, alice):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_alice.get(url("audit", workspace)).status_code == 200
        return len(captured)

    fill(workspace, alice, 60)
    queries()
    before = queries()
    fill(workspace, alice, 1000)
    assert queries() == before
    seen, after = [], ""
    while after is not None:
        answer = as_alice.get(url("audit", workspace), {"after": after})
        seen += [row.entry.number for row in answer.context["rows"]]
        after = answer.context["after"]
    assert seen == list(range(1000, 0, -1))


def test_the_export_has_every_entry_and_no_cell_that_runs(as_alice, workspace, log, alice):
    alice.name = "=Alice"
    alice.save()
    text = b"".join(as_alice.post(url("audit_csv", workspace)).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["number"]) for row in rows] == [7, 6, 5, 4, 3, 2, 1]
    assert rows[0]["act"] == "audit.exported" and rows[0]["name"] == "'=Alice"
    assert [row["hash"] for row in rows[1:]] == [entry.hash for entry in log.order_by("-number")[1:]]
    narrow = as_alice.post(url("audit_csv", workspace) + "?act=contact.read")
    assert len(list(csv.DictReader(io.StringIO(b"".join(narrow.streaming_content).decode("utf-8-sig"))))) == 2


def test_a_long_export_goes_in_batches(as_alice, workspace, alice, monkeypatch):
    from analysis.audit import page as audit_page

    fill(workspace, alice, 25)
    monkeypatch.setattr(audit_page.in_batches, "__defaults__", (10,))
    text = b"".join(as_alice.post(url("audit_csv", workspace)).streaming_content).decode("utf-8-sig")
    assert [int(row["number"]) for row in csv.DictReader(io.StringIO(text))] == list(range(26, 0, -1))


def test_a_whole_chain_holds_and_shows_its_seal(as_alice, workspace, log):
    page = as_alice.get(url("audit_check", workspace)).content.decode()
    assert "The chain holds up to entry 6" in page and log.last().hash in page


@pytest.mark.parametrize(
    "act, broken",
    [
        ("update accounts_auditentry set thing = '99' where number = 3", 3),
        ("update accounts_auditentry set by_id = by_id + 1 where number = 1", 1),
        ("delete from accounts_auditentry where number = 4", 4),
        ("update accounts_auditentry set number = 60 where number = 6", 6),
    ],
)
def test_tampering_is_named_on_the_page(as_alice, workspace, log, act, broken):
    behind_its_back(act)
    page = as_alice.get(url("audit_check", workspace)).content.decode()
    assert f"The chain breaks at entry {broken}" in page and "holds" not in page


def test_a_long_chain_is_walked_in_parts(workspace, alice):
    fill(workspace, alice, 25)
    first = walk(workspace, most=10)
    assert (first.upto, first.broken, first.more) == (10, None, True)
    second = walk(workspace, since=11, most=20)
    assert (second.upto, second.broken, second.more) == (25, None, False)
    behind_its_back("update accounts_auditentry set previous = repeat('0', 64) where number = 11")
    assert walk(workspace, since=11).broken == 11
    assert walk(workspace, since=90).broken == 89


def test_the_walk_needs_no_more_memory_for_more_entries(workspace, alice):
    def peak(upto):
        fill(workspace, alice, upto)
        tracemalloc.start()
        assert walk(workspace).upto == upto
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few, many = peak(1500), peak(6000)
    assert many < 1.5 * few, (few, many)


def test_things_are_named(as_alice, workspace, alice):
    assert set(THINGS) <= {act.partition(".")[0] for act in SENTENCES} | SENTENCES.keys()
    plan = ContactAttribute.define(workspace, alice, "Plan", AttributeKind.TEXT, [])
    join(workspace, make_user(), Role.VIEWER)
    assert lines(as_alice, workspace) == [f"Alice Owner added attribute {plan.pk} to the contacts"]
