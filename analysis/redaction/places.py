"""Where words of a study are written down: what a redaction looks through. A test holds that no text is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from analysis import models as ours
from analysis.redaction.replacing import may_hold
from interviews import models as interviews
from studies import models as studies
from studies.models import Study


@dataclass(frozen=True)
class Written:
    """Fields of a model that hold words. `of_study`, `of_interview`: how a row leads there; "" where it leads to none."""

    model: type[models.Model]
    fields: tuple[str, ...]
    of_study: str
    of_interview: str = ""
    called: str = ""

    def rows(self, study: Study, words: str, interview: Any = None) -> models.QuerySet[Any]:
        """Those that may hold the words; whether they do is for `replace_words` to say."""
        return self._where(study, interview, "regex", may_hold(words))

    def holding(self, study: Study, token: str) -> models.QuerySet[Any]:
        """Those in which a token stands, just so."""
        return self._where(study, None, "contains", token)

    def _where(self, study: Study, interview: Any, how: str, what: str) -> models.QuerySet[Any]:
        rows = self.model._default_manager.filter(**{self.of_study: study.pk})
        if interview is not None:
            rows = rows.filter(**{self.of_interview: interview.pk})
        rows = rows.annotate(**{f"{name}_as_text": Cast(name, models.TextField()) for name in self.fields})
        return rows.filter(reduce(or_, [Q(**{f"{name}_as_text__{how}": what}) for name in self.fields])).order_by("pk")

    @property
    def name(self) -> str:
        return self.called or str(self.model._meta.verbose_name_plural)


LINES = Written(interviews.Note, ("text", "theme_names"), "study", "interview", "lines of interviews")
QUOTES = Written(ours.Quote, ("text",), "study", "interview", "quotes")
OTHERS = (
    Written(ours.Correction, ("before",), "note__study", "note__interview", "earlier wordings of lines"),
    Written(interviews.Debrief, interviews.Debrief.TEXTS, "interview__study", "interview"),
    Written(interviews.Interview, ("place",), "study", "pk", "places of interviews"),
    Written(interviews.Observer, ("organisation", "role"), "interview__study", "interview"),
    Written(interviews.Transcript, ("filename",), "interview__study", "interview", "names of files"),
    Written(interviews.Speaker, ("label",), "transcript__interview__study", "transcript__interview"),
    Written(
        interviews.TranscriptDraft,
        ("filename", "turns", "warnings"),
        "interview__study",
        "interview",
        "files being brought in",
    ),
    Written(interviews.Participant, ("attributes",), "study", "interviews", "descriptions of participants"),
    Written(ours.Theme, ("name", "definition", "include", "exclude", "example", "counter_example"), "study"),
    Written(ours.ThemeMemo, ("text",), "theme__study", "", "notes on themes"),
    Written(ours.CodedTheme, ("name", "definition"), "round__study", "", "themes of coding rounds"),
    Written(ours.Settlement, ("remark",), "unit__round__study", "", "remarks on coding"),
    Written(ours.Insight, ("statement", "detail"), "study"),
    Written(ours.LensAnswer, ("text", "stage"), "insight__study", "", "answers of insights"),
    Written(ours.Decision, ("text", "expected_signal", "outcome_note"), "study"),
    Written(ours.Report, ("answer", "unknown"), "study", "", "words of the report"),
    Written(ours.ShareLink, ("label",), "study", "", "labels of links"),
    Written(studies.Study, ("title", "context", "product_names", "jargon"), "pk", "", "the study’s own words"),
    Written(studies.Objective, ("text",), "study"),
    Written(studies.Persona, ("name", "criteria"), "study"),
    Written(studies.Assumption, ("statement", "if_wrong", "bar_sign", "disproof", "verdict_reason"), "study"),
    Written(studies.VerdictChange, ("reason",), "assumption__study", "", "reasons of verdicts"),
    Written(studies.Section, ("title", "note"), "script__study", "", "sections of the script"),
    Written(studies.Question, ("text", "probes"), "study"),
    Written(studies.KeptWording, ("text", "reason"), "question__study", "", "wordings that were kept"),
)


def everywhere(interview: Any = None) -> Iterator[Written]:
    """Lines and quotes first. With an interview, only what belongs to one."""
    yield from (each for each in (LINES, QUOTES, *OTHERS) if interview is None or each.of_interview)
