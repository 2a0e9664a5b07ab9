"""The consent form while it is written: it may have gaps, and says which; only a whole one is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.consent.notice import Document, compose, fingerprint
from interviews.consent.notice_fields import empty_fields
from interviews.consent_words import WORDS
from interviews.models.consent import Purpose
from interviews.models.consent_form import ConsentForm
from interviews.models.privacy import StudyPrivacy
from studies.models import Study
from studies.models.event import record


@dataclass(frozen=True)
class Gap:
    """What keeps a form from being published; `language` and `field` say where it is mended, no language on the choices' page."""

    words: str
    field: str
    language: str = ""


class Overtaken(Refused):
    """Somebody saved the same text in between."""


def first_purposes() -> list[str]:
    """As little as an interview needs; whatever goes further is chosen."""
    return [Purpose.NOTES, Purpose.QUOTES]


class ConsentDraft(models.Model):
    study = models.OneToOneField(Study, models.CASCADE, primary_key=True, related_name="consent_draft")
    purposes = ArrayField(models.CharField(max_length=14), default=first_purposes)
    languages = ArrayField(models.CharField(max_length=2), default=list)
    texts = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Draft of {', '.join(self.languages)}"

    @classmethod
    def of(cls, study: Study) -> ConsentDraft:
        """What is written so far; with nothing yet, a beginning, unsaved."""
        first = study.language if study.language in WORDS else "en"
        return cls.objects.filter(study=study).first() or cls(study=study, languages=[first])

    def texts_in(self, language: str) -> dict[str, str]:
        return {**WORDS[language].starts, **self.texts.get(language, {})}

    @classmethod
    def write(cls, study: Study, language: str, texts: Mapping[str, str], by: User, based_on: int) -> ConsentDraft:
        """`based_on`: the revision one saw. A later one isn't written over unseen."""
        with transaction.atomic():
            study.lock()
            draft = cls.of(study)
            if draft.revision != based_on and draft.texts_in(language) != dict(texts):
                raise Overtaken("Somebody saved this text while you were writing.")
            draft.texts = {**draft.texts, language: dict(texts)}
            draft._keep(by)
        return draft

    @classmethod
    def choose(cls, study: Study, purposes: list[str], languages: list[str], by: User) -> ConsentDraft:
        """Texts in a language that is left out are kept, for when it is wanted again."""
        with transaction.atomic():
            study.lock()
            draft = cls.of(study)
            chosen = {Purpose.NOTES, *purposes}  # without notes there is no interview
            draft.purposes = [purpose for purpose in Purpose if purpose in chosen]
            draft.languages = [code for code in WORDS if code in languages] or draft.languages
            draft._keep(by)
        return draft

    def _keep(self, by: User) -> None:
        self.revision += 1
        self.updated_by, self.updated_at = by, timezone.now()
        self.save()
        record(self.study, "consent_draft", by)

    def gaps(self, privacy: StudyPrivacy) -> list[Gap]:
        gaps = [
            Gap(f"{field.label}, in {WORDS[language].name}", field.name, language)
            for language in self.languages
            for field in empty_fields(self.texts_in(language))
        ]
        return gaps + [Gap(words, name) for name, words in privacy.gaps(self.purposes).items()]

    def documents(self, privacy: StudyPrivacy) -> dict[str, Document]:
        promises = privacy.promises()
        return {
            language: compose(WORDS[language], self.texts_in(language), self.purposes, promises)
            for language in self.languages
        }

    def matches(self, form: ConsentForm | None, privacy: StudyPrivacy) -> bool:
        """Whether publishing would change nothing."""
        now = fingerprint(self.purposes, privacy.promises(), self.documents(privacy))
        return form is not None and form.sha256 == now

    @classmethod
    def publish(cls, study: Study, by: User) -> ConsentForm:
        with transaction.atomic():
            study.lock()
            draft, privacy = cls.of(study), StudyPrivacy.of(study)
            gaps = draft.gaps(privacy)
            if gaps:
                raise Refused(f"Not published yet. Still open: {'; '.join(gap.words for gap in gaps)}.")
            return ConsentForm.publish_documents(
                study, by, list(draft.purposes), privacy.promises(), draft.documents(privacy)
            )
