"""Themes and assumptions typed into a line of a call: tags and evidence where the words may be quoted."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.models import Evidence, Insight, Quote, Tag, Theme
from interviews.models import ConsentRecord, Interview, InterviewState, Method, Note
from interviews.models.note import save_note
from studies.models import Study
from studies.models.event import StudyEvent
from tests.factories import make_assumption, make_interview, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def typed(call: Interview, by: User, note: Note | None = None, **fields: Any) -> Note:
    line = {"kind": "verbatim", "text": "Nobody asked.", "theme_names": [], "stances": {}} | fields
    base = note.revision if note else 0
    saved = save_note(call, note.pk if note else uuid.uuid4(), by, base, **line)
    assert not saved.conflict
    return saved.note


def tags() -> list[tuple[str, str]]:
    return sorted((tag.theme.name, tag.quote.text) for tag in Tag.objects.select_related("theme", "quote"))


def test_a_quote_is_tagged_the_moment_it_is_typed(call: Interview, bob: User) -> None:
    typed(call, bob, theme_names=["Trust", "one person"])
    assert tags() == [("Trust", "Nobody asked."), ("one person", "Nobody asked.")]
    assert Quote.objects.get().author == bob
    typed(call, bob, text="I stopped.", theme_names=["trust"])
    assert Theme.objects.count() == 2


def test_a_quote_is_weighed_for_and_against(call: Interview, bob: User) -> None:
    first, second, third = (make_assumption(study=call.study) for _ in range(3))
    note = typed(call, bob, stances={first.pk: "for", second.pk: "against", third.pk: "touches"})
    assert sorted(Evidence.objects.values_list("assumption", "stance")) == [(first.pk, "for"), (second.pk, "against")]
    assert dict(note.signals.values_list("assumption", "stance")) == {
        first.pk: "for", second.pk: "against", third.pk: "touches",
    }  # fmt: skip
    typed(call, bob, note, stances={first.pk: "against"})
    assert list(Evidence.objects.values_list("assumption", "stance")) == [(first.pk, "against")]
    typed(call, bob, note=Note.objects.get(), stances={first.pk: "touches"})
    assert not Quote.objects.exists()


@pytest.mark.parametrize("kind", ["note", "observation", "aha", "reading"])
def test_what_is_ours_keeps_the_names_only(call: Interview, bob: User, kind: str) -> None:
    note = typed(call, bob, kind=kind, theme_names=["Trust"], stances={make_assumption(study=call.study).pk: "for"})
    assert note.theme_names == ["Trust"] and note.signals.count() == 1
    assert not Quote.objects.exists() and not Theme.objects.exists()


def test_without_a_yes_to_quotes_the_names_stay_on_the_line(call: Interview, bob: User) -> None:
    ConsentRecord.capture(call.participant, {"quotes": False}, Method.SPOKEN, bob)
    note = typed(call, bob, theme_names=["Trust"], stances={make_assumption(study=call.study).pk: "for"})
    assert Note.objects.get().theme_names == ["Trust"] and note.signals.count() == 1
    assert not Quote.objects.exists() and not Theme.objects.exists() and not Evidence.objects.exists()


def test_changing_the_line_keeps_quote_and_tags_in_step(call: Interview, bob: User) -> None:
    note = typed(call, bob, theme_names=["Trust", "Cost"])
    quote = Quote.objects.get()
    note = typed(call, bob, note, text="Nobody ever asked.", theme_names=["Cost", "Time"])
    assert tags() == [("Cost", "Nobody ever asked."), ("Time", "Nobody ever asked.")]
    assert Quote.objects.get() == quote
    note = typed(call, bob, note, text="Nobody ever asked.", kind="note", theme_names=["Cost"])
    assert not Quote.objects.exists() and note.theme_names == ["Cost"]
    typed(call, bob, note, text="Nobody ever asked.", theme_names=["Cost"])
    assert tags() == [("Cost", "Nobody ever asked.")]


def test_what_others_did_with_the_words_is_never_undone(call: Interview, alice: User, bob: User) -> None:
    assumption = make_assumption(study=call.study)
    note = typed(call, bob, theme_names=["Trust"], stances={assumption.pk: "for"})
    quote = Quote.objects.get()
    Theme.called(call.study, "Hers", alice).tag(quote, alice)
    Theme.called(call.study, "Trust", alice).tag(quote, alice)
    quote.weigh(make_assumption(study=call.study), "against", alice)
    note = typed(call, bob, note, text="Nobody asked!", theme_names=[])
    assert tags() == [("Hers", "Nobody asked!")]
    assert Evidence.objects.get().author == alice
    note = typed(call, alice, note, text="Nobody asked!", theme_names=["Bob’s"])
    note = typed(call, bob, note, text="Nobody asked!", theme_names=["Bob’s"], stances={assumption.pk: "for"})
    typed(call, alice, note, text="Nobody asked!", theme_names=["Bob’s"], stances={})
    assert Evidence.objects.filter(author=bob, assumption=assumption).exists()


def test_what_an_insight_cites_is_not_rewritten(call: Interview, bob: User) -> None:
    note = typed(call, bob, theme_names=["Trust"])
    cited = Quote.objects.get()
    Insight.state(call.study, "They count alone.", bob).cite(cited, "for", bob)
    typed(call, bob, note, text="Somebody asked.", theme_names=["Trust"])
    cited.refresh_from_db()
    assert cited.text == "Nobody asked."
    assert tags() == [("Trust", "Nobody asked."), ("Trust", "Somebody asked.")]


def test_a_removed_line_takes_its_tags_with_it_and_brings_them_back(call: Interview, bob: User) -> None:
    note = typed(call, bob, theme_names=["Trust"])
    note.delete_softly(bob)
    assert not Quote.objects.exists()
    note.restore(bob)
    assert tags() == [("Trust", "Nobody asked.")]


def two_lines(call: Interview, by: User) -> tuple[Note, Note]:
    return typed(call, by, text="One.", theme_names=["Trust"]), typed(call, by, text="Two.", theme_names=["Cost"])


def test_two_lines_merged_and_taken_apart_keep_their_tags(call: Interview, bob: User) -> None:
    """As the capture page does it: the words first, then the second line away; and back the other way round."""
    one, two = two_lines(call, bob)
    one = typed(call, bob, one, text="One. Two.", theme_names=["Trust", "Cost"])
    two = typed(call, bob, two, text="Two.", theme_names=["Cost"], removed=True)
    assert tags() == [("Cost", "One. Two."), ("Trust", "One. Two.")]
    typed(call, bob, two, text="Two.", theme_names=["Cost"], removed=False)
    typed(call, bob, one, text="One.", theme_names=["Trust"])
    assert tags() == [("Cost", "Two."), ("Trust", "One.")]


def test_a_line_split_and_put_together_keeps_its_tags(call: Interview, bob: User) -> None:
    whole = typed(call, bob, text="One. Two.", theme_names=["Trust"])
    rest = typed(call, bob, text="Two.", theme_names=["Trust"], part_of=whole.pk)
    whole = typed(call, bob, whole, text="One.", theme_names=["Trust"])
    assert tags() == [("Trust", "One."), ("Trust", "Two.")]
    whole = typed(call, bob, whole, text="One. Two.", theme_names=["Trust"])
    typed(call, bob, rest, text="Two.", theme_names=["Trust"], removed=True)
    assert tags() == [("Trust", "One. Two.")]


def test_words_that_are_used_survive_a_merge_as_they_were(call: Interview, alice: User, bob: User) -> None:
    """What an insight cites, what somebody else tagged, and a part cut out by hand keep their old words."""
    one, two = two_lines(call, bob)
    three = typed(call, bob, text="Three and more.")
    cited, hers = Quote.objects.get(text="One."), Quote.objects.get(text="Two.")
    Insight.state(call.study, "They count alone.", bob).cite(cited, "for", bob)
    Theme.called(call.study, "Hers", alice).tag(hers, alice)
    part = Quote.take(three, 0, three, 5, alice)
    typed(call, bob, one, text="One. Two. Three and more.", theme_names=["Trust", "Cost"])
    typed(call, bob, two, text="Two.", theme_names=["Cost"], removed=True)
    typed(call, bob, three, text="Three and more.", removed=True)
    assert {quote.text for quote in Quote.objects.all()} == {"One.", "Two.", "Three", "One. Two. Three and more."}
    assert ("Hers", "Two.") in tags() and ("Cost", "One. Two. Three and more.") in tags()
    assert {part.pk, hers.pk, cited.pk} <= set(Quote.objects.values_list("pk", flat=True))


def test_sent_again_it_tags_nothing_twice_and_rings_once(as_bob: Client, call: Interview) -> None:
    url = reverse("interviews:note_put", args=[call.study_id, call.pk, uuid.uuid4()])
    pk = make_assumption(study=call.study).pk
    line = {
        "text": "Nobody asked.", "kind": "verbatim", "offset_ms": 1, "base": 0, "themes": [" Trust ", "trust"],
        "signals": [{"assumption": pk, "stance": "against"}],
    }  # fmt: skip
    for _ in range(3):
        assert as_bob.put(url, line, content_type="application/json").json()["saved"]
    assert Note.objects.get().revision == 1
    assert (Tag.objects.count(), Evidence.objects.count()) == (1, 1)
    assert StudyEvent.objects.filter(kind="tag").count() == 1


def test_the_list_for_the_composer_has_names_and_colours(as_bob: Client, call: Interview, bob: User) -> None:
    Theme.called(call.study, "Trust", bob)
    answer = as_bob.get(reverse("analysis:theme_list", args=[call.study_id]))
    assert answer.json() == {"themes": [{"name": "Trust", "colour": 1}]}


def test_an_off_script_question_stands_between_two_headings(as_bob: Client, call: Interview, bob: User) -> None:
    asked = make_question(study=call.study, text="And then?")
    for n, (kind, text, question) in enumerate(
        [("note", "One", asked.pk), ("off_script", "Why?", None), ("note", "Two", None), ("note", "Three", asked.pk)]
    ):
        save_note(call, uuid.uuid4(), bob, 0, kind=kind, text=text, question_id=question, offset_ms=n)
    save_note(call, uuid.uuid4(), bob, 0, kind="mark", text="", question_id=None, offset_ms=9)
    page = as_bob.get(reverse("analysis:notes", args=[call.study_id, call.pk])).content.decode()
    assert page.count("And then?") == 2
    assert "Time marker, not filled" in page
