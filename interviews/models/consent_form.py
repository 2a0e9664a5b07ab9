"""The form people agree to, in versions that stand: a published text is never changed, which the database holds too."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from interviews.consent.notice import Document, as_text, fingerprint, in_free_words
from interviews.consent_words import WORDS
from interviews.models.consent import Purpose
from studies.models import Study
from studies.models.event import record


class ConsentForm(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="consent_forms")
    version = models.PositiveSmallIntegerField()
    # The whole text as it is read, in the form's first language.
    body = models.TextField("text")
    sha256 = models.CharField(max_length=64, editable=False)
    # What it asks, and what it promised about keeping and withdrawing; a form in free words has neither and asks everything.
    purposes = ArrayField(models.CharField(max_length=14), default=list, db_default=[])
    promises = models.JSONField(default=dict, db_default={})
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["study", "version"], name="consent_form_version_once"),
            models.CheckConstraint(condition=~models.Q(body=""), name="consent_form_has_text"),
        ]

    def __str__(self) -> str:
        return f"Form {self.version}"

    @classmethod
    def publish(cls, study: Study, body: str, by: User) -> ConsentForm:
        """A form in free words, as one may have on paper. The same text again is the version that stands."""
        body = body.replace("\r\n", "\n").strip()
        return cls._stand(study, by, body=body, sha256=hashlib.sha256(body.encode()).hexdigest(), documents={})

    @classmethod
    def publish_documents(
        cls, study: Study, by: User, purposes: list[str], promises: dict[str, Any], documents: Mapping[str, Document]
    ) -> ConsentForm:
        """A form put together from fields, with a text for each language, the first one first."""
        return cls._stand(
            study,
            by,
            body=as_text(next(iter(documents.values()))),
            sha256=fingerprint(purposes, promises, documents),
            documents=documents,
            purposes=purposes,
            promises=promises,
        )

    @classmethod
    def _stand(
        cls, study: Study, by: User, *, sha256: str, documents: Mapping[str, Document], **fields: Any
    ) -> ConsentForm:
        with transaction.atomic():
            study.lock()
            latest = study.consent_forms.first()
            if latest and latest.sha256 == sha256:
                return latest
            version = latest.version + 1 if latest else 1
            form = cls.objects.create(study=study, version=version, sha256=sha256, created_by=by, **fields)
            ConsentText.objects.bulk_create(
                ConsentText(form=form, language=language, document=document) for language, document in documents.items()
            )
            record(study, "consent_form", by, form=form.pk)
            audit(study.workspace, "consent_form.publish", by, thing=form.pk, study=study.pk, version=version)
        return form

    @property
    def asked(self) -> list[Purpose]:
        return [purpose for purpose in Purpose if not self.purposes or purpose in self.purposes]

    def languages(self) -> list[str]:
        """None for a form in free words: it is in the language it was written in."""
        return [text.language for text in self.texts.all()]

    def document_in(self, language: str) -> Document:
        """In this language, or in the form's first."""
        texts = list(self.texts.all())
        if not texts:
            return in_free_words(WORDS.get(language, WORDS["en"]), self.body, self.asked)
        found = next((text for text in texts if text.language == language), texts[0])
        document: Document = found.document
        return document


class ConsentText(models.Model):
    """A version in one language: the very words, ours and the study's, as they were read."""

    form = models.ForeignKey(ConsentForm, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    document = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "language"], name="consent_text_once_a_language")]

    def __str__(self) -> str:
        return f"Form {self.form_id} in {self.language}"
