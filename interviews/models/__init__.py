from interviews.models.appointment import Appointment, End, Letter, LetterKind
from interviews.models.call_plan import CallPlan
from interviews.models.company import Observer, Presence
from interviews.models.consent import PURPOSE_WORDS, ConsentRecord, Method, Purpose, SaidAloud
from interviews.models.consent_draft import ConsentDraft
from interviews.models.consent_form import ConsentForm, ConsentText
from interviews.models.consent_paper import ConsentPaper
from interviews.models.contact import Contact
from interviews.models.contact_attribute import AttributeKind, ContactAttribute
from interviews.models.contact_import import ContactImport
from interviews.models.debrief import AssumptionSignal, Debrief, Signal
from interviews.models.interview import Interview, InterviewState, QuestionAsk
from interviews.models.legal_hold import LegalHold
from interviews.models.note import Kind, Note, NoteSignal, NoteStance, SavedNote
from interviews.models.off_record import OffRecord
from interviews.models.participant_link import ParticipantLink
from interviews.models.people import Participant, Stage
from interviews.models.privacy import Outcome, StudyPrivacy
from interviews.models.recruit import Recruit
from interviews.models.signature import Signature
from interviews.models.slot import Slot
from interviews.models.transcript import Speaker, SpeakerRole, Transcript, TranscriptDraft
from interviews.models.withdrawal import Withdrawal

__all__ = [
    "PURPOSE_WORDS",
    "Appointment",
    "AssumptionSignal",
    "AttributeKind",
    "CallPlan",
    "ConsentDraft",
    "ConsentForm",
    "ConsentPaper",
    "ConsentRecord",
    "ConsentText",
    "Contact",
    "ContactAttribute",
    "ContactImport",
    "Debrief",
    "End",
    "Interview",
    "InterviewState",
    "Kind",
    "LegalHold",
    "Letter",
    "LetterKind",
    "Method",
    "Note",
    "NoteSignal",
    "NoteStance",
    "Observer",
    "OffRecord",
    "Outcome",
    "Participant",
    "ParticipantLink",
    "Presence",
    "Purpose",
    "QuestionAsk",
    "Recruit",
    "SaidAloud",
    "SavedNote",
    "Signal",
    "Signature",
    "Slot",
    "Speaker",
    "SpeakerRole",
    "Stage",
    "StudyPrivacy",
    "Transcript",
    "TranscriptDraft",
    "Withdrawal",
]
