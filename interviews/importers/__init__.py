"""Reading transcripts that other tools made: bytes in, turns out. No Django, no files, no network in here."""

from interviews.importers.read import read_transcript
from interviews.importers.transcript import ImportProblem, ImportRefused, SpeakerCount, Transcript, Turn

__all__ = ["ImportProblem", "ImportRefused", "SpeakerCount", "Transcript", "Turn", "read_transcript"]
