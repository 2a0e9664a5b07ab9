from interviews.models.company import Observer, Presence
from interviews.models.consent import PURPOSE_WORDS, ConsentRecord, Method, Purpose, SaidAloud
from interviews.models.consent_draft import ConsentDraft
from interviews.models.consent_form import ConsentForm, ConsentText
from interviews.models.consent_paper import ConsentPaper
from interviews.models.debrief import AssumptionSignal, Debrief, Signal
from interviews.models.interview import Interview, InterviewState, QuestionAsk
from interviews.models.note import Kind, Note, NoteSignal, NoteStance, SavedNote
from interviews.models.off_record import OffRecord
from interviews.models.participant_link import ParticipantLink
from interviews.models.people import Contact, Participant, Stage
from interviews.models.privacy import Outcome, StudyPrivacy
from interviews.models.signature import Signature
from interviews.models.transcript import Speaker, SpeakerRole, Transcript, TranscriptDraft
from interviews.models.withdrawal import Withdrawal

__all__ = [
    "AssumptionSignal",
    "ConsentDraft",
    "ConsentForm",
    "ConsentPaper",
    "ConsentRecord",
    "ConsentText",
    "Contact",
    "Debrief",
    "Interview",
    "InterviewState",
    "Kind",
    "Method",
    "Note",
    "NoteSignal",
    "NoteStance",
    "Observer",
    "OffRecord",
    "Outcome",
    "PURPOSE_WORDS",
    "Participant",
    "ParticipantLink",
    "Presence",
    "Purpose",
    "QuestionAsk",
    "SaidAloud",
    "SavedNote",
    "Signal",
    "Signature",
    "Speaker",
    "SpeakerRole",
    "Stage",
    "StudyPrivacy",
    "Transcript",
    "TranscriptDraft",
    "Withdrawal",
]
