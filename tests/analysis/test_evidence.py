from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.evidence.ledgers import heard, ledgers, strip_of
from analysis.evidence.tally import Bar, Stand
from interviews.models import AssumptionSignal, ConsentRecord, Debrief, Purpose
from tests.factories import make_assumption, make_interview, make_participant, make_persona, make_quote


def note_signal(interview, assumption, signal, author):
    debrief, _ = Debrief.objects.get_or_create(interview=interview, author=author)
    AssumptionSignal.objects.create(debrief=debrief, assumption=assumption, signal=signal)


def take_back(participant, purpose=Purpose.QUOTES):
    ConsentRecord.capture(participant, {purpose: False}, "spoken", participant.study.owner)


def test_quotes_and_debriefs_make_one_ledger(study, alice):
    assumption = make_assumption(study=study, bar_k=2, bar_n=4)
    speaks, noted, silent = (make_interview(study=study) for _ in range(3))
    make_quote(study=study, interview=speaks).weigh(assumption, "for", alice)
    note_signal(speaks, assumption, "against", alice)
    note_signal(noted, assumption, "against", alice)
    ledger = ledgers(study)[assumption.pk]
    assert ledger.people == {
        speaks.participant_id: Stand.FOR,
        noted.participant_id: Stand.AGAINST,
        silent.participant_id: Stand.SILENT,
    }
    assert ledger.bar == Bar(2, 4)


def test_words_of_people_who_took_back_their_yes_do_not_count(study, alice):
    assumption = make_assumption(study=study)
    quote = make_quote(study=study)
    quote.weigh(assumption, "for", alice)
    take_back(quote.participant)
    assert ledgers(study)[assumption.pk].people == {quote.participant_id: Stand.SILENT}


def test_an_assumption_about_a_persona_counts_its_people(study, alice):
    owner, manager = make_persona(study=study, name="Owner"), make_persona(study=study, name="Manager")
    mine, other = (make_participant(study=study, persona=persona) for persona in (owner, manager))
    assumption = make_assumption(study=study, persona=owner)
    for person in (mine, other):
        interview = make_interview(study=study, participant=person)
        make_quote(study=study, interview=interview).weigh(assumption, "for", alice)
    ledger = ledgers(study)[assumption.pk]
    assert ledger.people == {mine.pk: Stand.FOR}
    assert ledger.outside == {other.pk: Stand.FOR}


def test_another_study_stays_out(study, charlie):
    from tests.factories import make_study

    theirs = make_study(workspace=charlie.memberships.get().workspace)
    assumption = make_assumption(study=theirs)
    make_quote(study=theirs).weigh(assumption, "for", charlie)
    make_assumption(study=study)
    assert all(not ledger.people for ledger in ledgers(study).values())


def test_people_stand_persona_by_persona(study):
    second, first = make_persona(study=study, name="B"), make_persona(study=study, name="A")
    codes = [(first, 1), (None, 2), (second, 3), (first, 4)]
    for persona, _ in codes:
        make_interview(study=study, participant=make_participant(study=study, persona=persona))
    make_participant(study=study, persona=first)  # not heard yet
    people = heard(study)
    assert [person.code for person in people] == ["P03", "P01", "P04", "P02"]
    assert strip_of(people, [people[0].pk, people[2].pk]) == [[True], [False, True], [False]]


def count_queries(study):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ledgers(study)
    return len(queries)


def test_the_number_of_queries_does_not_grow(study, alice):
    assumption = make_assumption(study=study)

    def more(count):
        for _ in range(count):
            make_assumption(study=study)
            make_quote(study=study).weigh(assumption, "for", alice)

    more(10)
    before = count_queries(study)
    more(10)
    assert count_queries(study) == before
