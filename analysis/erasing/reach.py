"""What a withdrawal reaches, in numbers, before anybody decides: a handful of counts, and every assumption counted without
the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.counted import counted
from analysis.erasing import texts
from analysis.erasing.departures import Departure, departures
from analysis.erasing.places import Place, places_of
from analysis.erasing.rows import contact_of
from analysis.erasing.seeking import seeker_for
from analysis.evidence.ledgers import ledgers
from analysis.evidence.tally import BarState
from analysis.evidence.without import ledgers_without
from analysis.models import Citation, Insight
from interviews.models import Note, Participant

MOST_TEXTS = 200


@dataclass(frozen=True)
class Reach:
    """`lines`: sentences. `losing`: insights that nobody else speaks for. `below`: assumptions that fall under their bar."""

    lines: list[str]
    losing: list[Insight] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    texts: list[Place] = field(default_factory=list)
    left: list[Departure] = field(default_factory=list)
    contact_goes: bool = False


def reach_of(participant: Participant) -> Reach:
    study = participant.study
    losing = list(_losing(participant))
    seeker = seeker_for(participant)
    texts.leave_what_others_say(participant, seeker)
    found = [one for one, _ in zip(texts.find(participant, seeker), range(MOST_TEXTS), strict=False)]
    return Reach(
        lines=list(_lines(participant)),
        losing=losing,
        below=_below(participant),
        texts=places_of(study, found, seeker),
        left=departures(participant),
        contact_goes=contact_of(participant).exists(),
    )


def _lines(participant: Participant) -> Iterator[str]:
    interviews = participant.interviews.aggregate(
        n=Count("pk", distinct=True),
        read=Count("transcript", distinct=True),
        drafts=Count("transcript_draft", distinct=True),
    )
    lines = Note.objects.filter(interview__participant=participant, erased_at=None)
    quotes = participant.quotes.aggregate(
        n=Count("pk", distinct=True),
        themes=Count("tags__theme", distinct=True),
        insights=Count("insights", distinct=True),
    )
    links = participant.study.share_links.open().count()
    yield counted(interviews["n"], "interview", "interviews")
    for number, one, many in (
        (interviews["read"] + interviews["drafts"], "transcript", "transcripts"),
        (lines.count(), "line of notes and transcripts", "lines of notes and transcripts"),
    ):
        if number:
            yield counted(number, one, many)
    if quotes["n"]:
        under = f" under {counted(quotes['themes'], 'theme', 'themes')}" if quotes["themes"] else ""
        on = f", cited on {counted(quotes['insights'], 'insight', 'insights')}" if quotes["insights"] else ""
        yield f"{counted(quotes['n'], 'quote', 'quotes')}{under}{on}"
    if links:
        yield f"{counted(links, 'shared link', 'shared links')} to the report, which {'shows' if links == 1 else 'show'} it without them at once"


def _losing(participant: Participant) -> Iterator[Insight]:
    """Insights for which only this person speaks."""
    theirs = Citation.objects.filter(quote__participant=participant, side="for").values("insight")
    allowed = participant.study.quotes.allowed().exclude(participant=participant)
    others = Count("citations", filter=Q(citations__side="for", citations__quote__in=allowed), distinct=True)
    yield from Insight.objects.filter(pk__in=theirs).annotate(others=others).filter(others=0).order_by("number")


def _below(participant: Participant) -> list[str]:
    now, then = ledgers(participant.study), ledgers_without(participant)
    return [
        f"{row.code} falls below its bar: {then[row.pk].n_for} of at least {row.bar_k}"
        for row in participant.study.assumptions.exclude(bar_k=None)
        if now[row.pk].bar_state is BarState.REACHED and then[row.pk].bar_state is not BarState.REACHED
    ]
