"""Searching all studies: what is found, and what never is. Each gate has a canary, and a control that the canary can be found."""

from __future__ import annotations

import importlib
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from analysis import rereading
from analysis.candidates import SAID_NO, SHOWN
from analysis.models import Quote, SearchEntry, Sought, ThemeMemo
from analysis.query import BREAKS, SPACELESS
from analysis.sample import load_sample
from interviews.models import ConsentRecord, Debrief, Kind, Method, Note, OffRecord, Purpose
from studies.languages import CONFIGS, Language
from tests.factories import (
    make_contact,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_study,
    make_theme,
    make_transcript,
)
from tests.jobs import run_jobs
from tests.people import client_of

CANARY = "zyxcanary"
SEARCH, QUICK = "analysis:search", "analysis:search_quick"


def found(client, typed=CANARY, name=SEARCH, **more):
    return client.get(reverse(name), {"q": typed, **more}).content.decode()


def finds(client, typed=CANARY, **more):
    """Whether the page shows a mark; never without the short list agreeing."""
    page, quick = found(client, typed, **more), found(client, typed, name=QUICK)
    if not more:
        assert ("<mark>" in page) == ("<mark>" in quick)
    return "<mark>" in page


def says_no(participant, *purposes):
    ConsentRecord.capture(participant, dict.fromkeys(purposes, False), Method.WRITTEN, participant.study.owner)


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
            monkeypatch.setattr("analysis.candidates.SAID_NO", nobody)
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


class TestNarrowing:
    def test_to_one_study(self, as_alice, workspace, study):
        other = make_study(workspace=workspace, title="Another study?")
        for where in (study, other):
            make_note(interview=make_interview(study=where), text=CANARY)
        assert found(as_alice).count("<mark>") == 2
        page = found(as_alice, study=str(other.pk))
        assert page.count("<mark>") == 1

    def test_to_a_persona_of_the_chosen_study(self, as_alice, study):
        cook = make_persona(study=study, name="Cook")
        mine = make_interview(study=study, participant=make_participant(study=study, persona=cook))
        for interview in (mine, make_interview(study=study)):
            make_note(interview=interview, text=CANARY)
        make_theme(study=study, name=CANARY)
        page = found(as_alice, study=str(study.pk), persona=str(cook.pk))
        assert page.count("<mark>") == 1
        assert mine.participant.code in page

    def test_to_days(self, as_alice, study):
        make_note(interview=make_interview(study=study), text=CANARY)
        today = timezone.localdate().isoformat()
        assert finds(as_alice, since=today, until=today)
        assert not finds(as_alice, since="2090-01-01")
        assert not finds(as_alice, until="1999-12-31")
        assert "Enter a valid date" in found(as_alice, since="yesterday")

    def test_pages_go_on_where_they_ended(self, as_alice, study):
        interview = make_interview(study=study)
        for number in range(70):
            make_note(interview=interview, text=f"{CANARY} number{number}")
        seen, before = [], ""
        for _ in range(3):
            page = found(as_alice, kind="note", **({"before": before} if before else {}))
            seen.append(page.count("<mark>"))
            before = page.partition("before=")[2].partition('"')[0]
        assert (seen, before) == ([30, 30, 10], "")


def fill(interview, many, text):
    return Note.objects.bulk_create(
        Note(id=uuid.uuid4(), study=interview.study, interview=interview, kind=Kind.VERBATIM, text=text, position=n)
        for n in range(many)
    )


def fill_quotes(interview, notes):
    Quote.objects.bulk_create(
        Quote(
            study=interview.study, interview=interview, participant=interview.participant, first_note=note, start=0,
            last_note=note, end=len(note.text), text=note.text,
        )
        for note in notes
    )  # fmt: skip


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "text", "typed"),
        [
            ("de", "Wir zählten die Vorräte jeden Abend.", "Vorrat "),
            ("fr", "Nous comptons les bouteilles.", "bouteille "),
            ("es", "Contábamos las botellas.", "botella "),
            ("ru", "Мы считали бутылки.", "бутылка "),
            ("zh", "我们每天盘点库存。", "盘点"),
            ("ja", "毎日在庫を数えます。", "在庫"),
            ("ja", "毎日コーヒーを数えます。", "コーヒー"),
            ("th", "เรานับสต็อกทุกวัน", "สต็อก"),
            ("ko", "우리는 재고를 셉니다.", "재고"),
            ("zh", "用 iPhone 盘点", "iphone "),
            ("he", "אנחנו סופרים מלאי", "מלאי "),
            ("ar", "نحن نعد المخزون", "المخزون "),
            ("pl", "Liczymy zapasy codziennie.", "zapasy "),
            ("xx", "Foo bar", "bar "),
        ],
    )
    def test_each_in_its_own(self, as_alice, workspace, language, text, typed):
        study = make_study(workspace=workspace, language=language)
        make_note(interview=make_interview(study=study), text=text)
        assert finds(as_alice, typed)

    def test_a_stretch_is_found_inside_and_only_whole(self, as_alice, study):
        make_note(interview=make_interview(study=study), text="我们每天盘点库存。")
        assert finds(as_alice, "点库")
        assert finds(as_alice, "存")
        assert not finds(as_alice, "库点")
        assert not finds(as_alice, "盘点 -库存")

    def test_two_languages_in_one_search(self, as_alice, workspace, study):
        german = make_study(workspace=workspace, title="Warum zählen?", language="de")
        make_note(interview=make_interview(study=study), text="The bottles.")
        make_note(interview=make_interview(study=german), text="Die bottles und Flaschen.")
        assert found(as_alice, "bottles ").count("<mark>") == 2
        assert finds(as_alice, "Flasche ")

    def test_changing_the_language_reads_everything_again(self, as_alice, study):
        make_note(interview=make_interview(study=study), text="Die Flaschen.")
        make_theme(study=study, name="Flaschen")
        assert not finds(as_alice, "Flasche ")
        study.revise(language=Language.GERMAN)
        assert found(as_alice, "Flasche ").count("<mark>") == 2

    @pytest.mark.parametrize("kind", ["note", "quote"])
    def test_what_is_too_much_at_once_is_read_part_by_part(self, as_alice, study, kind):
        """The old lines wait; meanwhile their words are found as they stand, and a change of one isn't taken back."""
        interview = make_interview(study=study)
        many = importlib.import_module("analysis.migrations.0013_rereading").AT_ONCE
        notes = fill(interview, many + 5, "Die Flaschen.")
        if kind == "quote":
            fill_quotes(interview, notes)
        old = notes[0]
        study.revise(language=Language.GERMAN)
        assert study.rereadings.filter(kind=kind).exists()
        in_german = SearchEntry.objects.filter(kind=kind, words="flasch")
        assert in_german.count() == many
        assert finds(as_alice, "Flaschen ", kind=kind)
        old.revise({"text": "Die Gläser."})
        while rereading._part(study.pk, kind, 2):
            pass
        assert in_german.count() == many + 5 - (kind == "note")
        assert finds(as_alice, "Glas ", kind="note")
        assert run_jobs() == ["read words anew"]
        assert not study.rereadings.exists()

    def test_little_needs_no_job(self, study):
        make_note(interview=make_interview(study=study), text="Die Flaschen.")
        study.revise(language=Language.GERMAN)
        assert run_jobs() == []

    def test_the_database_knows_the_same_configurations(self, db):
        with connection.cursor() as cursor:
            for code in Language.values:
                cursor.execute("select throughline_config(%s)::text", [code])
                assert cursor.fetchone()[0] == CONFIGS.get(code, "simple"), code

    def test_the_migration_parts_words_where_the_query_does(self):
        written = importlib.import_module("analysis.migrations.0005_search")
        assert (written.BREAKS, written.SPACELESS, written.CONFIGS) == (BREAKS, SPACELESS, CONFIGS)


class TestBadInput:
    @pytest.mark.parametrize(
        "typed",
        [
            '"',
            '"""',
            "'",
            "\\",
            "a:*&b",
            "!(",
            "\x00",
            "x" * 10_000,
            "word " * 2_000,
            "🍋",
            "-a",
            "%s %",
            "\u202e",
            "1e400",
        ],
    )
    def test_is_answered(self, as_alice, study, typed):
        make_note(interview=make_interview(study=study), text="Some words")
        for name in (SEARCH, QUICK):
            assert as_alice.get(reverse(name), {"q": typed}).status_code == 200

    def test_only_exclusions_say_so(self, as_alice, study):
        assert "Only words to leave out" in found(as_alice, "-lemons")

    def test_filters_that_mean_nothing(self, as_alice, study):
        asked = {"q": "x y", "study": "nonsense", "kind": "people", "persona": "x", "since": "0", "before": "x"}
        assert as_alice.get(reverse(SEARCH), asked).status_code == 200

    def test_a_line_longer_than_the_index_takes_is_saved_and_found_by_its_beginning(self, as_alice, study):
        long = f"{CANARY} " + " ".join(f"word{number}" for number in range(200_000))
        make_note(interview=make_interview(study=study), text=long)
        assert finds(as_alice)


def queries(client, name, **asked):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(reverse(name), asked)
    return len(captured)


@pytest.mark.parametrize("name", [SEARCH, QUICK])
def test_the_number_of_queries_does_not_grow(as_alice, workspace, study, name):
    def fill(where):
        for _ in range(3):
            interview = make_interview(study=where)
            make_note(interview=interview, text="Lemons", kind=Kind.NOTE)
            make_quote(study=where, interview=interview, text="Lemons")
        make_theme(study=where, name="Lemons")
        make_insight(study=where, statement="Lemons")
        ThemeMemo.write(make_theme(study=where), "Lemons", study.owner)

    fill(study)
    few = queries(as_alice, name, q="lemons")
    for _ in range(3):
        fill(make_study(workspace=workspace))
    assert queries(as_alice, name, q="lemons") <= few  # one less where the newest lines are enough
    assert few <= (7 if name == QUICK else 12)


def test_old_rare_words_are_found_behind_many_newer_lines(as_alice, study, monkeypatch):
    monkeypatch.setattr("analysis.candidates.NEWEST", 5)
    interview = make_interview(study=study)
    make_note(interview=interview, text=CANARY)
    for _ in range(10):
        make_note(interview=interview, text="newer")
    assert found(as_alice).count("<mark>") == 1
    assert found(as_alice, "newer ", kind="note").count("<mark>") == 10


def test_people_who_say_no_do_not_leave_a_page_half_empty(as_alice, study):
    """They are left out where the page is counted, not only where it is shown."""
    for say_no in (False, True, True, True):
        interview = make_interview(study=study)
        for _ in range(12):
            make_note(interview=interview, text=CANARY)
        if say_no:
            says_no(interview.participant, Purpose.NOTES)
    assert found(as_alice, kind="note").count("<mark>") == 12


def test_the_sample_study_is_searched(db):
    owner, study = load_sample()
    assert SearchEntry.objects.filter(study=study, kind="quote").count() == study.quotes.count()
    assert "<mark>" in found(client_of(owner), "count")


def test_deleting_a_study_leaves_nothing_to_search(study):
    make_quote(study=study, text=CANARY, theme=make_theme(study=study))
    study.delete()
    assert not SearchEntry.objects.exists()


def test_what_is_there_already_is_filled_in(study):
    quote = make_quote(study=study, text=CANARY, theme=make_theme(study=study))
    make_insight(study=study)
    before = set(SearchEntry.objects.values_list("kind", "note", "quote", "theme", "insight", "words"))
    SearchEntry.objects.all().delete()
    quote.first_note.interview.notes.create(study=study, text="off", position=1, off_record=True)
    fill = importlib.import_module("analysis.migrations.0006_search_filled").fill

    class Editor:
        pass

    Editor.connection = connection
    fill(None, Editor)
    fill(None, Editor)
    assert set(SearchEntry.objects.values_list("kind", "note", "quote", "theme", "insight", "words")) == before
