"""Any table of people, from its bytes to contacts; and what is wrong with it, by line and column."""

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.csv_cells import table as written
from interviews.contact_table import (
    Attribute,
    TableRefused,
    cells_of,
    check,
    guess_columns,
    header_of,
    read_table,
)
from interviews.contact_table.reading import MAX_COLUMNS, MAX_ROWS
from interviews.contact_table.values import BadCell, a_number, a_text, a_yes, number_cell

PEOPLE = [["Name", "E-mail", "Company"], ["Ada Zett", "ada@example.org", "Zett & Söhne"], ["Bo Ypsil", "", "Y, Inc"]]
PLAN = Attribute("attribute:1", "Plan", "choice", ("Small", "Large"))
SEATS = Attribute("attribute:2", "Seats", "number")
OWN = {row.target: row for row in (PLAN, SEATS)}


def is_address(text):
    return "@" in text and "." in text.partition("@")[2]


def encoded(rows, separator=",", encoding="utf-8", ends="\r\n", before=""):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ends).writerows(rows)
    return (before + out.getvalue()).encode(encoding)


def checked(text, columns=None, left_out=()):
    found = read_table(text.encode() if isinstance(text, str) else text)
    names = header_of(found.rows[0][1], max(len(cells) for _, cells in found.rows), found.has_header)
    targets = columns or guess_columns(
        names, [cells for _, cells in found.rows], {row.name: row.target for row in OWN.values()}
    )
    body = found.rows[1:] if found.has_header else found.rows
    return check(body, targets, OWN, is_address, left_out)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_separators_encodings_and_line_ends(separator, encoding, ends):
    assert [cells for _, cells in read_table(encoded(PEOPLE, separator, encoding, ends)).rows] == [
        *PEOPLE[:2],
        PEOPLE[2],
    ]


def test_the_separator_that_a_spreadsheet_names():
    found = read_table(encoded(PEOPLE, ";", before="sep=;\r\n"))
    assert found.rows[0] == (2, PEOPLE[0]) and found.rows[1][0] == 3


def test_quoted_cells_hold_separators_quotes_and_line_ends():
    found = read_table(b'name,company\n"Zett, Ada","The ""Zett""\nhouse"\nBo,Y\n')
    assert found.rows[1:] == [(2, ["Zett, Ada", 'The "Zett" house']), (4, ["Bo", "Y"])]


def test_one_column_is_a_table():
    assert [row.fields["name"] for row in checked("name\nAda\nBo\n").rows] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n , ,\n", "empty"),
        (b"name,email\n", "no row below"),
        (b'name\n"Ada\nBo\n', "From line 2 on"),
        (b'name\n"Ada"x\n', "From line 2 on"),
        (b"PK\x03\x04\x14\x00", "spreadsheet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "address cards"),
        (b"name\n" + bytes(range(1, 9)) * 40, "can\u2019t be read as a table"),
        (b"name\n\x00\x01Ada", "zero byte"),
        (b"name\n" + b"x" * 3000 + b"\n", "Line 2, column 1: this cell has 3,000 characters"),
        (b",".join([b"x"] * (MAX_COLUMNS + 1)) + b"\n1\n", "columns"),
        (b"name\n" + b"A\n" * (MAX_ROWS + 1), "more than 20,000 rows"),
        (b"x" * (5 * 2**20 + 1), "larger than 5 MB"),
        (b"name\n" + b"x" * 200_000 + b"\n", "From line 2 on"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(data, says):
    with pytest.raises(TableRefused, match=says):
        read_table(data)


def test_doubled_missing_and_blank_headers_are_told_apart():
    names = header_of(["Name", " ", "name", ""], 5, True)
    assert names == ["Name", " ", "name (column 3)", "Column 4", "Column 5"] or names[2:] == [
        "name (column 3)", "Column 4", "Column 5",
    ]  # fmt: skip
    found = read_table(b"Name,,Name,E-Mail\nAda,x,Adi,ada@example.org\n")
    names = header_of(found.rows[0][1], 4, True)
    assert names == ["Name", "Column 2", "Name (column 3)", "E-Mail"]
    assert guess_columns(names, [], {}) == ["name", "", "", "email"]


def test_without_a_header_cells_say_what_they_are():
    found = read_table(b"Ada,ada@example.org\nBo,bo@example.org\n")
    assert not found.has_header
    assert checked("Ada;ada@example.org\nBo;bo@example.org\n").rows[0].fields == {
        "name": "Ada",
        "email": "ada@example.org",
    }


@pytest.mark.parametrize(
    "header, field",
    [("E-Mail_Address", "email"), ("ORGANISATION", "company"), ("Job Title", "job"), ("Nachname", "last_name"),
     ("plan", "attribute:1"), ("unsubscribed", "do_not_contact"), ("Shoe size", "")],
)  # fmt: skip
def test_usual_names_of_columns(header, field):
    assert guess_columns(["x name", header], [], {"Plan": "attribute:1"})[1] == field


def test_first_and_last_name_are_put_together():
    plan = checked("First Name,Last Name\nAda,Zett\n,Ypsil\n")
    assert [row.fields["name"] for row in plan.rows] == ["Ada Zett", "Ypsil"]


def problems(text, **more):
    return [(problem.line, problem.column, problem.message) for problem in checked(text, **more).problems]


@pytest.mark.parametrize(
    "row, column, says",
    [
        (",a@example.org,,", 0, "no name"),
        ("Ada,nobody,,", 1, "no e-mail address"),
        ("Ada,,Medium,", 2, "Write one of: Small, Large"),
        ("Ada,,,many", 3, "no number"),
        ("Ada,,,1.234", 3, "two ways"),
        ("=1+1,,,", 0, "is a formula"),
        ("\"=cmd|' /C calc'!A0\",,,", 0, "is a formula"),
        ("@SUM(1),,,", 0, "is a formula"),
        ("\t=HYPERLINK(),,,", 0, "is a formula"),
        ("＝1,,,", 0, "is a formula"),
        ("#REF!,,,", 0, "spreadsheet’s error"),
        ("A" * 161 + ",,,", 0, "161 letters"),
        ("Ada,,,,too many", None, "5 cells"),
    ],
)
def test_a_wrong_cell_is_told_by_line_and_column(row, column, says):
    width = 5 if column is None else None
    columns = ["name", "email", "attribute:1", "attribute:2"]
    found = checked(f"Name,E-mail,Plan,Seats\nGood,good@example.org,small,3\n{row}\n", columns=columns)
    assert [problem.line for problem in found.problems] == [3] and found.problems[0].column == column
    assert says in found.problems[0].message and width in {None, 5}
    assert [row.attributes for row in found.rows] == [{"attribute:1": "Small", "attribute:2": 3}]


def test_an_address_twice_in_the_file_is_told_where_it_was_first():
    text = "name,email\nAda,A@example.org\nBo,b@example.org\nAdi,a@Example.org\n"
    assert problems(text) == [(4, 1, "Line 2 has this address already.")]
    assert problems(text, left_out=[2]) == []


def test_columns_that_clash_are_told_before_any_row():
    assert checked("a,b\nx,y\n", columns=["email", ""]).wrong_columns == [
        "No column holds the name. Choose the one that does."
    ]
    assert (
        "2 columns go to “Company”"
        in checked("a,b,c\nx,y,z\n", columns=["name", "company", "company"]).wrong_columns[0]
    )


@pytest.mark.parametrize(
    "cell, number",
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("3,5", 3.5),
        ("1 234", 1234),
        ("1’234", 1234),
        ("0.500", 0.5),
        ("'-5", -5),
        ("007", 7),
        ("", ""),
    ],
)
def test_numbers(cell, number):
    assert a_number(cell) == number


@pytest.mark.parametrize("cell", ["NaN", "inf", "1e9", "1,234.5.6", "9" * 16, "NULL", "٣x", "1,234", "12.345"])
def test_no_numbers(cell):
    with pytest.raises(BadCell):
        a_number(cell)


@given(st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e6, 1e6).map(lambda n: round(n, 3))))
def test_a_number_that_was_written_is_read_again(number):
    assert a_number(number_cell(number)) == number


def test_yes_and_no():
    assert [a_yes(word) for word in ("Yes", "x", "0", "", "Nein")] == [True, True, False, False, False]
    with pytest.raises(BadCell):
        a_yes("perhaps")


ONE_LINE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30).map(
    lambda text: " ".join(text.split())
)


@given(st.lists(ONE_LINE, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_what_we_export_is_read_as_it_was(cells):
    """Formulas included: an export's guard comes off again."""
    from interviews.importers.tidy import CONTROLS, INVISIBLE, nfc

    cells = [" ".join(nfc(CONTROLS.sub("", INVISIBLE.sub("", cell))).split()) for cell in cells]
    if any("#" in cell for cell in cells):
        return
    text = "".join(written([[f"h{n}" for n in range(len(cells))], cells, ["last"]]))
    row = next((row for line, row in read_table(text.encode()).rows if line == 2), [])
    row = row + [""] * (len(cells) - len(row)) if any(cells) else cells
    if any(cells):
        assert [a_text(cell, 200) for cell in row] == cells


def test_a_row_a_person_mends_by_hand():
    assert cells_of('Ada | "a | b" | c', "|")[0] == "Ada"
    assert cells_of('"never closed', "|") == ['"never closed']


def test_thousands_of_damaged_tables_are_read_or_refused():
    """No other outcome, and no long time for any of them."""
    chance = random.Random(20)
    seeds = [
        encoded(PEOPLE, separator, encoding) for separator in ",;\t|" for encoding in ("utf-8-sig", "utf-16", "cp1252")
    ]
    outcomes = {"read": 0, "refused": 0}
    for _ in range(3000):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[at] = chance.randrange(256)
            elif kind == 1:
                data[at:at] = chance.choice([b'"', b"\n", b"\r", b",", b";", b"\x00", b"\xff", b"=", "é".encode()])
            else:
                del data[at : at + chance.randint(1, 9)]
            if not data:
                data = bytearray(b"x")
        try:
            checked(bytes(data))
            outcomes["read"] += 1
        except TableRefused as refused:
            assert str(refused).endswith(".")
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 50, outcomes
