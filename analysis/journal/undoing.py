"""Taking back what somebody did, and doing it again: whole steps of the journal, all or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.refusal import Refused
from analysis.journal.bringing_back import words_of
from analysis.journal.clashes import TAKEN_NAMES, settle
from analysis.journal.net_changes import Net, net_changes
from analysis.journal.rows import MODELS, images, write
from analysis.journal.telling import in_words
from analysis.journal.turning_back import hold_lines, turn_lines
from analysis.models import Step
from analysis.models.journal import Way
from studies.models import Study
from studies.models.event import record

TOLD_ONE_BY_ONE = 40  # more than that, and pages read everything again
NOTHING = {Way.UNDO: "There is nothing of yours to undo here.", Way.REDO: "There is nothing to do again."}
AT_ONCE = "Something else was done at the same moment. Nothing was changed; try once more."
DONE_ALREADY = {Way.UNDO: "This is undone already.", Way.REDO: "This can’t be done again any more."}


@dataclass(frozen=True)
class Reversed:
    """`step` is the new one, by which it can be taken back in turn. `left`: rows whose quotes are gone."""

    step: Step
    did: str
    left: int


def undo(study: Study, by: User, pk: int | None = None) -> Reversed:
    """Take back one's own last act, or the one named. Refused where somebody has changed one of its rows since."""
    return _reverse(study, by, Way.UNDO, pk)


def redo(study: Study, by: User, pk: int | None = None) -> Reversed:
    """Do again what one undid last, or the one named: that undoing's step."""
    return _reverse(study, by, Way.REDO, pk)


def _reverse(study: Study, by: User, way: Way, pk: int | None) -> Reversed:
    with transaction.atomic():
        seen = _wanted(study, by, way, pk)
        lines = hold_lines(seen) if seen.corrects else []
        study.lock()
        step = _wanted(study, by, way, pk)
        if step != seen:
            raise Refused(AT_ONCE)
        step.study = study
        rows = step.changes.order_by("pk").values_list("kind", "row_id", "before", "after", "quote_id", named=True)
        nets = [net.turned for net in net_changes(rows)]
        now = {kind: images(kind, [net.row_id for net in nets if net.kind == kind]) for kind in MODELS}
        left = turn_lines(step, lines, nets, now["quote"], by) if step.corrects else settle(step, nets, now, by)
        words = words_of(study, left, now["quote"])
        record(study, way.value, by, step=step.pk)
        _write(left, words)
        made = _signed(study, step, way)
        _ring(study, left, by)
        return Reversed(made, in_words(study, [made])[made.pk], 0 if step.corrects else len(nets) - len(left))


def _wanted(study: Study, by: User, way: Way, pk: int | None) -> Step:
    steps = study.steps.to_undo(by) if way == Way.UNDO else study.steps.to_redo(by)
    step = (steps.filter(pk=pk) if pk else steps).first()
    if step is None:
        raise Refused(DONE_ALREADY[way] if pk else NOTHING[way])
    return step


def _write(nets: Sequence[Net], words: dict[int, str]) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            write(nets, words)
            cursor.execute("set constraints all immediate")  # to hear of it here; and the step is signed
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        raise Refused(TAKEN_NAMES.get(name, "What it hung on is gone since. Nothing was changed.")) from None
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")


def _signed(study: Study, step: Step, way: Way) -> Step:
    """The step that the database has just written down for this transaction, marked as the way back it is."""
    made = study.steps.extra(where=["xact = pg_current_xact_id()::text::bigint", "analysis_step.at = now()"]).get()
    made.way, made.reverses, made.origin_id = way, step, step.origin_id or step.pk
    made.save(update_fields=["way", "reverses", "origin_id"])
    return made


def _ring(study: Study, nets: Sequence[Net], by: User) -> None:
    """Pages follow by the kinds they know. Themes that come, go or change are on every part of a page."""
    rung: list[tuple[str, dict[str, Any]]] = []
    themes = [net for net in nets if net.kind == "theme"]
    if themes or len(nets) > TOLD_ONE_BY_ONE:
        rung.append(("theme", {"theme": themes[0].row_id} if themes else {}))
    for net in nets if len(nets) <= TOLD_ONE_BY_ONE else ():
        rung += _bell_of(net)
    for kind, ids in rung:
        record(study, kind, by, **ids)


def _bell_of(net: Net) -> list[tuple[str, dict[str, Any]]]:
    if net.kind == "quote":
        if not net.came and not net.went:
            return [("quote", {"quote": net.row_id}), ("evidence", {"quote": net.row_id})]
        kind = "quote_gone" if net.went else "quote"
        return [(kind, {"interview": net.value("interview_id"), "quote": net.row_id})]
    if net.kind == "tag":
        themes: set[int] = {(net.before or {}).get("theme_id") or 0, (net.after or {}).get("theme_id") or 0} - {0}
        return [("untag" if net.went else "tag", {"theme": pk, "quote": net.quote_id}) for pk in sorted(themes)]
    if net.kind == "evidence":
        return [("evidence", {"quote": net.quote_id, "assumption": net.value("assumption_id")})]
    return [("insight", {"insight": net.value("insight_id"), "quote": net.quote_id})] if net.kind == "citation" else []
