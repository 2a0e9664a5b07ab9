"""What goes when a row goes, in numbers: shown before a person confirms."""

from __future__ import annotations

from collections import Counter

from django.db import models
from django.db.models.deletion import Collector


def reach(thing: models.Model) -> list[str]:
    """ "3 questions", "12 quotes" … that would be deleted with `thing`; join tables without a meaning are left out.

    So are rows of a model that is `uncounted`: how many there are would tell what isn't everybody's to know.
    """
    collector = Collector(using="default", origin=thing)
    collector.collect([thing])  # type: ignore[list-item]
    counts: Counter[type[models.Model]] = Counter()
    for model, rows in collector.data.items():
        counts[model] += len(rows)
    for queryset in collector.fast_deletes:
        counts[queryset.model] += queryset.count()
    counts[type(thing)] -= 1
    told = {model: count for model, count in counts.items() if count > 0 and not getattr(model, "uncounted", False)}
    return [_words(model, count) for model, count in told.items() if not model._meta.auto_created]


def _words(model: type[models.Model], count: int) -> str:
    meta = model._meta
    return f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
