"""Names and addresses, in the workspace and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User, Workspace, audit
from accounts.refusal import Refused

TAKEN = "Another contact has this address already. Change that one instead, or merge the two."


class ContactQuerySet(models.QuerySet["Contact"]):
    def matching(self, words: str) -> ContactQuerySet:
        found = self
        for word in words.replace("\x00", " ").split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(company__icontains=word)
                | models.Q(job__icontains=word)
            )
        return found

    def resembling(self, contact: Contact) -> ContactQuerySet:
        """Others with a word of the name, or of the same company: a name is often spelt in two ways."""
        alike = models.Q(company__iexact=contact.company) if contact.company else models.Q()
        for word in contact.name.split():
            alike |= models.Q(name__icontains=word)
        return self.filter(alike).exclude(pk=contact.pk)


class Contact(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=160)
    email = models.EmailField("e-mail", blank=True)
    company = models.CharField(max_length=160, blank=True)
    job = models.CharField("role", max_length=160, blank=True)
    # Values of the workspace's own attributes, by the attribute's id.
    attributes = models.JSONField(default=dict, blank=True, db_default={})
    do_not_contact = models.BooleanField(default=False)
    is_invented = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["workspace", "name", "id"]),
            # Who might be the same person stands side by side here.
            models.Index("workspace", Lower("name"), name="contact_namesakes"),
            GinIndex(fields=["attributes"], opclasses=["jsonb_path_ops"], name="contact_by_attribute"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_a_name"),
            models.UniqueConstraint(
                fields=["workspace", "email"], condition=~models.Q(email=""), name="contact_email_once_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(cls, workspace: Workspace, by: User, **fields: Any) -> Contact:
        with transaction.atomic():
            contact = cls(workspace=workspace, **fields)
            contact._save_once()
            audit(workspace, "contact.added", by, thing=contact.pk)
        return contact

    def change(self, by: User, fields: Iterable[str]) -> None:
        """Keep what was set on these fields. The log says which they were, not what they held."""
        changed = sorted(fields)
        if not changed:
            return
        with transaction.atomic():
            self._save_once(update_fields=changed)
            audit(self.workspace, "contact.changed", by, thing=self.pk, fields=changed)

    def remove(self, by: User) -> None:
        """The person goes from every study; what they said stays under its code."""
        with transaction.atomic():
            self.demand_removable()
            pk, studies = self.pk, self.participations.count()
            self.delete()
            audit(self.workspace, "contact.removed", by, thing=pk, participations=studies)

    def demand_removable(self) -> None:
        """A hold keeps whoever it is on; and a withdrawal finds by the name what it has to take out."""
        of_one = models.Q(legal_holds__released_at=None, legal_holds__of_one=True)
        of_all = models.Q(study__legal_holds__released_at=None, study__legal_holds__of_one=False)
        if self.participations.filter(of_one | of_all).exists():
            raise Refused("A legal hold stands on this person in one of your studies. It has to be released first.")
        if self.participations.filter(withdrawal__isnull=False, withdrawal__done_at=None).exists():
            raise Refused(
                "This person withdrew, and it isn’t carried out yet: their name is needed for it. Wait for it."
            )

    def demand_contact(self) -> None:
        """The gate before anybody is invited, scheduled or written to."""
        if self.do_not_contact:
            raise Refused("This person asked not to be contacted, so no invitation and no mail goes out.")

    def address(self) -> str:
        """Where to write to; refused where nobody may, or can. Every mail to a contact takes it from here."""
        self.demand_contact()
        if not self.email:
            raise Refused("This contact has no e-mail address. Add one first.")
        return self.email

    def _save_once(self, **options: Any) -> None:
        try:
            with transaction.atomic():
                self.save(**options)
        except IntegrityError as error:
            raise Refused(TAKEN) from error
