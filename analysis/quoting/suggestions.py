"""Themes suggested for words of a study: what was learned is kept a minute, so that tagging one after another is quick."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from analysis.models import Theme
from analysis.quoting.tagging import Stretch
from analysis.quoting.theme_model import Example, Hits, Model, leave_one_out
from interviews.models import Purpose
from studies.models import Study

KEPT_SECONDS = 60
MOST_KEPT = 8
# The newest tags: a hundred thousand would take seconds to count, and what a theme means now is what counts.
LEARNED_FROM = 8_000
# After these, words that were learned from may not be used any more, or themes are gone: at once, not in a minute.
FORGET_AFTER = ("consent", "erased", "withdrawn", "redaction", "quote_gone", "theme_gone", "theme_merged")


@dataclass(frozen=True)
class Learned:
    model: Model
    seq: int
    at: float


_kept: OrderedDict[UUID, Learned] = OrderedDict()


def suggest(study: Study, words: str) -> list[Theme]:
    """Three themes at most, the likeliest first. Nothing is learned or asked where the study has it switched off."""
    if not study.suggests_themes or not words.strip():
        return []
    ranked = _model_of(study).rank(words)
    themes = study.themes.standing().in_bulk(ranked)
    return [themes[pk] for pk in ranked if pk in themes]


def suggest_for(study: Study, stretch: Stretch) -> list[Theme]:
    """Nothing for words that can't be quoted anyway."""
    if not study.suggests_themes or not stretch.first.interview.participant.allows(Purpose.QUOTES):
        return []
    return suggest(study, _words(stretch))


def _words(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    if first.pk == last.pk:
        return first.text[stretch.start : stretch.end] if first.may_be_quoted else ""
    parts = [(first, first.text[stretch.start :]), (last, last.text[: stretch.end])]
    return "\n".join(text for note, text in parts if note.may_be_quoted)


def _model_of(study: Study) -> Model:
    kept = _kept.get(study.pk)
    if kept and time.monotonic() - kept.at < KEPT_SECONDS and not _outdated(study, kept):
        _kept.move_to_end(study.pk)
        return kept.model
    learned = Learned(Model.learn(_tagged(study), _names(study)), study.event_seq, time.monotonic())
    _kept[study.pk] = learned
    _kept.move_to_end(study.pk)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return learned.model


def _outdated(study: Study, kept: Learned) -> bool:
    return study.event_seq > kept.seq and study.events.filter(seq__gt=kept.seq, kind__in=FORGET_AFTER).exists()


def _tagged(study: Study) -> Iterator[Example]:
    for _, text, themes in _rows(study):
        yield text, themes


def _names(study: Study) -> dict[int, str]:
    return {
        pk: f"{name} {meaning}" for pk, name, meaning in study.themes.standing().values_list("pk", "name", "definition")
    }


def _rows(study: Study) -> Iterator[tuple[int, str, Sequence[int]]]:
    """Interview, words and themes of every tagged quote whose person allows it."""
    themes: dict[int, list[int]] = defaultdict(list)
    quotes: dict[int, tuple[int, str]] = {}
    rows = study.quotes.allowed().filter(words_gone=False, tags__isnull=False, tags__theme__archived_at=None)
    rows = rows.order_by("-pk", "tags")
    for pk, interview, text, theme in rows.values_list("pk", "interview", "text", "tags__theme")[:LEARNED_FROM]:
        quotes[pk] = interview, text
        themes[pk].append(theme)
    for pk, (interview, text) in quotes.items():
        yield interview, text, themes[pk]


def check(study: Study) -> Hits:
    """How good suggestions would be, each interview guessed by the others."""
    groups: dict[int, list[Example]] = defaultdict(list)
    for interview, text, themes in _rows(study):
        groups[interview].append((text, themes))
    return leave_one_out(groups, _names(study))
