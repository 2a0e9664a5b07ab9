"""A table of people that waits, checked against the workspace, and made contacts: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from accounts.models import User, Workspace, audit
from accounts.refusal import Refused
from interviews.contact_table import NEW, Attribute, Checked, Plan, Table, check, guess_columns, header_of
from interviews.models import AttributeKind, Contact, ContactAttribute, ContactImport
from interviews.models.contact_import import IfKnown

BATCH = 500
TAKEN_MEANWHILE = "Somebody added one of these addresses meanwhile. Check the table again."


@dataclass(frozen=True)
class Outlook:
    """What importing would do now."""

    plan: Plan
    known: dict[str, Contact]

    @property
    def added(self) -> list[Checked]:
        return [row for row in self.plan.rows if row.fields.get("email", "") not in self.known]

    @property
    def found(self) -> list[Checked]:
        return [row for row in self.plan.rows if row.fields.get("email", "") in self.known]


def attributes_of(workspace: Workspace) -> dict[str, Attribute]:
    return {
        f"attribute:{row.key}": Attribute(f"attribute:{row.key}", row.name, row.kind, row.choices)
        for row in workspace.contact_attributes.all()
    }


def keep_table(workspace: Workspace, by: User, filename: str, table: Table) -> ContactImport:
    """In place of one that waits: a person has one table at a time."""
    width = max(len(cells) for _, cells in table.rows)
    known = {attribute.name: target for target, attribute in attributes_of(workspace).items()}
    header = header_of(table.rows[0][1], width, table.has_header)
    columns = guess_columns(header, [cells for _, cells in table.rows[:50]], known)
    values: dict[str, Any] = {
        "filename": filename[:200], "rows": table.rows, "has_header": table.has_header, "warnings": table.warnings,
        "columns": columns,
    }  # fmt: skip
    with transaction.atomic():
        ContactImport.drop_old()
        ContactImport.objects.filter(workspace=workspace, read_by=by).delete()
        return ContactImport.objects.create(workspace=workspace, read_by=by, **values)


def body_of(draft: ContactImport) -> list[tuple[int, list[str]]]:
    return [(line, cells) for line, cells in (draft.rows[1:] if draft.has_header else draft.rows)]


def header(draft: ContactImport) -> list[str]:
    return header_of(draft.rows[0][1], len(draft.columns), draft.has_header)


def outlook(draft: ContactImport) -> Outlook:
    plan = check(body_of(draft), draft.columns, attributes_of(draft.workspace), _is_address, draft.left_out)
    emails = [email for row in plan.rows if (email := row.fields.get("email", ""))]
    found = draft.workspace.contacts.filter(email__in=emails) if emails else ()
    return Outlook(plan, {contact.email: contact for contact in found})


def import_contacts(draft: ContactImport, by: User) -> tuple[int, int]:
    """How many were added and how many changed. Refused as long as anything is wrong."""
    with transaction.atomic():
        waiting = ContactImport.objects.select_for_update().filter(pk=draft.pk).select_related("workspace").first()
        if waiting is None:
            raise Refused("This table was imported or dropped already.")
        seen = outlook(waiting)
        if not seen.plan.is_ready:
            raise Refused("Some rows need another look first.")
        keys, new = _keys(waiting)
        try:
            with transaction.atomic():
                added = _add(waiting.workspace, seen.added, keys)
        except IntegrityError as error:
            raise Refused(TAKEN_MEANWHILE) from error
        changed = _change(seen, keys, waiting.if_known)
        fields = sorted({target.partition(":")[0] for target in waiting.columns if target})
        workspace = waiting.workspace
        waiting.delete()
        # Last, for the log holds everybody else up until the end.
        for attribute in new:
            audit(workspace, "attribute.added", by, thing=attribute.pk)
        audit(workspace, "contact.imported", by, added=added, changed=changed, fields=fields)
    return added, changed


def _keys(draft: ContactImport) -> tuple[dict[str, str], list[ContactAttribute]]:
    """Under which key a contact keeps what a column holds; columns that are new attributes get theirs now."""
    keys = {target: target.partition(":")[2] for target in draft.columns if target.startswith("attribute:")}
    names, made = header(draft), []
    for place, target in enumerate(draft.columns):
        if target == NEW:
            made.append(ContactAttribute.make(draft.workspace, names[place][:60], AttributeKind.TEXT, []))
            keys[f"{NEW}:{place}"] = made[-1].key
    return keys, made


def _add(workspace: Workspace, rows: list[Checked], keys: dict[str, str]) -> int:
    made = [
        Contact(
            workspace=workspace,
            **row.fields,
            do_not_contact=row.do_not_contact,
            attributes={keys[target]: value for target, value in row.attributes.items()},
        )
        for row in rows
    ]
    Contact.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def _change(seen: Outlook, keys: dict[str, str], if_known: str) -> int:
    if if_known == IfKnown.LEAVE:
        return 0
    changed = []
    for row in seen.found:
        contact = seen.known[row.fields["email"]]
        if _differs_after(contact, row, keys, overwrite=if_known == IfKnown.TAKE):
            changed.append(contact)
    Contact.objects.bulk_update(changed, ["name", "company", "job", "do_not_contact", "attributes"], batch_size=BATCH)
    return len(changed)


def _differs_after(contact: Contact, row: Checked, keys: dict[str, str], overwrite: bool) -> bool:
    """An empty cell takes nothing away, and no file takes back that somebody isn't to be contacted."""
    before = (contact.name, contact.company, contact.job, contact.do_not_contact, dict(contact.attributes))
    for name, value in row.fields.items():
        if value and (overwrite or not getattr(contact, name)):
            setattr(contact, name, value)
    for target, own in row.attributes.items():
        if overwrite or keys[target] not in contact.attributes:
            contact.attributes[keys[target]] = own
    contact.do_not_contact = contact.do_not_contact or row.do_not_contact
    return before != (contact.name, contact.company, contact.job, contact.do_not_contact, contact.attributes)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
