from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.inserting import insert
from accounts.models import User
from accounts.refusal import Refused
from analysis.models.nesting import in_tree_order, shifted
from analysis.models.quote import Quote
from studies.models import Study
from studies.models.event import record
from studies.models.ordering import next_position, put_in_order

COLOURS = 12
FIRST_COLOURS = 8  # the easiest to tell apart; design.md section 1
CARD_LINE = 600
CARD_LINES = ("include", "exclude", "example", "counter_example")


class ThemeQuerySet(models.QuerySet["Theme"]):
    def standing(self) -> ThemeQuerySet:
        """Those that are worked with: on the board and in every list to choose from."""
        return self.filter(archived_at=None)

    def archived(self) -> ThemeQuerySet:
        return self.exclude(archived_at=None)

    def called(self, name: str) -> ThemeQuerySet:
        """Capital letters and spaces don't make another theme."""
        return self.filter(name__iexact=" ".join(name.split()))


class Theme(models.Model):
    """One level deep: a theme inside another holds none itself. The database holds that too; see migration 0002."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="themes")
    name = models.CharField(max_length=80)
    # The definition card. Columns that came later keep their default in the database: a server still on the release before
    # leaves them out.
    definition = models.CharField(max_length=300, blank=True)
    include = models.CharField("what counts", max_length=CARD_LINE, blank=True, default="", db_default="")
    exclude = models.CharField("what doesn’t", max_length=CARD_LINE, blank=True, default="", db_default="")
    example = models.CharField("an example", max_length=CARD_LINE, blank=True, default="", db_default="")
    counter_example = models.CharField("a counter-example", max_length=CARD_LINE, blank=True, default="", db_default="")
    colour = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="nested")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["study", "position", "id"])]
        constraints = [
            models.UniqueConstraint("study", Lower("name"), name="theme_name_once_a_study"),
            models.CheckConstraint(condition=~models.Q(name=""), name="theme_has_a_name"),
            models.CheckConstraint(condition=models.Q(colour__gte=1, colour__lte=COLOURS), name="theme_colour_1_to_12"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")), name="theme_not_inside_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, study: Study, name: str, by: User) -> Theme:
        """The study's theme of this name, made if there is none yet; it may be an archived one."""
        name = " ".join(name.split())
        if not name:
            raise Refused("Give the theme a name.")
        with transaction.atomic():
            study.lock()
            theme = study.themes.called(name).first()
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
        """Put the quote under this theme; the first author of a tag stays its author. A theme that gets words comes back."""
        with transaction.atomic():
            self.study.lock()  # before the tag, as merging and moving do: two orders of locking would deadlock
            return self.tag_locked(quote, by)

    def tag_locked(self, quote: Quote, by: User) -> Tag:
        """`tag`, for a transaction that holds the study's row."""
        tag = Tag(theme=self, quote=quote, author=by)
        if not insert(tag, once="quote_id, theme_id"):
            return Tag.objects.get(theme=self, quote=quote)
        if self.archived_at:
            self.restore(by)
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

    def _hold(self) -> None:
        """The study's row until the transaction ends, and of this theme what others may have changed since it was read."""
        self.study.lock()
        try:
            self.refresh_from_db(fields=["parent", "archived_at", *CARD_LINES])
        except Theme.DoesNotExist:
            raise Refused(f"“{self}” is gone: somebody merged or deleted it. Nothing was changed.") from None

    def rename(self, name: str, by: User) -> None:
        self.revise(by, name=name)

    def revise(self, by: User, **changes: Any) -> None:
        """Change name, definition, colour or parent. A name that another theme has is refused: those two want merging."""
        if "name" in changes:
            changes["name"] = " ".join(changes["name"].split())
            if not changes["name"]:
                raise Refused("Give the theme a name.")
        nests, parent = "parent" in changes, changes.pop("parent", None)
        with transaction.atomic():
            self._hold()
            above = self.parent_id
            for field, value in changes.items():
                setattr(self, field, value)
            try:
                with transaction.atomic():
                    self.save(update_fields=list(changes))
            except IntegrityError:
                raise Refused(
                    f"There is a theme “{self.name}” already. Merge the two or choose another name."
                ) from None
            if nests:
                self._stand_inside(parent)
            left = {"left": above} if above and above != self.parent_id else {}
            record(self.study, "theme", by, theme=self.pk, **left)

    def nest(self, parent: Theme | None, by: User) -> None:
        """Put this theme inside another, or take it out again (None)."""
        self.revise(by, parent=parent)

    def _stand_inside(self, parent: Theme | None) -> None:
        if parent is not None:
            above = self.study.themes.standing().filter(pk=parent.pk).first()
            if above is None or above.pk == self.pk:
                raise Refused("Choose another theme of the same study.")
            if above.parent_id:
                raise Refused(f"“{above}” is inside another theme itself. Themes nest one level deep.")
            if self.nested.exists():
                raise Refused(f"“{self}” has themes inside, so it stands for itself. Take them out first.")
        self.parent = parent
        self.save(update_fields=["parent"])
        self._line_up(in_tree_order(self.study.themes.standing()))

    def shift(self, steps: int, by: User) -> None:
        """Move the column left (-1) or right (1), with those inside it; one inside another moves among its like."""
        with transaction.atomic():
            self.study.lock()
            standing = list(self.study.themes.standing())
            if self.pk in {theme.pk for theme in standing}:
                self._line_up(shifted(standing, self.pk, steps))
            record(self.study, "theme", by, theme=self.pk)

    def _line_up(self, themes: list[Theme]) -> None:
        put_in_order(self.study.themes.all(), [theme.pk for theme in themes])

    def merge_into(self, other: Theme, by: User, definition: str | None = None) -> None:
        """Every quote of this theme goes under the other, each once, with its author; then this theme is gone.

        Memos go along, and lines of the definition card that the other lacks. Themes inside this one go where the other
        stands. `definition`: the other's from now on, None for its own.
        """
        if other.pk == self.pk or other.study_id != self.study_id:
            raise Refused("Choose another theme of the same study.")
        with transaction.atomic():
            self._hold()
            other._hold()
            # Found here and not by a join: for themes that grew just now its plan can be thousands of rows times thousands.
            there = set(other.tags.values_list("quote", flat=True))
            twice = [pk for pk, quote in self.tags.values_list("pk", "quote") if quote in there]
            self.tags.filter(pk__in=twice).delete()
            self.tags.update(theme=other)
            self.memos.update(theme=other)
            for line in CARD_LINES:
                setattr(other, line, getattr(other, line) or getattr(self, line))
            other.save(update_fields=CARD_LINES)
            if other.parent_id == self.pk:
                other.parent = None
                other.save(update_fields=["parent"])
            self.nested.update(parent=other.parent_id or other.pk)
            if definition is not None:
                other.definition = definition
                other.save(update_fields=["definition"])
            left = {"left": self.parent_id} if self.parent_id else {}
            record(self.study, "theme_merged", by, theme=self.pk, into=other.pk, **left)
            self.delete()

    def split_off(self, quotes: Collection[int], name: str, by: User) -> Theme:
        """The quotes leave into a new theme beside this one, with the authors of their tags."""
        with transaction.atomic():
            self.study.lock()
            leaving = self.tags.filter(quote__in=quotes)
            if not quotes or leaving.count() != len(set(quotes)):
                raise Refused(f"Some of these quotes aren’t in “{self}” any more. Nothing was changed; choose again.")
            if self.study.themes.called(name).exists():
                raise Refused("There is a theme of this name already. Move the quotes there, or choose another name.")
            new = Theme.called(self.study, name, by)
            new.parent = self.parent
            new.save(update_fields=["parent"])
            rows = list(self.study.themes.standing().exclude(pk=new.pk))
            at = next((number for number, row in enumerate(rows) if row.pk == self.pk), len(rows) - 1)
            self._line_up(in_tree_order([*rows[: at + 1], new, *rows[at + 1 :]]))
            leaving.update(theme=new)
            record(self.study, "theme_split", by, theme=self.pk, into=new.pk)
        return new

    def archive(self, by: User) -> None:
        """Out of the way, with the themes inside it; its tags stay. Doing it twice is doing it once."""
        with transaction.atomic():
            self._hold()
            family = self.study.themes.standing().filter(models.Q(pk=self.pk) | models.Q(parent=self.pk))
            if self.study.themes.standing().filter(pk=self.pk).exists():
                family.update(archived_at=timezone.now())
                record(self.study, "theme_archived", by, theme=self.pk)
        self.refresh_from_db(fields=["archived_at"])

    def restore(self, by: User) -> None:
        """Back where it stood, with the themes that were archived with it."""
        with transaction.atomic():
            self.study.lock()
            row = self.study.themes.archived().filter(pk=self.pk).first()
            if row:
                with_it = models.Q(parent=self.pk, archived_at=row.archived_at)
                self.study.themes.filter(models.Q(pk=self.pk) | with_it).update(archived_at=None)
                record(self.study, "theme_restored", by, theme=self.pk)
        self.archived_at = None

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
