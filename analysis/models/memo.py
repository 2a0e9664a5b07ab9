"""Short notes that teammates write on a theme: what it may mean, what doesn't fit, what to look at next."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.models.theme import Theme
from studies.models.event import record

LONGEST = 2000
UNDO_FOR = timedelta(days=1)


class ThemeMemoQuerySet(models.QuerySet["ThemeMemo"]):
    def standing(self) -> ThemeMemoQuerySet:
        return self.filter(removed_at=None)

    def in_order(self) -> ThemeMemoQuerySet:
        return self.standing().select_related("author").order_by("pk")


class ThemeMemo(models.Model):
    """A removed one keeps its words for a day, so that removing can be taken back; the next removal clears them."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="memos", db_index=False)  # the index below has it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.CharField("note", max_length=LONGEST)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = ThemeMemoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["theme", "id"], name="theme_memo_by_theme")]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="theme_memo_has_text")]

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def write(cls, theme: Theme, text: str, by: User) -> ThemeMemo:
        with transaction.atomic():
            theme.study.lock()  # before the row, here and below: merging and deleting a theme do so
            memo = cls.objects.create(theme=theme, text=text, author=by)
            memo._tell(by)
        return memo

    def demand_own(self, by: User) -> None:
        if self.author_id != by.pk:
            raise Refused("Only who wrote a memo changes it. Write one of your own below it.")

    def reword(self, text: str, by: User) -> None:
        self.demand_own(by)
        if text == self.text:
            return
        with transaction.atomic():
            self.theme.study.lock()
            self.text, self.edited_at = text, timezone.now()
            self.save(update_fields=["text", "edited_at"])
            self._tell(by)

    def remove(self, by: User) -> None:
        self.demand_own(by)
        with transaction.atomic():
            self.theme.study.lock()
            now = timezone.now()
            ThemeMemo.objects.filter(theme__study=self.theme.study_id, removed_at__lt=now - UNDO_FOR).delete()
            self.removed_at = now
            self.save(update_fields=["removed_at"])
            self._tell(by)

    def put_back(self, by: User) -> None:
        self.demand_own(by)
        with transaction.atomic():
            self.theme.study.lock()
            self.removed_at = None
            self.save(update_fields=["removed_at"])
            self._tell(by)

    def _tell(self, by: User) -> None:
        record(self.theme.study, "theme_memo", by, theme=self.theme_id, memo=self.pk)
