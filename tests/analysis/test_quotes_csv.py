import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.csv_cells import BYTE_ORDER_MARK, harmless, original, table
from analysis.exporters.naming import file_name
from analysis.exporters.quotes_csv import HEADER
from analysis.models import Side
from interviews.models import ConsentRecord, Purpose
from tests.factories import (
    make_assumption,
    make_contact,
    make_insight,
    make_interview,
    make_participant,
    make_persona,
    make_quote,
    make_theme,
)

CANARY = "Ludmilla Kanarienvogel"
RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u00a0=1",
    "'=1",
    "''-1",
]


def download(client, study):
    return client.post(reverse("analysis:quotes_csv", args=[study.pk]))


def read(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


@pytest.mark.parametrize("cell", RISKY)
def test_a_cell_that_starts_like_a_formula_is_neutralised(cell):
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Words", "a=1", "'cause it was late", "1-2", "“=1”"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == original(cell) == cell


@given(st.text() | st.sampled_from(RISKY) | st.text(alphabet="'=+-@ \t\r\n＝a;,\""))
def test_the_round_trip_loses_nothing(cell):
    rows = list(csv.reader(io.StringIO("".join(table([[cell, "x"]])).removeprefix(BYTE_ORDER_MARK), newline="")))
    assert [original(found) for found in rows[0]] == [cell, "x"]
    first = rows[0][0].lstrip()[:1]
    assert (first not in set("=+-@＝＋－＠") and rows[0][0][:1] not in set("\t\r\n")) or not first


def test_it_works(study, as_bob, bob):
    persona = make_persona(study=study, name="Kitchen manager")
    interview = make_interview(study=study, participant=make_participant(study=study, persona=persona))
    quote = make_quote(study=study, interview=interview, text='=2+2 said\nhe, "loudly"; twice')
    make_theme(study=study, name="Numbers").tag(quote, bob)
    make_theme(study=study, name="-Minus").tag(quote, bob)
    make_insight(study=study).cite(quote, Side.AGAINST, bob)
    quote.weigh(make_assumption(study=study), "mixed", bob)
    response = download(as_bob, study)
    text = response.content.decode()
    assert text.startswith(BYTE_ORDER_MARK)
    row = {key: original(value) for key, value in read(text)[0].items()}
    assert tuple(row) == HEADER
    assert row["words"] == '=2+2 said\nhe, "loudly"; twice'
    assert (row["participant"], row["persona"], row["themes"]) == ("P01", "Kitchen manager", "Numbers; -Minus")
    assert (row["insights_for"], row["insights_against"], row["assumptions_mixed"]) == ("", "I1", "A1")
    assert row["interview_date"] == f"{timezone.now():%Y-%m-%d}"
    assert row["time"].count(":") == 2


def test_only_words_of_people_who_allow_it(study, as_bob, bob):
    quote = make_quote(study=study, text="Words taken back")
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", bob)
    assert read(download(as_bob, study).content.decode()) == []


def test_no_name_is_in_it(study, as_alice):
    contact = make_contact(workspace=study.workspace, name=CANARY)
    make_quote(
        study=study, interview=make_interview(study=study, participant=make_participant(study=study, contact=contact))
    )
    text = download(as_alice, study).content.decode()
    assert CANARY not in text and contact.email not in text


def test_it_is_a_file_with_a_safe_name(study, as_bob):
    study.title = "../../etc/passwd\r\nX-Evil: 1 “Überall”; =cmd"
    study.save()
    response = download(as_bob, study)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    day = timezone.localdate()
    assert response["Content-Disposition"] == (
        f'attachment; filename="etcpasswd-x-evil-1-uberall-cmd-quotes-{day:%Y-%m-%d}.csv"'
    )
    assert "X-Evil" not in response


@pytest.mark.parametrize("title", ["", "“”", "漢字", "a" * 300, "COM1"])
def test_every_title_gives_a_name(title):
    name = file_name(title, "quotes", timezone.localdate(), "csv")
    assert name.isascii() and 15 < len(name) < 90 and name[0].isalnum()


def test_others_export_nothing(study, as_vera, as_charlie):
    assert download(as_vera, study).status_code == 403
    assert download(as_charlie, study).status_code == 404
    assert not study.events.filter(kind="exported_csv").exists()


def test_it_is_in_the_history(study, as_bob, bob):
    download(as_bob, study)
    assert study.events.filter(kind="exported_csv", actor=bob).exists()


def test_the_number_of_queries_does_not_grow(study, as_bob, bob):
    def count():
        with CaptureQueriesContext(connection) as queries:
            download(as_bob, study)
        return len(queries)

    def more():
        for _ in range(10):
            quote = make_quote(study=study, theme=make_theme(study=study))
            make_insight(study=study).cite(quote, Side.FOR, bob)
            quote.weigh(make_assumption(study=study), "for", bob)

    more()
    count()
    before = count()
    more()
    assert count() == before
