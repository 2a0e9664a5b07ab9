"""Which tables of a person go with which of the three dates. One without an entry fails tests/analysis/test_retention.py.

A table goes or is emptied as the registry says for a person whose counts stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analysis.models.retention import Kind

MEDIA: tuple[str, ...] = ()
WORDS = (
    "interviews.Transcript",
    "interviews.TranscriptDraft",
    "interviews.Note",
    "interviews.NoteSignal",
    "interviews.Debrief",
    "analysis.Quote",
    "analysis.Redaction",
    "analysis.Correction",
    "analysis.SearchEntry",
    "analysis.CodingUnit",
    "analysis.Code",
    "analysis.Settlement",
    "analysis.Change",
)
IDENTITY = (
    "interviews.Contact",
    "interviews.Participant",
    "interviews.ParticipantLink",
    "interviews.Signature",
    "interviews.ConsentPaper",
    "interviews.Interview",
    "interviews.Appointment",
    "interviews.Letter",
    "interviews.Recruit",
    "interviews.Speaker",
    "interviews.Observer",
    "interviews.Presence",
)
# Answers under a code, and numbers that others are counted with.
STAYS = (
    "interviews.ConsentRecord",
    "interviews.QuestionAsk",
    "interviews.AssumptionSignal",
    "interviews.OffRecord",
    "analysis.Tag",
    "analysis.Evidence",
    "analysis.Citation",
    "analysis.ReadThrough",
    "analysis.CodingRound_interviews",
    "analysis.LetGo",
)
TABLES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {Kind.MEDIA: MEDIA, Kind.WORDS: WORDS, Kind.IDENTITY: IDENTITY}
)
DATE_OF: Mapping[str, str] = MappingProxyType(
    {Kind.MEDIA: "media_until", Kind.WORDS: "words_until", Kind.IDENTITY: "identity_until"}
)
