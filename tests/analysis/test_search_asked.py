"""Searching: narrowed by filters, in many languages, asked in odd ways, and among very many lines."""

from __future__ import annotations

import importlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.models import SearchEntry, ThemeMemo
from analysis.sample import load_sample
from analysis.search import rereading
from analysis.search.query import BREAKS, SPACELESS
from interviews.models import Kind, Purpose
from studies.languages import CONFIGS, Language
from tests.analysis.searches import CANARY, QUICK, SEARCH, fill, fill_quotes, finds, found, says_no
from tests.factories import (
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_study,
    make_theme,
)
from tests.jobs import run_jobs
from tests.people import client_of


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
    monkeypatch.setattr("analysis.search.candidates.NEWEST", 5)
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
