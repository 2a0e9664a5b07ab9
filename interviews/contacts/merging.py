"""Two contacts that are one person: what either has, side by side, and making one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User, audit
from accounts.refusal import Refused
from interviews.models import Contact, Participant

FIXED = {"name": "Name", "email": "E-mail", "company": "Company", "job": "Role"}


@dataclass(frozen=True)
class Side:
    """One field of both. Where they differ a person chooses; where only one has something, that is kept."""

    key: str
    label: str
    mine: Any
    theirs: Any

    @property
    def differs(self) -> bool:
        return bool(self.mine not in (None, "") and self.theirs not in (None, "") and self.mine != self.theirs)

    @property
    def falls_to_theirs(self) -> bool:
        return self.mine in (None, "") and self.theirs not in (None, "")


def sides(keep: Contact, other: Contact) -> list[Side]:
    fixed = [Side(name, label, getattr(keep, name), getattr(other, name)) for name, label in FIXED.items()]
    own = [
        Side(f"attribute_{attribute.key}", attribute.name, keep.attributes.get(attribute.key), other.attributes.get(attribute.key))
        for attribute in keep.workspace.contact_attributes.all()
    ]  # fmt: skip
    return [side for side in fixed + own if side.mine not in (None, "") or side.theirs not in (None, "")]


def both_take_part(keep: Contact, other: Contact) -> list[tuple[Participant, Participant]]:
    """Studies that know them as two people; their words can't be put together by us."""
    mine = {row.study_id: row for row in keep.participations.select_related("study")}
    theirs = other.participations.filter(study__in=mine).select_related("study").order_by("study__title")
    return [(mine[row.study_id], row) for row in theirs]


def why_apart(pairs: Iterable[tuple[Participant, Participant]]) -> str:
    said = "; ".join(f"{mine.code} and {theirs.code} in “{mine.study}”" for mine, theirs in pairs)
    return f"They take part in one study as two people: {said}. Remove one of them from it first."


def merge(keep: Contact, other: Contact, by: User, taken: Iterable[str]) -> Contact:
    """`other` goes into `keep`: its studies move along, `taken` names the fields that are its own. Either's no to
    being contacted stands."""
    wanted = set(taken)
    with transaction.atomic():
        rows = {row.pk: row for row in Contact.objects.select_for_update().filter(
            workspace=keep.workspace_id, pk__in=[keep.pk, other.pk]).order_by("pk")}  # fmt: skip
        if len(rows) != 2:
            raise Refused("One of the two is gone: somebody removed or merged it meanwhile.")
        keep, other = rows[keep.pk], rows[other.pk]
        if pairs := both_take_part(keep, other):
            raise Refused(why_apart(pairs))
        for row in (keep, other):
            row.demand_removable()
        moved = other.participations.count()
        found = [side for side in sides(keep, other) if side.falls_to_theirs or (side.differs and side.key in wanted)]
        for side in found:
            _take(keep, side)
        keep.do_not_contact = keep.do_not_contact or other.do_not_contact
        keep.is_invented = keep.is_invented and other.is_invented
        gone = other.pk
        _move_all(other, keep)
        other.delete()
        keep.save()
        fields = sorted(side.key for side in found)
        audit(keep.workspace, "contact.merged", by, thing=keep.pk, gone=gone, fields=fields, participations=moved)
    return keep


def _take(keep: Contact, side: Side) -> None:
    if side.key in FIXED:
        setattr(keep, side.key, side.theirs)
    else:
        keep.attributes[side.key.removeprefix("attribute_")] = side.theirs


def _move_all(other: Contact, keep: Contact) -> None:
    """Whatever refers to a contact, in any app, so that a table added later isn't forgotten."""
    try:
        with transaction.atomic():
            for relation in Contact._meta.related_objects:
                name = relation.field.name
                relation.related_model._base_manager.filter(**{name: other}).update(**{name: keep})
    except IntegrityError as error:
        raise Refused("Both hold something that a contact has only once, so they stay apart.") from error
