"""Bringing in a transcript, from the file to the turns."""

import threading
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.refusal import Refused
from interviews.importers import read_transcript
from interviews.models import Interview, InterviewState, Kind, Note, SpeakerRole, Stage, Transcript, TranscriptDraft
from interviews.transcripts.casting import first_sentence, voices
from interviews.transcripts.drafting import DraftTurn, FileFacts, Part, keep_draft, save_transcript
from tests.factories import make_interview, make_participant

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Mara Invented>What did you do last night? And who helped?</v>

00:00:05.000 --> 00:00:12.500
<v Jo Invented>I counted the lemons \U0001f34b twice. Nobody helped, so it took until one.</v>

00:00:13.000 --> 00:00:15.000
<v Mara Invented>Why twice?</v>

00:00:16.000 --> 00:00:20.000
<v Jo Invented>The first number was never right.</v>
"""
BROKEN = "WEBVTT\n\n00:00:05.000 --> 00:00:0x.000\n<v Jo>Words</v>\n"


@pytest.fixture
def interview(study):
    held = timezone.make_aware(datetime(2026, 3, 4, 15, 30))
    return make_interview(study=study, state=InterviewState.PLANNED, scheduled_at=held)


def upload(text=VTT, name="Interview with Jo Invented.vtt"):
    return SimpleUploadedFile(name, text.encode())


def url(name, interview):
    return reverse(f"interviews:{name}", args=[interview.study_id, interview.pk])


def send(client, interview, text=VTT, **fields):
    fields = {"file": upload(text), "made_by": "machine", "held_on": "2026-03-04", **fields}
    return client.post(url("import", interview), fields)


def cast(interview, **fields):
    """The answers as the preview page suggests them."""
    draft = interview.__class__.objects.get(pk=interview.pk).transcript_draft
    return {"draft": draft.pk, "role_0": "team", "label_0": "BE", "role_1": "participant", "label_1": "", **fields}


def rows():
    return [model.objects.count() for model in (Interview, Transcript, TranscriptDraft, Note)]


def test_it_works(as_bob, interview):
    answer = send(as_bob, interview)
    assert answer.status_code == 302
    assert answer.url == url("import_look", interview)
    page = as_bob.get(answer.url).content.decode()
    assert "4 turns" in page
    assert "Mara Invented" in page
    answer = as_bob.post(url("import_look", interview), cast(interview))
    assert answer.url == reverse("analysis:transcript", args=[interview.study_id, interview.pk])
    turns = list(interview.notes.turns().select_related("speaker"))
    code = interview.participant.code
    assert {turn.kind for turn in turns} == {Kind.TURN}
    assert [(turn.position, turn.speaker.label) for turn in turns] == [(0, "BE"), (1, code), (2, "BE"), (3, code)]
    assert (turns[1].offset_ms, turns[1].end_ms) == (5000, 12500)
    assert "\U0001f34b" in turns[1].text
    assert turns[1].is_said
    assert not turns[0].is_said


def test_names_of_the_file_are_not_kept(as_bob, interview):
    send(as_bob, interview)
    as_bob.post(url("import_look", interview), cast(interview))
    page = as_bob.get(reverse("analysis:transcript", args=[interview.study_id, interview.pk])).content.decode()
    assert "Invented" not in page
    assert Transcript.objects.get().filename == f"{interview.participant.code}.vtt"
    assert TranscriptDraft.objects.count() == 0


def test_the_interview_counts_as_held_on_its_day(as_bob, interview):
    send(as_bob, interview, held_on="2026-03-02")
    as_bob.post(url("import_look", interview), cast(interview))
    interview.refresh_from_db()
    interview.participant.refresh_from_db()
    assert interview.state == InterviewState.DONE
    assert timezone.localtime(interview.started_at).date() == date(2026, 3, 2)
    assert (interview.ended_at - interview.started_at).total_seconds() == 20
    assert interview.participant.stage == Stage.INTERVIEWED
    kinds = set(interview.study.events.values_list("kind", flat=True))
    assert {"transcript", "interview_finished"} <= kinds


def test_an_interview_held_here_keeps_its_own_times(as_bob, study):
    interview = make_interview(study=study)
    started = interview.started_at
    send(as_bob, interview)
    as_bob.post(url("import_look", interview), cast(interview))
    interview.refresh_from_db()
    assert interview.started_at == started


@pytest.mark.parametrize("state", [InterviewState.LIVE, InterviewState.CANCELLED])
def test_a_call_under_way_or_cancelled_takes_no_file(as_bob, study, bob, state):
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    interview.start(bob) if state == InterviewState.LIVE else interview.cancel(bob)
    answer = send(as_bob, interview)
    assert answer.status_code == 422
    assert TranscriptDraft.objects.count() == 0


def test_a_broken_file_names_its_line_and_leaves_nothing_behind(as_bob, interview):
    before = rows()
    answer = send(as_bob, interview, BROKEN)
    assert answer.status_code == 422
    assert "Line 3" in answer.content.decode()
    assert rows() == before


def test_a_broken_file_without_an_interview_opens_none(as_bob, study):
    participant = make_participant(study=study)
    answer = as_bob.post(
        reverse("interviews:import_new", args=[study.pk]),
        {"participant": participant.pk, "file": upload(BROKEN), "made_by": "hand", "held_on": "2026-03-04"},
    )
    assert answer.status_code == 422
    assert rows() == [0, 0, 0, 0]


def test_starting_from_the_file_opens_the_interview(as_bob, study):
    participant = make_participant(study=study)
    address = reverse("interviews:import_new", args=[study.pk])
    assert participant.code in as_bob.get(address).content.decode()
    as_bob.post(
        address, {"participant": participant.pk, "file": upload(), "made_by": "machine", "held_on": "2026-03-04"}
    )
    interview = participant.interviews.get()
    assert interview.is_planned
    as_bob.post(url("import_look", interview), cast(interview))
    interview.refresh_from_db()
    assert interview.is_done
    assert interview.notes.turns().count() == 4


def test_dropping_a_file_that_opened_its_interview_takes_it_along(as_bob, study):
    participant = make_participant(study=study)
    address = reverse("interviews:import_new", args=[study.pk])
    as_bob.post(
        address, {"participant": participant.pk, "file": upload(), "made_by": "machine", "held_on": "2026-03-04"}
    )
    interview = participant.interviews.get()
    as_bob.post(url("import_drop", interview), {"draft": interview.transcript_draft.pk})
    assert rows() == [0, 0, 0, 0]


def test_dropping_a_file_leaves_a_planned_interview(as_bob, interview):
    send(as_bob, interview)
    as_bob.post(url("import_drop", interview), cast(interview))
    assert rows() == [1, 0, 0, 0]


def test_a_newer_file_takes_the_place_of_one_that_waits(as_bob, as_alice, interview):
    send(as_bob, interview)
    old = cast(interview)
    send(as_alice, interview, VTT.replace("lemons", "limes"))
    assert TranscriptDraft.objects.count() == 1
    answer = as_bob.post(url("import_look", interview), old)
    assert answer.url == url("import", interview)
    assert Transcript.objects.count() == 0


def test_saving_twice_is_saving_once(as_bob, interview):
    send(as_bob, interview)
    answers = cast(interview)
    as_bob.post(url("import_look", interview), answers)
    again = as_bob.post(url("import_look", interview), answers)
    assert again.url == reverse("analysis:transcript", args=[interview.study_id, interview.pk])
    assert rows() == [1, 1, 0, 4]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_save_at_once_save_once(interview, bob, alice):
    read = read_transcript("a.vtt", VTT.encode())
    draft = keep_draft(interview, read, FileFacts("a.vtt", timezone.now(), True), bob)
    parts = {"Mara Invented": Part(SpeakerRole.TEAM, "BE"), "Jo Invented": Part(SpeakerRole.PARTICIPANT)}
    together, saved, wrong = threading.Barrier(2), [], []

    def save(person):
        try:
            mine = TranscriptDraft.objects.get(pk=draft.pk)
            together.wait()
            saved.append(save_transcript(mine, parts, person).pk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[person]) for person in (bob, alice)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set(saved)) == 1
    assert rows() == [1, 1, 0, 4]


def test_a_second_transcript_is_refused_while_the_first_stands(as_bob, interview):
    send(as_bob, interview)
    as_bob.post(url("import_look", interview), cast(interview))
    assert "There is a transcript already" in as_bob.get(url("import", interview)).content.decode()
    answer = send(as_bob, interview)
    assert answer.status_code == 422
    assert "There is a transcript already" in answer.content.decode()
    assert rows() == [1, 1, 0, 4]


def test_without_consent_to_notes_no_file_is_read(as_bob, study):
    participant = make_participant(study=study, agrees=["quotes"])
    answer = as_bob.post(
        reverse("interviews:import_new", args=[study.pk]),
        {"participant": participant.pk, "file": upload(), "made_by": "hand", "held_on": "2026-03-04"},
    )
    assert answer.status_code == 422
    assert f"{participant.code} said no to written notes" in answer.content.decode()
    assert rows() == [0, 0, 0, 0]


@pytest.mark.parametrize(("made_by", "status"), [("machine", 422), ("hand", 302)])
def test_a_machines_transcript_needs_a_yes_to_that(as_bob, study, made_by, status):
    participant = make_participant(study=study, agrees=["notes", "quotes"])
    interview = make_interview(study=study, participant=participant)
    answer = send(as_bob, interview, made_by=made_by)
    assert answer.status_code == status
    assert TranscriptDraft.objects.count() == (status == 302)


def test_the_domain_refuses_too(interview, bob):
    """The gate isn't only in the page: consent taken back while a file waits holds the save back."""
    read = read_transcript("a.vtt", VTT.encode())
    draft = keep_draft(interview, read, FileFacts("a.vtt", timezone.now(), True), bob)
    from interviews.models import ConsentRecord

    ConsentRecord.capture(interview.participant, {"transcription": False}, "spoken", bob)
    with pytest.raises(Refused, match="said no to machine transcription"):
        save_transcript(draft, {}, bob)
    assert rows() == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"role_1": "other", "label_1": "Guest"}, "Say which speaker is the participant"),
        ({"label_0": ""}, "Give a label"),
        ({"role_0": "boss"}, "role_0"),
    ],
)
def test_answers_that_need_another_look(as_bob, interview, answers, why):
    send(as_bob, interview)
    page = as_bob.post(url("import_look", interview), cast(interview, **answers))
    assert page.status_code == 422
    assert why in page.content.decode()
    assert rows() == [1, 0, 1, 0]


def test_two_names_of_one_person_are_one_speaker(as_bob, interview):
    send(as_bob, interview, VTT.replace("<v Jo Invented>The", "<v Speaker 2>The"))
    as_bob.post(url("import_look", interview), cast(interview, role_2="participant", label_2=""))
    assert [speaker.label for speaker in Transcript.objects.get().speakers.order_by("pk")] == [
        "BE",
        interview.participant.code,
    ]


def test_a_day_to_come_is_no_day_it_was_held(as_bob, interview):
    answer = send(as_bob, interview, held_on="2999-01-01")
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_a_file_that_is_too_large(as_bob, interview, settings):
    settings.TRANSCRIPT_MAX_BYTES = 100
    answer = send(as_bob, interview)
    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


def test_viewers_and_strangers_bring_nothing_in(as_vera, as_charlie, interview):
    assert send(as_vera, interview).status_code == 403
    assert send(as_charlie, interview).status_code == 404
    assert rows() == [1, 0, 0, 0]


def test_the_one_who_speaks_most_is_the_participant_and_the_one_who_asks_is_ours():
    turns = [
        DraftTurn("Otto", "Where? When? How?", None, None),
        DraftTurn("", "I went there by bus and nobody asked me.", None, None),
        DraftTurn("Guest", "Indeed.", None, None),
    ]
    assert [(voice.name, voice.role, voice.turns) for voice in voices(turns)] == [
        ("Otto", "team", 1), ("", "participant", 1), ("Guest", "other", 1),
    ]  # fmt: skip
    assert voices([]) == []


def test_the_first_sentence():
    assert first_sentence("It was late. We went home.") == "It was late."
    assert first_sentence("No full stop here\nnext line") == "No full stop here"
    assert len(first_sentence("word " * 100)) <= 160
