"""Searching all studies: what is found, and what never is. Each gate has a canary, and a control that the canary can be found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Membership
from analysis.models import SearchEntry, Sought, ThemeMemo
from analysis.search.candidates import SAID_NO, SHOWN
from interviews.models import ConsentRecord, Debrief, Kind, Method, OffRecord, Purpose
from studies.languages import Language
from tests.analysis.searches import CANARY, QUICK, SEARCH, finds, found, says_no
from tests.factories import (
    make_contact,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_quote,
    make_theme,
    make_transcript,
)


class TestWhatIsFound:
    def test_a_line_a_turn_a_quote_a_theme_and_an_insight(self, as_vera, study):
        interview = make_interview(study=study)
        make_note(interview=interview, text="He counts lemons by eye.", kind=Kind.NOTE)
        make_transcript(interview=interview, turns=[("team", "Lemons?"), ("participant", "Yes, lemons.")])
        make_quote(
            study=study, interview=interview, text="Lemons go bad.", theme=make_theme(study=study, name="Lemons")
        )
        make_insight(study=study, statement="People stop counting lemons.")
        page = found(as_vera, "lemons ")
        for part in ("Themes", "Insights", "Quotes", "Notes and transcripts"):
            assert f">{part}</h2>" in page
        assert page.count("<mark>Lemons</mark>") + page.count("<mark>lemons</mark>") == 7

    def test_every_result_says_whose_words_in_which_study_and_when(self, as_vera, study):
        interview = make_interview(study=study)
        note = make_note(interview=interview, text="Lemons.", offset_ms=83_000)
        page = found(as_vera, "lemons")
        assert interview.participant.code in page
        assert study.title in page
        assert "00:01:23" in page
        assert f"{reverse('analysis:notes', args=[study.pk, interview.pk])}#n-{note.pk}" in page

    def test_a_turn_leads_to_its_place_in_the_transcript(self, as_vera, study):
        interview = make_interview(study=study)
        turn = make_transcript(interview=interview, turns=[("participant", "Lemons.")]).turns.get()
        url = reverse("analysis:transcript", args=[study.pk, interview.pk])
        assert f"{url}#n-{turn.pk}" in found(as_vera, "lemons")

    @pytest.mark.parametrize(
        ("typed", "there"),
        [
            ("counted ", True),  # the stem
            ("counting lemons ", True),
            ("lem", True),
            ("lem ", False),
            ("lem* ", True),
            ("eye. ", True),
            ('"by eye"', True),
            ('"eye by"', False),
            ('"counts the lemons"', True),
            ('"count the lemons"', False),  # a phrase is as it stands
            ("lemons -eye", False),
            ("lemons -ear", True),
            ('lemons -"by eye"', False),
            ("lemons limes ", False),
            ("the ", True),  # even the commonest word
            ("half ", True),  # half/empty and half-empty are words of their own
            ("empty ", True),
            ("cook ", True),  # parted by a curly apostrophe
            ("née ", True),
            ("NÉE ", True),
            ("ärger ", True),
        ],
    )
    def test_words_phrases_exclusions_beginnings(self, as_vera, study, typed, there):
        text = "The cook’s sister (née Kahn) counts the lemons by eye… half/empty, “ÄRGER”."
        make_note(interview=make_interview(study=study), text=text)
        assert finds(as_vera, typed) == there

    def test_what_was_looked_for_is_marked_and_everything_else_is_text(self, as_vera, study):
        make_note(interview=make_interview(study=study), text="<b>Counting</b> & <img src=x onerror=alert(1)>")
        page = found(as_vera, "count")
        for shown in (page, found(as_vera, "count", name=QUICK)):
            assert "&lt;b&gt;<mark>Counting</mark>&lt;/b&gt; &amp; &lt;img" in shown

    def test_whatever_was_typed_is_text(self, as_vera, study):
        page = found(as_vera, 'zz"><script>', name=QUICK)
        assert "“zz&quot;&gt;&lt;script&gt;”" in page

    def test_a_changed_line_is_found_by_its_new_words_only(self, as_vera, study):
        note = make_note(interview=make_interview(study=study), text=f"The {CANARY}")
        assert finds(as_vera)
        note.revise({"text": "Other words"})
        assert not finds(as_vera)
        assert finds(as_vera, "other words ")

    def test_a_line_that_is_removed_and_put_back(self, as_vera, study, bob):
        note = make_note(interview=make_interview(study=study), text=CANARY)
        note.delete_softly(bob)
        assert not finds(as_vera)
        note.restore(bob)
        assert finds(as_vera)

    def test_renamed_themes_and_insights_and_gone_ones(self, as_vera, study, bob):
        theme, insight = make_theme(study=study, name=CANARY), make_insight(study=study, statement=CANARY)
        theme.rename("Another", bob)
        insight.restate("Another.", CANARY, [], bob)
        assert "<mark>" in found(as_vera, kind="insight")
        assert "<mark>" not in found(as_vera, kind="theme")
        insight.remove(bob)
        assert not finds(as_vera)
        assert not SearchEntry.objects.filter(kind="insight").exists()


class TestThemesWhole:
    """Definition cards and memos."""

    @pytest.mark.parametrize("line", ["definition", "include", "exclude", "example", "counter_example"])
    def test_every_line_of_the_card(self, as_vera, study, bob, line):
        theme = make_theme(study=study, name="Counting")
        theme.revise(bob, **{line: f"Words about {CANARY}."})
        assert finds(as_vera)
        theme.revise(bob, **{line: "Other words."})
        assert not finds(as_vera)

    def test_a_memo_with_its_theme_and_its_place(self, as_vera, study, bob):
        theme = make_theme(study=study, name="Counting")
        memo = ThemeMemo.write(theme, f"Ask about {CANARY}", bob)
        for name in (SEARCH, QUICK):
            page = found(as_vera, name=name)
            assert f"{reverse('analysis:theme', args=[study.pk, theme.pk])}#memo-{memo.pk}" in page
            assert "Counting" in page
        memo.reword("Other words", bob)
        assert not finds(as_vera)

    def test_a_memo_that_is_removed_and_put_back(self, as_vera, study, bob):
        memo = ThemeMemo.write(make_theme(study=study), CANARY, bob)
        assert finds(as_vera)
        memo.remove(bob)
        assert not finds(as_vera)
        assert not SearchEntry.objects.filter(kind="memo").exists()
        memo.put_back(bob)
        assert finds(as_vera)

    def test_memos_of_archived_themes(self, as_alice, study, bob):
        theme = make_theme(study=study)
        ThemeMemo.write(theme, CANARY, bob)
        assert finds(as_alice)
        theme.archive(bob)
        assert not finds(as_alice)
        theme.restore(bob)
        assert finds(as_alice)

    def test_a_removed_memo_shows_nothing_even_if_the_table_is_wrong(self, as_alice, study, bob, monkeypatch):
        memo = ThemeMemo.write(make_theme(study=study), CANARY, bob)
        words = SearchEntry.objects.get(memo=memo).words
        memo.remove(bob)
        SearchEntry.objects.create(kind="memo", study=study, memo=memo, words=words)
        monkeypatch.setitem(SHOWN, Sought.MEMO, "true")
        assert not finds(as_alice)

    def test_gone_with_its_theme(self, study, bob):
        theme = make_theme(study=study)
        ThemeMemo.write(theme, CANARY, bob)
        theme.remove(bob)
        assert not SearchEntry.objects.filter(kind="memo").exists()

    def test_other_workspaces_memos(self, as_charlie, study, bob):
        ThemeMemo.write(make_theme(study=study), CANARY, bob)
        assert not finds(as_charlie)

    def test_in_the_studys_language(self, as_alice, study, bob):
        ThemeMemo.write(make_theme(study=study), "Die Flaschen.", bob)
        assert not finds(as_alice, "Flasche ")
        study.revise(language=Language.GERMAN)
        assert finds(as_alice, "Flasche ")


class TestWhatIsNever:
    def test_archived_themes(self, as_alice, study, bob):
        theme = make_theme(study=study, name=CANARY)
        assert finds(as_alice)
        theme.archive(bob)
        assert not finds(as_alice)

    def test_another_workspace(self, as_charlie, as_vera, study):
        make_quote(study=study, text=CANARY, theme=make_theme(study=study, name=CANARY))
        make_insight(study=study, statement=CANARY)
        assert not finds(as_charlie)
        assert study.title not in found(as_charlie)
        assert finds(as_vera)

    def test_a_study_of_another_workspace_can_not_be_chosen(self, as_charlie, study):
        make_note(interview=make_interview(study=study), text=CANARY)
        page = found(as_charlie, study=str(study.pk))
        assert "There is no such study among yours." in page
        assert "<mark>" not in page

    def test_a_member_who_left(self, as_bob, bob, study):
        make_note(interview=make_interview(study=study), text=CANARY)
        assert finds(as_bob)
        Membership.objects.filter(user=bob).delete()
        assert not finds(as_bob)

    @pytest.mark.parametrize("reader", ["as_vera", "as_bob", "as_alice"])
    def test_off_the_record_whoever_asks(self, request, reader, study, bob):
        client = request.getfixturevalue(reader)
        note = make_note(interview=make_interview(study=study), text=CANARY)
        assert finds(client)
        note.go_off_record(bob)
        assert not finds(client)
        assert not SearchEntry.objects.filter(note=note).exists()
        note.go_on_record(bob)
        assert finds(client)

    def test_erased_lines_leave_nothing_in_the_table(self, as_bob, study, bob):
        interview = make_interview(study=study)
        note = make_note(interview=interview, text=CANARY)
        note.go_off_record(bob)
        OffRecord.erase(interview, bob)
        assert not finds(as_bob)
        assert not SearchEntry.objects.filter(note=note).exists()

    def test_who_said_no_to_notes(self, as_alice, study):
        interview = make_interview(study=study)
        make_note(interview=interview, text=CANARY)
        make_quote(study=study, interview=interview, text=f"{CANARY} quoted")
        assert finds(as_alice)
        says_no(interview.participant, Purpose.NOTES)
        assert not finds(as_alice)

    def test_who_said_no_to_quotes(self, as_alice, study):
        quote = make_quote(study=study, text=CANARY)
        assert "<mark>" in found(as_alice, kind="quote")
        says_no(quote.participant, Purpose.QUOTES)
        assert "<mark>" not in found(as_alice, kind="quote")
        assert "<mark>" in found(as_alice, kind="note")  # as on the reading page

    def test_a_no_taken_back_brings_the_words_back(self, as_alice, study):
        interview = make_interview(study=study)
        make_note(interview=interview, text=CANARY)
        says_no(interview.participant, Purpose.NOTES)
        ConsentRecord.capture(interview.participant, {Purpose.NOTES: True}, Method.WRITTEN, study.owner)
        assert finds(as_alice)

    @pytest.mark.parametrize("gate", ["off the record", "removed", "no to notes"])
    def test_the_pages_own_gates_hold_even_if_the_table_is_wrong(self, as_alice, study, bob, gate, monkeypatch):
        """An entry that should not be there shows nothing."""
        note = make_note(interview=make_interview(study=study), text=CANARY)
        entry = SearchEntry.objects.get(note=note)
        if gate == "no to notes":
            says_no(note.interview.participant, Purpose.NOTES)
            nobody = SAID_NO.replace("not c.granted", "false")
            monkeypatch.setattr("analysis.search.candidates.SAID_NO", nobody)
        else:
            note.go_off_record(bob) if gate == "off the record" else note.delete_softly(bob)
            SearchEntry.objects.create(kind="note", study=study, interview=note.interview, note=note, words=entry.words)
        assert SearchEntry.objects.filter(note=note).exists()
        assert not finds(as_alice)

    def test_debriefs_hidden_or_not(self, as_alice, study, bob, alice):
        interview = make_interview(study=study)
        Debrief.write(interview, bob, {}, surprises=CANARY, quick_facts=CANARY, needs=CANARY)
        assert not finds(as_alice)

    def test_names_of_people(self, as_alice, study):
        contact = make_contact(workspace=study.workspace, name=f"{CANARY} Kowalski", company=CANARY)
        make_interview(study=study, participant=make_participant(study=study, contact=contact))
        assert not finds(as_alice)

    def test_nobody_without_an_account(self, client, study):
        for name in (SEARCH, QUICK):
            assert client.get(reverse(name), {"q": "x"}).status_code == 302
