"""Two people act at random on one small study; when each has undone all they can, newest first, it is as it was."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.refusal import Refused
from analysis.board.placing import Place, also_tag, move
from analysis.journal.undoing import redo, undo
from analysis.models import Quote, Stance, Step, Theme
from studies.models import Study
from tests.analysis.test_undo import Desk, rows
from tests.factories import make_note

pytestmark = pytest.mark.django_db(transaction=True)
SEEDS = int(os.environ.get("UNDO_SEEDS", "40"))
ACTS = 12


class Chance:
    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.luck, self.study = desk, random.Random(seed), desk.study

    def theme(self) -> Theme:
        return self.luck.choice(list(self.study.themes.all()))

    def quote(self) -> Quote:
        return self.luck.choice(list(self.study.quotes.select_related("study", "participant")))

    def act(self, by: User) -> None:
        acts: list[Callable[[User], Any]] = [
            self.tag, self.untag, self.move, self.copy, self.merge, self.rename, self.recolour, self.order, self.remove,
            self.new_theme, self.take, self.delete, self.weigh, self.unweigh, self.grade,
        ]  # fmt: skip
        self.luck.choice(acts)(by)

    def tag(self, by: User) -> None:
        self.theme().tag(self.quote(), by)

    def untag(self, by: User) -> None:
        self.theme().untag(self.quote(), by)

    def move(self, by: User) -> None:
        theme = self.theme()
        places = [Place(tag.quote_id, theme.pk) for tag in theme.tags.all()]
        move(self.study, places, self.luck.choice([self.theme(), None]), by)

    def copy(self, by: User) -> None:
        also_tag(self.study, [Place(pk, None) for pk in {self.quote().pk, self.quote().pk}], self.theme(), by)

    def merge(self, by: User) -> None:
        self.theme().merge_into(self.theme(), by)

    def rename(self, by: User) -> None:
        self.theme().rename(f"Name {self.luck.randrange(9)}", by)

    def recolour(self, by: User) -> None:
        self.theme().revise(by, colour=self.luck.randrange(1, 13), definition=self.luck.choice("abc"))

    def order(self, by: User) -> None:
        self.theme().shift(self.luck.choice([-1, 1]), by)

    def remove(self, by: User) -> None:
        self.theme().remove(by)

    def new_theme(self, by: User) -> None:
        Theme.called(self.study, f"Name {self.luck.randrange(9)}", by)

    def take(self, by: User) -> None:
        note = make_note(interview=self.desk.talk, text=f"said {self.luck.random()}")
        quote = Quote.whole(note, by)
        self.theme().tag(quote, by)

    def delete(self, by: User) -> None:
        self.quote().discard(by)

    def weigh(self, by: User) -> None:
        self.quote().weigh(self.desk.assumption, self.luck.choice(Stance.values), by)

    def unweigh(self, by: User) -> None:
        self.quote().unweigh(self.desk.assumption, by)

    def grade(self, by: User) -> None:
        self.quote().rate(self.luck.choice([None, 0, 1, 2, 3]), by)


def attempt(act: Callable[[], Any]) -> bool:
    try:
        act()
    except (Refused, IndexError):  # nothing left to choose from
        return False
    return True


@pytest.mark.parametrize("seed", range(SEEDS))
def test_all_undone_is_the_start(study: Study, alice: User, bob: User, seed: int) -> None:
    desk = Desk(study, alice, bob)
    start, began = rows(study), Step.objects.latest("pk").pk
    chance = Chance(desk, seed)
    for _ in range(ACTS):
        by = chance.luck.choice([alice, bob])
        attempt(lambda by=by: chance.act(by))
        if chance.luck.random() < 0.25:
            attempt(lambda by=by: undo(study, by))
        if chance.luck.random() < 0.15:
            attempt(lambda by=by: redo(study, by))
    end = rows(study)
    undone = []
    while step := study.steps.filter(pk__gt=began, reversed_by=None).exclude(way="undo").order_by("-pk").first():
        undone.append((undo(study, step.by, step.pk).step.pk, step.by))
    assert rows(study) == start
    for pk, by in reversed(undone):
        redo(study, by, pk)
    assert rows(study) == end
