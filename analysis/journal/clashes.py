"""What stands in the way of taking a step back, as a sentence that says who did what since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from accounts.refusal import Refused
from analysis.journal.net_changes import Image, Net
from analysis.journal.telling import in_words
from analysis.models import Change, Citation, Evidence, Step, Tag, Theme, ThemeMemo

# Of a row that goes away again, what others may have changed in the meantime without having made it theirs.
LOOSE = {"author_id", "position"}
GONE_WITH_IT = "The quotes it was about are gone, so there is nothing to undo."
TAKEN_NAMES = {
    "theme_name_once_a_study": "There is another theme of that name now. Rename it first; nothing was changed.",
    "tag_once": "A quote is under that theme again already. Nothing was changed.",
    "one_stance_a_quote_and_assumption": "These words were weighed again since. Nothing was changed.",
    "quote_cited_once_an_insight": "The quote was cited there again since. Nothing was changed.",
}


class Standing:
    """The rows that the changes of a step need, as they are now."""

    def __init__(self, step: Step, nets: list[Net], now: dict[str, dict[int, Image]]) -> None:
        self.step, self.now, self.study = step, now, step.study
        self.coming = {(net.kind, net.row_id) for net in nets if net.came}
        self.leaving = {(net.kind, net.row_id) for net in nets if net.went}
        self.moving = {(net.kind, net.row_id) for net in nets if not net.came}
        self.quotes = set(
            self.study.quotes.filter(pk__in=_ids(net.quote_id for net in nets)).values_list("pk", flat=True)
        )
        wanted = {kind: _ids(_value(net, column) for net in nets) for kind, column in PARENTS.items()}
        self.there = {
            "theme": set(self.study.themes.filter(pk__in=wanted["theme"]).values_list("pk", flat=True)),
            "assumption": set(self.study.assumptions.filter(pk__in=wanted["assumption"]).values_list("pk", flat=True)),
            "insight": set(self.study.insights.filter(pk__in=wanted["insight"]).values_list("pk", flat=True)),
        }

    def is_moot(self, net: Net) -> bool:
        """What hung on a quote that is gone went with it; a quote that comes back leaves behind what is gone."""
        if net.kind not in {"tag", "evidence", "citation"}:
            return False
        coming = ("quote", net.quote_id) in self.coming
        if not coming and net.quote_id not in self.quotes:
            return True
        return coming and self.lost_parent(net) is not None

    def lost_parent(self, net: Net) -> tuple[str, int] | None:
        """What the row has to hang on, and which isn't there any more."""
        for kind, column in PARENTS.items():
            pk = _value(net, column)
            if pk and pk not in self.there[kind] and (kind, pk) not in self.coming:
                return kind, pk
        return None

    def in_the_way(self, net: Net) -> bool:
        image = self.now[net.kind].get(net.row_id)
        if net.came:
            return image is not None
        expected = net.before or {}
        fields = expected.keys() - (LOOSE if net.went else {"author_id"})
        return image is None or any(image.get(field) != expected[field] for field in fields)


PARENTS = {"theme": "theme_id", "assumption": "assumption_id", "insight": "insight_id"}


def _value(net: Net, column: str) -> Any:
    return None if net.went else (net.after or {}).get(column)


def _ids(values: Iterable[Any]) -> set[int]:
    return {value for value in values if value}


def settle(step: Step, nets: list[Net], now: dict[str, dict[int, Image]], by: User) -> list[Net]:
    """Those of the changes that are to be made; Refused where somebody changed one of the rows since."""
    standing = Standing(step, nets, now)
    left = [net for net in nets if not standing.is_moot(net)]
    for net in left:
        lost = standing.lost_parent(net)
        if lost:
            raise Refused(_since(step, by, Change.objects.filter(kind=lost[0], row_id=lost[1])))
        if standing.in_the_way(net):
            raise Refused(_since(step, by, Change.objects.filter(kind=net.kind, row_id=net.row_id)))
    _nothing_new_on_it(step, standing, by)
    if not left:
        raise Refused(GONE_WITH_IT)
    return left


def _nothing_new_on_it(step: Step, standing: Standing, by: User) -> None:
    """A theme or quote that would go, but has been used since, stays."""
    gone = {kind: [pk for what, pk in standing.leaving if what == kind] for kind in ("theme", "quote")}
    uses: list[tuple[str, Any]] = [
        ("tag", Tag.objects.filter(theme__in=gone["theme"])),
        ("theme", Theme.objects.filter(parent__in=gone["theme"])),
        ("memo", ThemeMemo.objects.filter(theme__in=gone["theme"], removed_at=None)),
        ("tag", Tag.objects.filter(quote__in=gone["quote"])),
        ("evidence", Evidence.objects.filter(quote__in=gone["quote"])),
        ("citation", Citation.objects.filter(quote__in=gone["quote"])),
    ]
    for kind, rows in uses:
        known = [pk for what, pk in standing.moving if what == kind]
        new = list(rows.exclude(pk__in=known).values_list("pk", flat=True)[:50]) if any(gone.values()) else []
        if new:
            raise Refused(_since(step, by, Change.objects.filter(kind=kind, row_id__in=new)))


def _since(step: Step, by: User, changes: Any) -> str:
    last = changes.filter(step__gt=step).order_by("-step").select_related("step__by").first()
    if last is None:
        return "What it was about has been changed or used since. Nothing was undone."
    words = in_words(step.study, [last.step])[last.step_id]
    again = "did it again: " if last.step.way == "redo" else "undid: " if last.step.way == "undo" else ""
    if last.step.by_id == by.pk:
        return f"You {again}{words} since. Undo that first."
    who = last.step.by.name if last.step.by else "Somebody"
    return f"{who} {again}{words} since. That stays, so nothing was undone."
