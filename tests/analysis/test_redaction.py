"""Words taken out of a study are nowhere in it any more, its quotes stand, and an owner can put them back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User, Workspace
from accounts.refusal import Refused
from analysis.jobs import forget_taken_out
from analysis.models import Change, Decision, Insight, Quote, Redaction, Report, Theme, ThemeMemo
from analysis.quoting.correcting import correct
from analysis.redaction import places as redaction_places
from analysis.redaction.taking_out import put_back, reach_of, redact
from interviews.models import Debrief, Interview
from studies.models import Study
from tests.factories import (
    make_interview,
    make_note,
    make_question,
    make_quote,
    make_study,
    make_theme,
    make_transcript,
)

pytestmark = pytest.mark.django_db

NAME = "Katrin Oldenbusch"


def everything_of(study: Study) -> str:
    """All that the tables hold in words, but for the sealed words themselves."""
    said = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in {"accounts", "studies", "interviews", "analysis"} and model is not Redaction:
                cursor.execute(f'select t::text from "{model._meta.db_table}" t')
                said += [row[0] for row in cursor.fetchall()]
    return "\n".join(said)


@pytest.fixture
def planted(study: Study, alice: User) -> Interview:
    """The name in every kind of place."""
    interview = make_interview(study=study)
    make_note(interview=interview, text=f"I asked {NAME} and then KATRIN  OLDENBUSCH again.", theme_names=[NAME])
    correct(make_note(interview=interview, text=f"{NAME} left early."), 1, "She left early.", alice)
    theme = make_theme(study=study, name=f"Asking {NAME}")
    make_quote(study=study, interview=interview, text=f"“{NAME}” signs it all.", theme=theme)
    make_transcript(interview=interview, turns=[("participant", f"{NAME} sits beside me."), ("team", f"{NAME}?")])
    Theme.objects.filter(pk=theme.pk).update(definition=f"What {NAME} does", example=f"{NAME} again")
    ThemeMemo.objects.create(theme=theme, author=alice, text=f"Ask {NAME} back.")
    theme.rename(f"Asks {NAME}", alice)
    Insight.state(study, f"{NAME} decides.", alice)
    Decision.objects.create(study=study, number=1, text=f"Call {NAME}")
    Report.write(study, alice, answer=f"{NAME} is the one.", unknown="")
    Debrief.objects.create(interview=interview, author=alice, quick_facts=f"Works with {NAME}")
    study.title = f"What does {NAME} need?"
    study.save()
    return interview


def test_the_words_are_nowhere_any_more_and_come_back(planted: Interview, study: Study, alice: User) -> None:
    assert re.search("oldenbusch", everything_of(study), re.IGNORECASE)  # the net catches something
    before = {quote.pk: quote.text for quote in Quote.objects.all()}
    done = redact(study, "katrin oldenbusch", "person", 30, alice)
    left = re.findall(r".*oldenbusch.*", everything_of(study), re.IGNORECASE)
    assert not left
    assert done.token == "[person 1]" and done.places > 10
    quote = Quote.objects.get(text__contains="signs it all")
    assert quote.text == "“[person 1]” signs it all."
    assert quote.first_note.text[quote.start : quote.end] == quote.text
    put_back(done, alice)
    assert {quote.pk: quote.text for quote in Quote.objects.all()} == before
    assert planted.notes.filter(text=f"I asked {NAME} and then KATRIN  OLDENBUSCH again.").exists()
    study.refresh_from_db()
    assert study.title == f"What does {NAME} need?"


def test_a_quote_that_ends_inside_the_words_keeps_its_place(study: Study, alice: User) -> None:
    interview = make_interview(study=study)
    note = make_note(interview=interview, text=f"Then {NAME} came in and left.")
    half = Quote.take(note, 5, note, 11, alice)  # "Katrin"
    after = Quote.take(note, 23, note, 30, alice)
    words = after.text
    redact(study, NAME, "person", 0, alice)
    half.refresh_from_db()
    after.refresh_from_db()
    note.refresh_from_db()
    assert (half.text, after.text) == ("[person 1]", words)
    assert note.text[after.start : after.end] == words


def test_a_quote_without_its_words_is_gone_through_all_the_same(study: Study, alice: User) -> None:
    quote = make_quote(study=study, text=f"{NAME} paid for it.")
    quote.first_note.revise({"text": "Something else altogether."})
    redact(study, NAME, "person", 0, alice)
    quote.refresh_from_db()
    assert quote.text == "[person 1] paid for it."


def test_every_text_of_a_list_comes_back_as_it_was_spelled(study: Study, alice: User) -> None:
    question = make_question(study=study, text="Who decides?")
    question.probes = [f"And {NAME}?", f"{NAME.upper()}, alone?"]
    question.save()
    done = redact(study, NAME, "person", 30, alice)
    question.refresh_from_db()
    assert question.probes == ["And [person 1]?", "[person 1], alone?"]
    put_back(done, alice)
    question.refresh_from_db()
    assert question.probes == [f"And {NAME}?", f"{NAME.upper()}, alone?"]


WAYS = ["Tara O'Brien", "TARA O’BRIEN", "Tara\u00a0Oʼbrien", "Tara O’Bri\u00aden", "Ta\u200bra O'Brien"]


def test_every_spelling_of_a_name_goes_and_comes_back(study: Study, alice: User) -> None:
    """In plain text, in lists and in the journal; the s of a genitive stays."""
    interview = make_interview(study=study)
    lines = [f"So {way} said, and {way}’s boss." for way in WAYS] + ["Tara O’Briens Chef", "Tara O'Brienson"]
    notes = [make_note(interview=interview, text=line, theme_names=WAYS[1:2]) for line in lines]
    question = make_question(study=study, text="Who decides?")
    question.probes = [f'And "{way}"?' for way in WAYS]
    question.save()
    theme = make_theme(study=study, name="Asking")
    theme.rename("Asks Tara O’Bri\u00aden", alice)
    theme.rename("Asks", alice)
    done = redact(study, "tara o'brien", "person", 30, alice)
    left = re.sub("[\u00ad\u200b]", "", everything_of(study)).replace("O'Brienson", "")
    assert not re.findall(r".*O['’ʼ]Brien.*", left, re.IGNORECASE)
    notes[-2].refresh_from_db()
    assert notes[-2].text == "[person 1]s Chef"
    put_back(done, alice)
    for note, line in zip(notes, lines, strict=True):
        note.refresh_from_db()
        assert (note.text, note.theme_names) == (line, WAYS[1:2])
    question.refresh_from_db()
    assert question.probes == [f'And "{way}"?' for way in WAYS]


def test_names_of_fields_in_the_journal_are_no_words(study: Study, alice: User) -> None:
    theme = make_theme(study=study, name="A name")
    theme.rename("Other", alice)
    redact(study, "Other", "detail", 0, alice)
    make_note(interview=make_interview(study=study), text="a name")
    redact(study, "name", "detail", 0, alice)
    images = Change.objects.filter(kind="theme", before__isnull=False).values_list("before", flat=True)
    assert any("name" in image for image in images) and "A name" not in str(list(images))


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_taken_out_later_comes_back_with_nothing_earlier(study: Study, alice: User, days: int) -> None:
    interview = make_interview(study=study)
    note = make_note(interview=interview, text="Acme BERLIN pays, in Berlin.")
    first = redact(study, "Acme Berlin", "company", 30, alice)
    second = redact(study, "Berlin", "place", days, alice)
    first.refresh_from_db()
    assert "berlin" not in f"{first.words} {first.spelled}".lower()
    if days:  # until it is put back itself: then it is there again as it was
        put_back(second, alice)
        first.refresh_from_db()
        assert first.words == "Acme Berlin"
    put_back(first, alice)
    note.refresh_from_db()
    assert note.text == ("Acme BERLIN pays, in Berlin." if days else "Acme [place 1] pays, in [place 1].")


def test_of_one_interview_only_its_own_places_change(study: Study, alice: User) -> None:
    here, there = make_interview(study=study), make_interview(study=study)
    lines = [make_note(interview=one, text="Acme Berlin pays, in Berlin.") for one in (here, there)]
    first = redact(study, "Acme Berlin", "company", 30, alice)
    redact(study, "Berlin", "place", 0, alice, here)
    put_back(first, alice)
    for line, text in zip(lines, ["Acme [place 1] pays, in [place 1].", "Acme Berlin pays, in Berlin."], strict=True):
        line.refresh_from_db()
        assert line.text == text


def test_a_hidden_debrief_is_gone_through_and_not_told_of(study: Study, alice: User, bob: User) -> None:
    held = make_interview(study=study)
    theirs = Debrief.objects.create(interview=held, author=bob, quick_facts=f"Works with {NAME}")
    make_note(interview=held, text=NAME)
    assert "debriefs" not in reach_of(study, NAME, "[person]", alice).counts
    assert "debriefs" in reach_of(study, NAME, "[person]", bob).counts  # the control
    redact(study, NAME, "person", 0, alice)
    theirs.refresh_from_db()
    assert theirs.quick_facts == "Works with [person 1]"


def test_only_one_interview(study: Study, alice: User) -> None:
    here, there = make_interview(study=study), make_interview(study=study)
    make_note(interview=here, text=f"{NAME} here"), make_note(interview=there, text=f"{NAME} there")
    done = redact(study, NAME, "person", 30, alice, here)
    assert (done.places, here.notes.get().text, there.notes.get().text) == (1, "[person 1] here", f"{NAME} there")


def test_another_study_is_left_alone(study: Study, workspace: Workspace, alice: User) -> None:
    make_note(interview=make_interview(study=study), text=NAME)
    other = make_note(interview=make_interview(study=make_study(workspace=workspace)), text=NAME)
    redact(study, NAME, "person", 0, alice)
    other.refresh_from_db()
    assert other.text == NAME


def test_words_that_stand_nowhere_are_refused(study: Study, alice: User) -> None:
    with pytest.raises(Refused, match="nowhere"):
        redact(study, "Nobody Here", "person", 0, alice)
    assert not Redaction.objects.exists()


def test_after_its_time_nobody_puts_them_back(study: Study, alice: User) -> None:
    make_note(interview=make_interview(study=study), text=f"{NAME} said so")
    done = redact(study, NAME, "person", 7, alice)
    Redaction.objects.update(until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="any more"):
        put_back(done, alice)
    forget_taken_out(timestamp=0)
    done.refresh_from_db()
    assert (done.words, done.spelled) == ("", {})


def test_within_its_time_the_clock_takes_nothing(study: Study, alice: User) -> None:
    make_note(interview=make_interview(study=study), text=f"{NAME} said so")
    done = redact(study, NAME, "person", 7, alice)
    forget_taken_out(timestamp=0)
    done.refresh_from_db()
    assert done.can_be_put_back


def test_for_good_from_the_start(study: Study, alice: User) -> None:
    make_note(interview=make_interview(study=study), text=f"{NAME} said so")
    done = redact(study, NAME, "person", 0, alice)
    assert (done.words, done.can_be_put_back) == ("", False)


def test_the_audit_log_has_it_without_the_words(study: Study, alice: User) -> None:
    make_note(interview=make_interview(study=study), text=f"{NAME} said so")
    done = redact(study, NAME, "person", 30, alice)
    put_back(done, alice)
    entries = AuditEntry.objects.order_by("number").values_list("act", "details")
    assert [act for act, _ in entries if act.startswith("words.")] == ["words.redact", "words.put_back"]
    assert "Oldenbusch" not in str(list(entries))


def written() -> set[tuple[type[models.Model], str]]:
    named = (redaction_places.LINES, redaction_places.QUOTES, *redaction_places.OTHERS)
    return {(each.model, name) for each in named for name in each.fields}


# Why a text is no place where words of a study stand.
LEFT_ALONE = {
    "accounts": "people who sign in, and ids",
    "interviews.Contact": "names are kept here, apart from words",
    "interviews.ConsentForm": "never changes once it is published",
    "interviews.ConsentText": "never changes once it is published",
    "interviews.ConsentDraft": "what is asked of everybody, of nobody in particular",
    "interviews.ConsentPaper": "what somebody signed",
    "interviews.ContactAttribute": "headings of contacts",
    "interviews.ContactImport": "contacts being brought in",
    "interviews.Recruit": "why somebody fits, with the names",
    "interviews.CallPlan": "where the team meets people",
    "interviews.Slot": "where the team meets people",
    "interviews.LegalHold": "who asked for the hold",
    "analysis.RetentionReport": "numbers",
    "interviews.Signature": "a name beside a consent, with the contacts",
    "studies.StudyEvent": "kinds and ids",
    "analysis.Redaction": "where the words are kept",
    "analysis.WithdrawalTask": "names no words",
    "interviews.Withdrawal": "ids",
    "analysis.Step": "kinds",
    "analysis.Change": "gone through apart",
    "analysis.SearchEntry": "written by triggers",
}


def texts_of(model: type[models.Model]) -> list[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if (isinstance(field, kinds) or field.get_internal_type() == "ArrayField")
        and not field.choices
        and not re.search(r"hash|sha256|digest|^language$|^format$|^rule$", field.name)
    ]


def test_no_text_is_forgotten() -> None:
    """A new field is gone through, or is named above with the reason why not."""
    forgotten = [
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "studies", "interviews", "analysis"}
        and model._meta.app_label not in LEFT_ALONE
        and model._meta.label not in LEFT_ALONE
        for name in texts_of(model)
        if (model, name) not in written()
    ]
    assert not forgotten


def test_pages(planted: Interview, study: Study, as_alice: Client, as_bob: Client, as_vera: Client) -> None:
    look, add = (reverse(f"analysis:redaction_{name}", args=[study.pk]) for name in ("look", "add"))
    listed = reverse("analysis:redactions", args=[study.pk])
    words: dict[str, Any] = {"words": NAME, "about": "person", "days": "30", "interview": planted.pk}
    page = as_bob.post(look, words).content.decode()
    assert "[person]" in page and "Lines of interviews" in page
    assert Redaction.objects.count() == 0
    assert as_vera.post(add, words).status_code == 403
    assert as_bob.post(add, {**words, "words": "x"}).status_code == 422
    assert as_bob.post(add, words, follow=True).status_code == 200
    done = Redaction.objects.get()
    back = reverse("analysis:redaction_put_back", args=[study.pk, done.pk])
    assert "Oldenbusch" not in as_alice.get(listed).content.decode()
    assert as_bob.post(back).status_code == 403
    assert as_alice.post(back, follow=True).status_code == 200
    assert planted.notes.filter(text__contains=NAME).exists()
