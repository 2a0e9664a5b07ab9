import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analysis.models import Decision, ShareLink, Side
from interviews.models import ConsentRecord, Purpose
from tests.factories import make_contact, make_insight, make_interview, make_participant, make_quote

CANARY = "Ludmilla Kanarienvogel"


@pytest.fixture
def links(study):
    return reverse("analysis:report_links", args=[study.pk])


def shared(token):
    return Client().get(reverse("analysis:shared_report", args=[token]))


def cited(study, by, text="The number sat there."):
    contact = make_contact(workspace=study.workspace, name=CANARY)
    interview = make_interview(study=study, participant=make_participant(study=study, contact=contact))
    quote = make_quote(study=study, interview=interview, text=text)
    insight = make_insight(study=study)
    insight.cite(quote, Side.FOR, by)
    Decision.make(insight, "Show what it changed", by, owner=by)
    return quote


class TestLinks:
    def test_a_new_link_is_shown_once(self, study, links, as_bob):
        as_bob.post(links, {"label": "The board", "days": 30})
        page = as_bob.get(links).content.decode()
        address = re.search(r'value="(http://[^"]+/shared/[^"]+)"', page).group(1)
        assert f'data-copy="{address}"' in page
        assert Client().get(address).status_code == 200
        again = as_bob.get(links).content.decode()
        assert address not in again and "The board" in again

    def test_the_token_is_not_stored(self, study, alice):
        link, token = ShareLink.issue(study, alice, 7)
        assert token not in str(vars(ShareLink.objects.get(pk=link.pk)))

    @pytest.mark.parametrize("days", [7, 30, 90])
    def test_it_ends_on_its_day(self, links, as_bob, days):
        as_bob.post(links, {"days": days})
        left = ShareLink.objects.get().expires_at - timezone.now()
        assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)

    @pytest.mark.parametrize("days", ["", "0", "8", "3650", "-7", "x"])
    def test_other_lengths_are_refused(self, links, as_bob, days):
        response = as_bob.post(links, {"label": "Typed label", "days": days})
        assert response.status_code == 422
        assert "Typed label" in response.content.decode()
        assert not ShareLink.objects.exists()

    def test_taking_back(self, study, links, as_bob, bob):
        link, token = ShareLink.issue(study, bob, 30, "The board")
        as_bob.post(reverse("analysis:link_revoke", args=[study.pk, link.pk]))
        assert shared(token).status_code == 404
        assert "taken back" in as_bob.get(links).content.decode()

    def test_others_share_nothing(self, study, links, as_vera, as_charlie, alice):
        link, token = ShareLink.issue(study, alice, 30)
        revoke = reverse("analysis:link_revoke", args=[study.pk, link.pk])
        assert as_vera.get(links).status_code == as_vera.post(links, {"days": 7}).status_code == 403
        assert as_charlie.get(links).status_code == as_charlie.post(links, {"days": 7}).status_code == 404
        assert (as_vera.post(revoke).status_code, as_charlie.post(revoke).status_code) == (403, 404)
        assert ShareLink.objects.count() == 1 and shared(token).status_code == 200

    def test_sharing_is_in_the_history(self, study, links, as_bob, bob):
        as_bob.post(links, {"days": 7})
        assert study.events.filter(kind="report_shared", actor=bob).exists()


class TestSharedReport:
    def test_it_works_without_an_account(self, study, alice):
        cited(study, alice)
        _, token = ShareLink.issue(study, alice, 7)
        page = shared(token).content.decode()
        assert study.title in page and "The number sat there." in page and "P01" in page

    def test_it_leads_nowhere_into_the_app(self, study, alice):
        cited(study, alice)
        _, token = ShareLink.issue(study, alice, 7)
        page = shared(token).content.decode()
        assert re.findall(r'href="(?!#|/static/)[^"]*"', page) == []
        assert "<form" not in page and str(study.pk) not in page

    def test_nobody_is_named(self, study, alice):
        cited(study, alice)
        _, token = ShareLink.issue(study, alice, 7, "For the board")
        page = shared(token).content.decode()
        assert CANARY not in page and str(alice) not in page and alice.email not in page
        assert "For the board" not in page
        assert alice.initials in page

    def test_it_is_not_kept_and_not_told(self, study, alice):
        _, token = ShareLink.issue(study, alice, 7)
        for response in (shared(token), shared("unknown")):
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response["X-Robots-Tag"]
            assert "no-store" in response["Cache-Control"]

    def test_words_taken_back_are_gone_at_the_next_view(self, study, alice):
        quote = cited(study, alice)
        _, token = ShareLink.issue(study, alice, 7)
        ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", alice)
        assert "The number sat there." not in shared(token).content.decode()

    def test_unknown_ended_and_taken_back_look_the_same(self, study, alice):
        ended, ended_token = ShareLink.issue(study, alice, 7)
        ShareLink.objects.filter(pk=ended.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        gone, gone_token = ShareLink.issue(study, alice, 7)
        gone.revoke(alice)
        answers = [shared(token) for token in (ended_token, gone_token, "never-was")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    def test_nothing_can_be_posted(self, study, alice):
        _, token = ShareLink.issue(study, alice, 7)
        assert Client().post(reverse("analysis:shared_report", args=[token])).status_code == 405

    def test_a_signed_in_stranger_reads_it_like_anybody(self, study, alice, as_charlie):
        _, token = ShareLink.issue(study, alice, 7)
        page = as_charlie.get(reverse("analysis:shared_report", args=[token])).content.decode()
        assert page == shared(token).content.decode()
