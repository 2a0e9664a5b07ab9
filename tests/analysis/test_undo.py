"""Undo and redo of one's own acts: each verb to the very same rows and back, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from accounts.models import User
from accounts.refusal import Refused
from analysis.board.placing import Place, also_tag, move
from analysis.journal.undoing import redo, undo
from analysis.models import Change, Quote, Side, Stance, Step, Theme, ThemeMemo
from interviews.models import ConsentRecord, OffRecord
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_quote,
    make_theme,
)

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (
    "analysis_theme",
    "analysis_themememo",
    "analysis_quote",
    "analysis_tag",
    "analysis_evidence",
    "analysis_citation",
)


def rows(study: Study) -> dict[str, list[str]]:
    """Every row of the analysis, whole."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select to_jsonb(t)::text from {table} t order by id")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


class Desk:
    """A study with three themes, five quotes, an assumption and an insight, all of Alice's; Bob acts."""

    def __init__(self, study: Study, alice: User, bob: User) -> None:
        self.study, self.alice, self.bob = study, alice, bob
        self.person = make_participant(study=study)
        self.talk = make_interview(study=study, participant=self.person)
        self.a, self.b, self.c = (make_theme(study=study, name=name) for name in ("Anchors", "Bins", "Counting"))
        said = ("one torch", "two bins", "three counts", "four sheets", "five nights")
        self.quotes = [make_quote(study=study, interview=self.talk, text=text) for text in said]
        for quote in self.quotes[:3]:
            self.a.tag(quote, alice)
        self.b.tag(self.quotes[0], alice)
        self.assumption, self.insight = make_assumption(study=study), make_insight(study=study)
        ThemeMemo.write(self.a, "Look here again.", alice)
        self.quotes[0].weigh(self.assumption, Stance.FOR, alice)
        self.insight.cite(self.quotes[0], Side.FOR, alice)


@pytest.fixture
def desk(study: Study, alice: User, bob: User) -> Desk:
    return Desk(study, alice, bob)


def place(quote: Quote, theme: Theme | None) -> Place:
    return Place(quote.pk, theme.pk if theme else None)


VERBS: dict[str, tuple[Callable[[Desk], Any], str]] = {
    "tag": (lambda d: d.c.tag(d.quotes[4], d.bob), "put a quote of P01 under “Counting”"),
    "untag": (lambda d: d.a.untag(d.quotes[1], d.bob), "took a quote of P01 off “Anchors”"),
    "move": (
        lambda d: move(d.study, [place(q, d.a) for q in d.quotes[:3]], d.c, d.bob),
        "moved 3 quotes from “Anchors” to “Counting”",
    ),
    "move one": (
        lambda d: move(d.study, [place(d.quotes[1], d.a)], d.c, d.bob),
        "moved a quote of P01 from “Anchors” to “Counting”",
    ),
    "move where one is already": (
        lambda d: move(d.study, [place(q, d.a) for q in d.quotes[:2]], d.b, d.bob),
        "moved a quote of P01 from “Anchors” to “Bins”",
    ),
    "off the theme": (
        lambda d: move(d.study, [place(d.quotes[1], d.a)], None, d.bob),
        "took a quote of P01 off “Anchors”",
    ),
    "copy": (
        lambda d: also_tag(d.study, [place(q, None) for q in d.quotes], d.c, d.bob),
        "put 5 quotes under “Counting”",
    ),
    "merge": (lambda d: d.a.merge_into(d.b, d.bob), "merged “Anchors” into “Bins”"),
    "new theme": (lambda d: Theme.called(d.study, "Dusk", d.bob), "made the theme “Dusk”"),
    "rename": (lambda d: d.a.rename("Ankers", d.bob), "renamed “Anchors” to “Ankers”"),
    "revise": (lambda d: d.a.revise(d.bob, definition="What holds."), "changed what “Anchors” stands for"),
    "recolour": (lambda d: d.a.revise(d.bob, colour=9), "gave “Anchors” another colour"),
    "order": (lambda d: d.a.shift(1, d.bob), "changed the order of the themes"),
    "remove a theme": (lambda d: d.a.remove(d.bob), "removed the theme “Anchors”, which 3 quotes stood under"),
    "split": (
        lambda d: d.a.split_off([q.pk for q in d.quotes[:2]], "Dusk", d.bob),
        "split 2 quotes off “Anchors” into the new theme “Dusk”",
    ),
    "nest": (lambda d: d.c.nest(d.a, d.bob), "put “Counting” inside “Anchors”"),
    "archive": (lambda d: d.a.archive(d.bob), "archived “Anchors”"),
    "grade": (lambda d: d.quotes[3].rate(3, d.bob), "gave a quote of P01 the grade 3"),
    "take a quote": (
        lambda d: Quote.whole(make_note(interview=d.talk, text="six towels"), d.bob),
        "took a quote of P01",
    ),
    "delete a quote": (lambda d: d.quotes[0].discard(d.bob), "deleted a quote of P01"),
    "stance": (
        lambda d: d.quotes[1].weigh(d.assumption, Stance.AGAINST, d.bob),
        "said that a quote of P01 speaks against A1",
    ),
    "another stance": (
        lambda d: d.quotes[0].weigh(d.assumption, Stance.MIXED, d.bob),
        "said that a quote of P01 speaks for and against A1",
    ),
    "no stance": (
        lambda d: d.quotes[0].unweigh(d.assumption, d.bob),
        "took back that a quote of P01 speaks for A1",
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_undone_and_redone_to_the_same_rows(desk: Desk, verb: str) -> None:
    act, words = VERBS[verb]
    before = rows(desk.study)
    act(desk)
    after = rows(desk.study)
    assert before != after
    back = undo(desk.study, desk.bob)
    assert rows(desk.study) == before
    assert back.did == words
    again = redo(desk.study, desk.bob)
    assert (rows(desk.study), again.did) == (after, words)
    undo(desk.study, desk.bob)
    assert rows(desk.study) == before


class TestInTurn:
    def test_several_acts_go_back_and_forth_in_order(self, desk: Desk) -> None:
        states = [rows(desk.study)]
        for act in ("move", "rename", "order", "delete a quote", "merge"):
            VERBS[act][0](desk)
            states.append(rows(desk.study))
        for state in reversed(states[:-1]):
            undo(desk.study, desk.bob)
            assert rows(desk.study) == state
        for state in states[1:]:
            redo(desk.study, desk.bob)
            assert rows(desk.study) == state

    def test_a_new_act_leaves_nothing_to_do_again(self, desk: Desk) -> None:
        desk.a.rename("Ankers", desk.bob)
        undo(desk.study, desk.bob)
        desk.c.tag(desk.quotes[4], desk.bob)
        with pytest.raises(Refused, match="nothing to do again"):
            redo(desk.study, desk.bob)

    def test_only_ones_own(self, desk: Desk) -> None:
        desk.a.rename("Ankers", desk.alice)
        with pytest.raises(Refused, match="nothing of yours"):
            undo(desk.study, desk.bob)
        step = Step.objects.filter(by=desk.alice).latest("pk")
        with pytest.raises(Refused, match="undone already"):
            undo(desk.study, desk.bob, step.pk)

    def test_an_older_act_by_itself_tomorrow(self, desk: Desk) -> None:
        desk.c.tag(desk.quotes[4], desk.bob)
        tagged = Step.objects.latest("pk")
        desk.a.rename("Ankers", desk.bob)
        assert undo(desk.study, desk.bob, tagged.pk).did == "put a quote of P01 under “Counting”"
        assert not desk.quotes[4].tags.exists()
        assert undo(desk.study, desk.bob).did.startswith("renamed")

    def test_twice_is_once(self, desk: Desk) -> None:
        desk.c.tag(desk.quotes[4], desk.bob)
        step = Step.objects.latest("pk")
        undo(desk.study, desk.bob, step.pk)
        with pytest.raises(Refused, match="undone already"):
            undo(desk.study, desk.bob, step.pk)

    def test_it_is_written_down_and_rings(self, desk: Desk) -> None:
        desk.c.tag(desk.quotes[4], desk.bob)
        undo(desk.study, desk.bob)
        kinds = list(desk.study.events.order_by("seq").values_list("kind", flat=True))
        assert kinds[-3:] == ["tag", "undo", "untag"]
        step = Step.objects.latest("pk")
        assert (step.way, step.by, step.kinds, step.touches) == ("undo", desk.bob, ["undo"], ["tag"])

    def test_a_refused_act_leaves_no_trace(self, desk: Desk) -> None:
        count = Step.objects.count()
        with pytest.raises(Refused):
            desk.a.rename("bins", desk.bob)
        assert Step.objects.count() == count


class TestSomebodyElse:
    def refused(self, desk: Desk, why: str) -> None:
        before = rows(desk.study)
        with pytest.raises(Refused) as no:
            undo(desk.study, desk.bob)
        assert why in str(no.value)
        assert rows(desk.study) == before

    def test_moved_the_card_on(self, desk: Desk) -> None:
        move(desk.study, [place(q, desk.a) for q in desk.quotes[:3]], desk.c, desk.bob)
        move(desk.study, [place(desk.quotes[1], desk.c)], desk.b, desk.alice)
        self.refused(desk, "Alice Owner moved a quote of P01 from “Counting” to “Bins” since. That stays")

    def test_removed_the_theme(self, desk: Desk) -> None:
        move(desk.study, [place(desk.quotes[1], desk.a)], desk.c, desk.bob)
        desk.a.remove(desk.alice)
        self.refused(desk, "Alice Owner removed the theme “Anchors”")

    def test_renamed_what_i_renamed(self, desk: Desk) -> None:
        desk.a.rename("Ankers", desk.bob)
        Theme.objects.get(pk=desk.a.pk).rename("Anchorage", desk.alice)
        self.refused(desk, "Alice Owner renamed “Ankers” to “Anchorage” since")

    def test_changed_another_field_of_it_is_no_clash(self, desk: Desk) -> None:
        desk.a.rename("Ankers", desk.bob)
        Theme.objects.get(pk=desk.a.pk).revise(desk.alice, colour=7)
        undo(desk.study, desk.bob)
        desk.a.refresh_from_db()
        assert (desk.a.name, desk.a.colour) == ("Anchors", 7)

    def test_uses_the_theme_i_made(self, desk: Desk) -> None:
        new = Theme.called(desk.study, "Dusk", desk.bob)
        new.tag(desk.quotes[3], desk.alice)
        self.refused(desk, "Alice Owner put a quote of P01 under “Dusk” since")

    def test_wrote_a_memo_on_the_theme_i_made(self, desk: Desk) -> None:
        new = Theme.called(desk.study, "Dusk", desk.bob)
        ThemeMemo.write(new, "Look here.", desk.alice)
        self.refused(desk, "changed or used since")

    def test_put_a_theme_inside_the_one_i_made(self, desk: Desk) -> None:
        new = Theme.called(desk.study, "Dusk", desk.bob)
        desk.c.nest(new, desk.alice)
        self.refused(desk, "Alice Owner put “Counting” inside “Dusk” since")

    def test_cites_the_quote_i_took(self, desk: Desk) -> None:
        quote = Quote.whole(make_note(interview=desk.talk, text="six towels"), desk.bob)
        desk.insight.cite(quote, Side.AGAINST, desk.alice)
        self.refused(desk, "Alice Owner cited a quote of P01 against I1 since")

    def test_gave_the_name_to_another_theme(self, desk: Desk) -> None:
        desk.a.remove(desk.bob)
        Theme.called(desk.study, "ANCHORS", desk.alice)
        self.refused(desk, "There is another theme of that name now")

    def test_quoted_the_same_words_again(self, desk: Desk) -> None:
        note = desk.quotes[0].first_note
        desk.quotes[0].discard(desk.bob)
        Quote.whole(note, desk.alice)
        self.refused(desk, "Alice Owner quoted the same words again since")

    def test_my_own_later_act_comes_first(self, desk: Desk) -> None:
        desk.c.tag(desk.quotes[4], desk.bob)
        first = Step.objects.latest("pk")
        move(desk.study, [place(desk.quotes[4], desk.c)], desk.b, desk.bob)
        with pytest.raises(Refused, match="You moved a quote of P01 from “Counting” to “Bins” since. Undo that first"):
            undo(desk.study, desk.bob, first.pk)

    def test_a_quote_that_is_gone_doesnt_hold_up_the_others(self, desk: Desk) -> None:
        desk.a.merge_into(desk.b, desk.bob)
        desk.quotes[2].discard(desk.alice)
        back = undo(desk.study, desk.bob)
        assert (back.left, desk.study.themes.get(name="Anchors").tags.count()) == (1, 2)

    def test_only_about_a_quote_that_is_gone(self, desk: Desk) -> None:
        desk.a.untag(desk.quotes[1], desk.bob)
        desk.quotes[1].discard(desk.alice)
        self.refused(desk, "gone, so there is nothing to undo")


class TestWords:
    def test_a_quote_comes_back_with_all_that_hung_on_it(self, desk: Desk) -> None:
        desk.quotes[0].discard(desk.bob)
        undo(desk.study, desk.bob)
        quote = desk.study.quotes.get(text="one torch")
        assert [tag.theme.name for tag in quote.tags.all()] == ["Anchors", "Bins"]
        assert (quote.evidence.count(), quote.citations.count()) == (1, 1)

    def test_what_it_was_under_may_be_gone(self, desk: Desk) -> None:
        desk.quotes[0].discard(desk.bob)
        desk.b.remove(desk.alice)
        back = undo(desk.study, desk.bob)
        assert [tag.theme for tag in desk.study.quotes.get(text="one torch").tags.all()] == [desk.a]
        assert back.left == 1

    def test_without_a_yes_no_words_come_back(self, desk: Desk) -> None:
        desk.quotes[0].discard(desk.bob)
        ConsentRecord.capture(desk.person, {"quotes": False}, "spoken", desk.alice)
        with pytest.raises(Refused, match="P01 said no to being quoted"):
            undo(desk.study, desk.bob)

    def test_nor_do_words_speak_again(self, desk: Desk) -> None:
        desk.quotes[0].unweigh(desk.assumption, desk.bob)
        ConsentRecord.capture(desk.person, {"quotes": False}, "spoken", desk.alice)
        with pytest.raises(Refused, match="P01 said no to being quoted"):
            undo(desk.study, desk.bob)

    def test_words_that_were_changed_since(self, desk: Desk) -> None:
        note = desk.quotes[0].first_note
        desk.quotes[0].discard(desk.bob)
        note.text = "won torch"
        note.save()
        with pytest.raises(Refused, match="too late"):
            undo(desk.study, desk.bob)

    def test_off_the_record_stays_off(self, desk: Desk) -> None:
        note = desk.quotes[0].first_note
        desk.quotes[0].discard(desk.bob)
        note.go_off_record(desk.alice)
        with pytest.raises(Refused, match="off the record"):
            undo(desk.study, desk.bob)

    def test_what_goes_off_the_record_is_no_act_to_undo(self, desk: Desk) -> None:
        desk.quotes[0].first_note.go_off_record(desk.bob)
        assert not desk.study.quotes.filter(text="one torch").exists()
        with pytest.raises(Refused, match="nothing of yours"):
            undo(desk.study, desk.bob)


class TestJournal:
    def test_no_words_of_anybody_are_in_it(self, desk: Desk) -> None:
        quote = make_quote(study=desk.study, interview=desk.talk, text="canary in the cellar", theme=desk.a)
        pk = quote.pk
        quote.weigh(desk.assumption, Stance.FOR, desk.bob)
        desk.a.merge_into(desk.b, desk.bob)
        quote.discard(desk.bob)
        undo(desk.study, desk.bob)
        redo(desk.study, desk.bob)
        assert Change.objects.filter(quote_id=pk).count() > 5
        assert holding("canary") == 0

    def test_negative_control_words_would_be_found(self, desk: Desk) -> None:
        desk.a.rename("The canary", desk.bob)
        assert holding("canary") == 1

    def test_a_person_who_is_gone_signs_nothing(self, desk: Desk) -> None:
        desk.a.untag(desk.quotes[0], desk.bob)
        count = Change.objects.count()
        User.objects.filter(pk=desk.alice.pk).update(is_active=False)
        desk.quotes[1].tags.update(author=None)
        assert Change.objects.count() == count

    def test_a_study_that_goes_takes_its_history_along(self, desk: Desk) -> None:
        desk.study.delete()
        assert (Step.objects.count(), Change.objects.count()) == (0, 0)


def holding(word: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from analysis_change c where c::text like %s", [f"%{word}%"])
        return int(cursor.fetchone()[0])


class TestErasing:
    def test_no_digest_of_erased_words_is_left(self, desk: Desk) -> None:
        """By a digest one could find out what was said by guessing."""
        first, last = (make_note(interview=desk.talk, text=text) for text in ("never say it", "again"))
        gone = Quote.take(first, 0, last, 3, desk.bob)
        pk = gone.pk
        gone.discard(desk.bob)
        last.go_off_record(desk.bob)
        assert Change.objects.filter(row_id=pk, kind="quote", before__has_key="digest").exists()
        OffRecord.erase(desk.talk, desk.bob)
        of_it = Change.objects.filter(row_id=pk, kind="quote")
        assert of_it.count() == 2
        assert not of_it.filter(Q(before__has_key="digest") | Q(after__has_key="digest")).exists()
        with pytest.raises(Refused, match="too late"):
            undo(desk.study, desk.bob)
        kept = Change.objects.filter(row_id=desk.quotes[0].pk, kind="quote", after__has_key="digest")
        assert kept.exists()

    def test_nor_the_name_of_a_theme_that_was_typed_there(self, desk: Desk) -> None:
        note = make_note(interview=desk.talk, text="so it was", theme_names=["canary"])
        Theme.called(desk.study, "canary", desk.bob).remove(desk.bob)
        assert holding("canary") == 2
        note.go_off_record(desk.bob)
        OffRecord.erase(desk.talk, desk.bob)
        assert holding("canary") == 0
        with pytest.raises(Refused, match="name"):
            undo(desk.study, desk.bob)
