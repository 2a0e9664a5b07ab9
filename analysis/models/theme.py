from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.models.quote import Quote
from studies.models import Study
from studies.models.event import record
from studies.models.ordering import move_by, next_position

COLOURS = 12
FIRST_COLOURS = 8  # the easiest to tell apart; design.md section 1


class Theme(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="themes")
    name = models.CharField(max_length=80)
    definition = models.CharField(max_length=300, blank=True)
    colour = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["study", "position", "id"])]
        constraints = [
            models.UniqueConstraint("study", Lower("name"), name="theme_name_once_a_study"),
            models.CheckConstraint(condition=~models.Q(name=""), name="theme_has_a_name"),
            models.CheckConstraint(condition=models.Q(colour__gte=1, colour__lte=COLOURS), name="theme_colour_1_to_12"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, study: Study, name: str, by: User) -> Theme:
        """The study's theme of this name, made if there is none yet. Capital letters don't make another theme."""
        name = " ".join(name.split())
        if not name:
            raise Refused("Give the theme a name.")
        with transaction.atomic():
            study.lock()
            theme = study.themes.filter(name__iexact=name).first()
            if theme is None:
                count = study.themes.count()
                theme = cls.objects.create(
                    study=study,
                    name=name[:80],
                    colour=count % FIRST_COLOURS + 1 if count < FIRST_COLOURS else count % COLOURS + 1,
                    position=next_position(study.themes.all()),
                    author=by,
                )
                record(study, "theme", by, theme=theme.pk)
        return theme

    def tag(self, quote: Quote, by: User) -> Tag:
        """Put the quote under this theme; the first author of a tag stays its author."""
        with transaction.atomic():
            self.study.lock()  # before the tag, as merging and moving do: two orders of locking would deadlock
            tag, created = Tag.objects.get_or_create(theme=self, quote=quote, defaults={"author": by})
            if created:
                record(self.study, "tag", by, theme=self.pk, quote=quote.pk)
        return tag

    def untag(self, quote: Quote, by: User) -> bool:
        """Whether the quote was under this theme until now."""
        with transaction.atomic():
            self.study.lock()
            deleted, _ = self.tags.filter(quote=quote).delete()
            if deleted:
                record(self.study, "untag", by, theme=self.pk, quote=quote.pk)
        return bool(deleted)

    def rename(self, name: str, by: User) -> None:
        self.revise(by, name=name)

    def revise(self, by: User, **changes: Any) -> None:
        """Change name, definition or colour. A name that another theme has is refused: those two want merging."""
        if "name" in changes:
            changes["name"] = " ".join(changes["name"].split())
            if not changes["name"]:
                raise Refused("Give the theme a name.")
        for field, value in changes.items():
            setattr(self, field, value)
        with transaction.atomic():
            self.study.lock()
            try:
                with transaction.atomic():
                    self.save(update_fields=list(changes))
            except IntegrityError:
                raise Refused(
                    f"There is a theme “{self.name}” already. Merge the two or choose another name."
                ) from None
            record(self.study, "theme", by, theme=self.pk)

    def shift(self, steps: int, by: User) -> None:
        """Move the column left (-1) or right (1)."""
        with transaction.atomic():
            self.study.lock()
            move_by(self.study.themes.all(), self.pk, steps)
            record(self.study, "theme", by, theme=self.pk)

    def merge_into(self, other: Theme, by: User) -> None:
        """Every quote of this theme goes under the other, each once, with its author; then this theme is gone."""
        if other.pk == self.pk or other.study_id != self.study_id:
            raise Refused("Choose another theme of the same study.")
        with transaction.atomic():
            self.study.lock()
            twice = Tag.objects.filter(theme=other).values("quote")
            self.tags.filter(quote__in=twice).delete()
            self.tags.update(theme=other)
            record(self.study, "theme_merged", by, theme=self.pk, into=other.pk)
            self.delete()

    def remove(self, by: User) -> None:
        """The theme goes; its quotes stay, in the tray if this was their only theme."""
        with transaction.atomic():
            record(self.study, "theme_gone", by, theme=self.pk)
            self.delete()


class Tag(models.Model):
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="tags")
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="tags")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["theme", "-id"])]
        constraints = [models.UniqueConstraint(fields=["quote", "theme"], name="tag_once")]

    def __str__(self) -> str:
        return f"{self.quote_id} under {self.theme_id}"
