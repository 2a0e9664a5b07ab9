"""What a workspace wants to know of its contacts beyond name, address, company and role: its own attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast, Lower
from django.utils import timezone

from accounts.models import User, Workspace, audit
from accounts.refusal import Refused

if TYPE_CHECKING:
    from interviews.models.contact import Contact

MOST = 20
LONGEST = 200


class AttributeKind(models.TextChoices):
    TEXT = "text", "Text"
    CHOICE = "choice", "One of a list"
    NUMBER = "number", "Number"


class ContactAttribute(models.Model):
    """Its values stand in `Contact.attributes` under its id, so that another name changes no contact."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contact_attributes")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=AttributeKind)
    choices = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="contact_attribute_once_a_workspace"),
            models.CheckConstraint(condition=~models.Q(name=""), name="contact_attribute_has_a_name"),
            models.CheckConstraint(condition=models.Q(kind__in=AttributeKind.values), name="contact_attribute_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Under which a contact keeps its value. With a letter: a bare number would be a place in a list to the database."""
        return f"a{self.pk}"

    def holders(self) -> models.QuerySet[Contact]:
        """The contacts that have a value."""
        return self.workspace.contacts.filter(attributes__has_key=self.key)

    @classmethod
    def define(cls, workspace: Workspace, by: User, name: str, kind: str, choices: list[str]) -> ContactAttribute:
        with transaction.atomic():
            attribute = cls.make(workspace, name, kind, choices)
            audit(workspace, "attribute.added", by, thing=attribute.pk)
        return attribute

    @classmethod
    def make(cls, workspace: Workspace, name: str, kind: str, choices: list[str]) -> ContactAttribute:
        """For a verb that does more and writes it down at its end."""
        if workspace.contact_attributes.count() >= MOST:
            raise Refused(f"A workspace has {MOST} attributes at most. Remove one first.")
        attribute = cls(workspace=workspace, name=name, kind=kind, choices=choices)
        attribute._save_once()
        return attribute

    def change(self, by: User, name: str, choices: list[str]) -> None:
        """The kind stays, for the values are of it. A choice taken away stays where it was chosen."""
        with transaction.atomic():
            self.name, self.choices = name, choices
            self._save_once()
            audit(self.workspace, "attribute.changed", by, thing=self.pk)

    def remove(self, by: User) -> None:
        """With its value in every contact."""
        with transaction.atomic():
            pk, key = self.pk, Cast(models.Value(self.key), models.TextField())
            without = models.Func(
                models.F("attributes"), key, template="(%(expressions)s)", arg_joiner=" - ", output_field=models.JSONField()
            )  # fmt: skip
            emptied = self.holders().update(attributes=without)
            self.delete()
            audit(self.workspace, "attribute.removed", by, thing=pk, contacts=emptied)

    def _save_once(self) -> None:
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError as error:
            raise Refused(f"There is an attribute called “{self.name}” already. Choose another name.") from error

    def shown(self, attributes: dict[str, Any]) -> str:
        """A contact's value as one reads it."""
        value = attributes.get(self.key)
        return "" if value is None else str(value)
