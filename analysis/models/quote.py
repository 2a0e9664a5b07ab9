"""Words of a participant, cut out of their notes or transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.inserting import insert
from accounts.models import User
from accounts.planned import all_rows, columns_of, one_row, whole
from accounts.refusal import Refused
from analysis.filtering.terms import terms
from analysis.quoting.cutting import LEFT_OUT, cut
from analysis.quoting.following import follow_over
from analysis.quoting.standing import place, stands
from analysis.redaction.replacing import Replaced
from interviews.models import Interview, Note, Participant, Purpose
from interviews.models.consent import who_allow
from interviews.models.note import is_said
from studies.models import Assumption, Study
from studies.models.event import record


class Grade(models.IntegerChoices):
    """How much words weigh as evidence (Fitzpatrick, The Mom Test): what people did and gave, before what they say they would."""

    OPINION = 0, "Compliment or opinion"
    GENERAL = 1, "In general, or about the future"
    FACT = 2, "What they did, or spent"
    COMMITMENT = 3, "Time, name or money committed"


COUNTS_FROM = Grade.FACT  # words of a lower grade, or of none, move no ledger


class QuoteQuerySet(models.QuerySet["Quote"]):
    def allowed(self) -> QuoteQuerySet:
        """Only words of people whose latest answer lets them be quoted, and places where words stood that are gone: they count."""
        return self.filter(models.Q(who_allow(Purpose.QUOTES)) | models.Q(words_gone=True))

    def over(self, note: Note) -> QuoteQuerySet:
        """That hold words of this line: it begins or ends them, or stands between."""
        same = self.filter(interview=note.interview_id, first_note__transcript=note.transcript_id)
        here = models.Q(first_note=note) | models.Q(last_note=note)
        # Lines of the same moment stand in the order of their ids.
        starts = models.Q(first_note__position__lt=note.position) | models.Q(
            first_note__position=note.position, first_note__lt=note.pk
        )
        ends = models.Q(last_note__position__gt=note.position) | models.Q(
            last_note__position=note.position, last_note__gt=note.pk
        )
        return same.filter(here | (starts & ends))

    def weighty(self) -> QuoteQuerySet:
        """Words that may move an assumption's ledger."""
        return self.filter(grade__gte=COUNTS_FROM)

    def untagged(self) -> QuoteQuerySet:
        """Not `tags=None`: the database knows this for what it is, and stops at the first page of them."""
        tags = apps.get_model("analysis", "Tag").objects.filter(quote=models.OuterRef("pk"))
        return self.filter(~models.Exists(tags))

    def matching(self, words: str) -> QuoteQuerySet:
        """Every word, and "words in quotation marks" as they stand together."""
        found = self
        for term in terms(words):
            found = found.filter(text__icontains=term)
        return found

    def for_cards(self) -> QuoteQuerySet:
        """With all that a quote card shows: whose words, when, under which themes."""
        return self.select_related("participant__persona", "first_note").prefetch_related("tags__theme")


class Quote(models.Model):
    """A range from (first note, start) to (last note, end) in code points, with its words kept beside it.

    The words survive edits around them; where the notes no longer hold them, the reading page lists the quote.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="quotes")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="quotes")
    # The interview's participant once more: "n of m people" counts distinct participants without a join.
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="quotes")
    first_note = models.ForeignKey(Note, models.CASCADE, related_name="quotes_starting")
    start = models.PositiveIntegerField()
    last_note = models.ForeignKey(Note, models.CASCADE, related_name="quotes_ending")
    end = models.PositiveIntegerField()
    text = models.TextField()
    # Null until somebody has graded it.
    grade = models.PositiveSmallIntegerField(choices=Grade, null=True)
    # The person withdrew and left anonymous counts: the text says that the words are gone, and nothing else.
    words_gone = models.BooleanField(default=False, db_default=False, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["study", "-id"]), models.Index(fields=["interview", "id"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="quote_has_words"),
            models.CheckConstraint(
                condition=models.Q(grade=None) | models.Q(grade__in=Grade.values), name="quote_grade_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(first_note=models.F("last_note")) | models.Q(end__gt=models.F("start")),
                name="quote_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def take(cls, first: Note, start: int, last: Note, end: int, author: User) -> Quote:
        """Cut a quote; the same words of the same place are the same quote.

        Refused without this person's yes to being quoted, and for words that aren't theirs or were said off the record: a
        selection that begins or ends in such a line is drawn in to what may be quoted, and lines in between are left out.
        """
        with transaction.atomic():
            first.interview.study.lock()
            return cls.take_locked(first, start, last, end, author)

    @classmethod
    def take_locked(cls, first: Note, start: int, last: Note, end: int, author: User) -> Quote:
        """`take`, for a transaction that holds the study's row: two people, or one twice, taking the same words take one
        quote; and nobody puts them off the record meanwhile."""
        interview = first.interview
        interview.participant.demand(Purpose.QUOTES)
        if last.interview_id != first.interview_id:
            raise Refused("A quote can't run over two interviews.")
        one, start, other, end, text = words_at(first, start, last, end)
        there = one_row(_same(), (one.pk, start, other.pk, end, text))
        place = {"first_note_id": one.pk, "start": start, "last_note_id": other.pk, "end": end}
        quote = whole(cls, there) if there else cls(study_id=first.study_id, author=author, text=text, **place)
        quote.study, quote.interview, quote.participant = interview.study, interview, interview.participant
        if not there:
            insert(quote)
            record(interview.study, "quote", author, interview=interview.pk, quote=quote.pk)
        if first.pk == one.pk:
            quote.first_note = first
        return quote

    @classmethod
    def whole(cls, note: Note, author: User) -> Quote:
        return cls.take(note, 0, note, len(note.text), author)

    def follow(self, note: Note, by: User) -> None:
        """A quote of a whole line whose words were mended: it goes on being the whole line."""
        if not note.text:
            return
        with transaction.atomic():
            self.end, self.text = len(note.text), note.text
            self.save(update_fields=["end", "text"])
            record(self.study, "quote", by, interview=self.interview_id, quote=self.pk)

    def mend(self, note: Note, before: str, by: User) -> bool:
        """Follow a line of its words that was corrected. False where that loses them, and it keeps its place and its old words."""
        run: list[Readable] = (
            [note] if self.first_note_id == self.last_note_id else _between(self.first_note, self.last_note)
        )
        number = next(i for i, line in enumerate(run) if line.pk == note.pk)
        now = quotable(run)
        old, stood = [*now[:number], before, *now[number + 1 :]], (self.start, self.end, self.text)
        if stands(now, *stood) and not stands(old, *stood):
            return True  # the words that it lost are there again
        found = follow_over(old, now, number, *stood)
        if found is None:
            return place(now, *stood) is not None or place(old, *stood) is None
        there, text = found
        self._stand(run[there.first], there.start, run[there.last], there.end, text, by)
        return True

    def rewrite(self, lines: Mapping[UUID, Replaced], alone: Replaced | None, by: User) -> None:
        """Words of its lines were replaced, and it goes with them. One that has lost its place becomes what its text is `alone`."""
        try:
            run = _between(self.first_note, self.last_note)
        except Refused:  # a line of it was removed
            run = []
        made = [lines.get(line.pk) for line in run]
        was = [
            (text.before if text else line.text) if line.may_be_quoted else LEFT_OUT
            for line, text in zip(run, made, strict=True)
        ]
        stands = place(was, self.start, self.end, self.text) if run else None
        if stands is None:
            if alone:
                self._stand(self.first_note, self.start, self.last_note, self.end, alone.text, by)
            return
        first, last = made[stands.first], made[stands.last]
        start = first.begin(stands.start) if first else stands.start
        end = last.end(stands.end) if last else stands.end
        text = cut(quotable(run[stands.first : stands.last + 1]), start, end)
        self._stand(run[stands.first], start, run[stands.last], end, text, by)

    def place_anew(self, first: Note, start: int, last: Note, end: int, by: User) -> None:
        """Put a quote that lost its words on other words of its interview; what rests on it stays."""
        if not first.interview_id == last.interview_id == self.interview_id:
            raise Refused("A quote stays in its interview.")
        with transaction.atomic():
            self.study.lock()
            self.participant.demand(Purpose.QUOTES)
            self._stand(*_words_of_theirs(_between(first, last), start, end), by)

    def _stand(self, first: Readable, start: int, last: Readable, end: int, text: str, by: User) -> None:
        now = {"first_note_id": first.pk, "start": start, "last_note_id": last.pk, "end": end, "text": text}
        changed = [name for name, value in now.items() if getattr(self, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(self, name, now[name])
        with transaction.atomic():
            self.save(update_fields=[name.removesuffix("_id") for name in changed])
            record(self.study, "quote", by, interview=self.interview_id, quote=self.pk)

    def rate(self, grade: int | None, by: User) -> None:
        """How much the words weigh, or None: not graded. It is said of the words, whatever they speak for."""
        with transaction.atomic():
            self.study.lock()
            self.grade = grade
            self.save(update_fields=["grade"])
            record(self.study, "evidence", by, quote=self.pk)

    @property
    def counts(self) -> bool:
        """Whether it may move a ledger."""
        return self.grade is not None and self.grade >= COUNTS_FROM

    def weigh(self, assumption: Assumption, stance: str, by: User) -> Evidence:
        """These words speak for or against an assumption; weighing again changes the stance."""
        if assumption.study_id != self.study_id:
            raise Refused("This assumption belongs to another study.")
        with transaction.atomic():
            self.study.lock()  # before the row, as undoing does
            self.participant.demand(Purpose.QUOTES)
            evidence, _ = self.evidence.update_or_create(
                assumption=assumption, defaults={"stance": stance}, create_defaults={"stance": stance, "author": by}
            )
            record(self.study, "evidence", by, quote=self.pk, assumption=assumption.pk)
        return evidence

    def unweigh(self, assumption: Assumption, by: User) -> None:
        with transaction.atomic():
            self.study.lock()
            self.evidence.filter(assumption=assumption).delete()
            record(self.study, "evidence", by, quote=self.pk, assumption=assumption.pk)

    def discard(self, by: User) -> None:
        with transaction.atomic():
            record(self.study, "quote_gone", by, interview=self.interview_id, quote=self.pk)
            self.delete()


class Readable(Protocol):
    """A line, as a note or as a row of a page."""

    @property
    def pk(self) -> Any: ...

    @property
    def text(self) -> str: ...

    @property
    def is_said(self) -> bool: ...

    @property
    def may_be_quoted(self) -> bool: ...


class Words(NamedTuple):
    pk: UUID
    text: str
    is_said: bool
    may_be_quoted: bool


RUN = """
    select n.id, n.text, n.kind, n.off_record, s.role
    from interviews_note n left join interviews_speaker s on s.id = n.speaker_id
    where n.interview_id = %(interview)s and n.transcript_id {} and n.deleted_at is null
        and n.position between %(first)s and %(last)s
    order by n.position, n.id
"""
OF = {True: "= %(transcript)s", False: "is null"}


@cache
def _same() -> str:
    return f"""
        select {columns_of(Quote, "q")} from analysis_quote q
        where first_note_id = %s and start = %s and last_note_id = %s and "end" = %s and text = %s order by id limit 1
    """  # noqa: S608 (names of columns)


def words_at(first: Note, start: int, last: Note, end: int) -> tuple[Readable, int, Readable, int, str]:
    """The place as a quote there would have it, and its words as the lines hold them now."""
    return _words_of_theirs(_between(first, last), start, end)


def _between(first: Note, last: Note) -> list[Readable]:
    place = {"interview": first.interview_id, "transcript": first.transcript_id}
    rows = all_rows(
        RUN.format(OF[first.transcript_id is not None]), {**place, "first": first.position, "last": last.position}
    )
    run: list[Readable] = []
    for pk, text, kind, off_record, role in rows:
        said = is_said(kind, role)
        run.append(Words(pk, text, said, said and not off_record))
    ids = [line.pk for line in run]
    if first.pk not in ids or last.pk not in ids or ids.index(first.pk) > ids.index(last.pk):
        raise Refused("The selection ends before it starts. Select again from its first word.")
    return run[ids.index(first.pk) : ids.index(last.pk) + 1]


def quotable(notes: Iterable[Readable]) -> list[str]:
    """The lines as a quote over them holds them: only the participant's own words, said on the record."""
    return [note.text if note.may_be_quoted else LEFT_OUT for note in notes]


def _words_of_theirs(notes: list[Readable], start: int, end: int) -> tuple[Readable, int, Readable, int, str]:
    """First line, start, last line, end and the words of a selection, without what isn't the participant's."""
    parts = [
        (number, start if number == 0 else 0, end if number == len(notes) - 1 else len(note.text))
        for number, note in enumerate(notes)
        if note.may_be_quoted
    ]
    if not parts and any(note.is_said for note in notes):
        raise Refused("This was said off the record, so it can’t be quoted.")
    if not parts:
        raise Refused("Only what the participant said can be quoted. This line is ours.")
    parts = [(number, begins, ends) for number, begins, ends in parts if notes[number].text[begins:ends].strip()]
    if not parts:
        raise Refused("There are no words of the participant in this selection.")
    (first, start, _), (last, _, end) = parts[0], parts[-1]
    return notes[first], start, notes[last], end, cut(quotable(notes[first : last + 1]), start, end)


class Stance(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    MIXED = "mixed", "Mixed"


class Evidence(models.Model):
    """A quote speaks for or against an assumption, in somebody's reading."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="evidence")
    assumption = models.ForeignKey(Assumption, models.CASCADE, related_name="evidence")
    stance = models.CharField(max_length=8, choices=Stance)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "assumption"], name="one_stance_a_quote_and_assumption"),
            models.CheckConstraint(condition=models.Q(stance__in=Stance.values), name="stance_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.stance} {self.assumption_id}"
