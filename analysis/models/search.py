"""What can be searched: one row for every line, quote, theme, memo and insight that may be found at all.

The database writes these rows itself, by triggers on the tables they are made from (migrations 0005_search, 0008_search_memos), so that no way of
changing, erasing or putting words off the record can forget them.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from analysis.models.insight import Insight
from analysis.models.memo import ThemeMemo
from analysis.models.quote import Quote
from analysis.models.theme import Theme
from interviews.models import Interview, Note
from studies.models import Study


class Sought(models.TextChoices):
    THEME = "theme", "Themes"
    INSIGHT = "insight", "Insights"
    QUOTE = "quote", "Quotes"
    NOTE = "note", "Notes and transcripts"
    MEMO = "memo", "Memos"


class SearchEntry(models.Model):
    """`study` and `interview` are copies, so that narrowing needs no join. Gone with what it is made from, by the database."""

    kind = models.CharField(max_length=8, choices=Sought)
    study = models.ForeignKey(Study, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    interview = models.ForeignKey(
        Interview, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    note = models.ForeignKey(Note, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False)
    quote = models.ForeignKey(
        Quote, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    theme = models.ForeignKey(
        Theme, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    insight = models.ForeignKey(
        Insight, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    memo = models.ForeignKey(
        ThemeMemo, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    words = SearchVectorField()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "search entries"
        indexes = [
            # Words are gathered and sorted in later, a few hundred lines at a time: sorting each line in at once wrote twice as
            # much to the log while somebody types. A search reads through what is waiting, which is why it is so little (kB).
            GinIndex(fields=["words"], name="searchentry_words", fastupdate=True, gin_pending_list_limit=128),
            # By age, each kind apart; see analysis/search/candidates.py.
            models.Index(fields=["id"], condition=models.Q(kind="note"), name="searchentry_notes"),
            models.Index(fields=["id"], condition=models.Q(kind="quote"), name="searchentry_quotes"),
            models.Index(fields=["study", "kind", "id"], name="searchentry_of_study"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="note", note__isnull=False, interview__isnull=False)
                | models.Q(kind="quote", quote__isnull=False, interview__isnull=False)
                | models.Q(kind="theme", theme__isnull=False)
                | models.Q(kind="insight", insight__isnull=False)
                | models.Q(kind="memo", memo__isnull=False),
                name="searchentry_of_its_kind",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name], condition=models.Q(**{f"{name}__isnull": False}), name=f"searchentry_{name}_once"
                )
                for name in ("note", "quote", "theme", "insight", "memo")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Rereading(models.Model):
    """Lines or quotes of a study whose language changed: the entries below `before` are still read in the language before."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="rereadings")
    kind = models.CharField(max_length=8, choices=Sought)
    before = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "kind"], name="rereading_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} below {self.before}"
