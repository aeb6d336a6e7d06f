"""Gradebook files against an oracle of the LMSs' rules, and what is worth which grade."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.domain.gradebook import Attempt, Line, Rule, Student, line_of
from core.export.gradebook import GENERIC, canvas, generic, moodle, title_of
from core.export.gradefill import UnfitFileError, fill
from tests.core.lms import (
    accepts_canvas,
    canvas_assignments,
    read_canvas,
    read_moodle,
    rows_of,
)

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TITLE = 'First interviews, "part" one'
BOTH = frozenset({"a", "b"})
VALID = (
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Work (17)"],
    ["Student", "ID", "SIS Login ID", "Section", "Work"],
    ["LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Section"],
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section", "W"],
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section", "W"],
)
BAD = (
    ["Name", "ID", "SIS Login ID", "Section", "Work"],
    ["Student", "ID", "SIS Login ID", "Work"],
    ["Student", "ID", "SIS User ID", "Section", "Work"],
    ["Student", "SIS Login ID", "Section", "Work"],
)


def attempt(client: str, number: int, percent: str | None, *, late: bool = False) -> Attempt:
    score = None if percent is None else Decimal(percent)
    return Attempt(f"{client}{number}", client, client.upper(), number, AT, late, score, AT)


def student(name: str, sis: str = "", login: str = "", email: str = "") -> Student:
    return Student(name, f"U{name}", name, email, login, sis)


def line(who: Student, *attempts: Attempt) -> Line:
    return line_of(who, attempts, frozenset({"a"}), Rule.BEST)


CLASS = (
    line(student("Maria Santos", "S1", "msantos", "m@x.edu"), attempt("a", 1, "77.5")),
    line(student("12345", login="999"), attempt("a", 1, "100", late=True)),
    line(student("=cmd()", email="e@x.edu")),
)


@pytest.mark.parametrize("header", VALID)
def test_the_oracle_takes_the_headers_that_canvas_takes(header: list[str]) -> None:
    assert accepts_canvas(header)


@pytest.mark.parametrize("header", BAD)
def test_the_oracle_refuses_the_headers_that_canvas_refuses(header: list[str]) -> None:
    assert not accepts_canvas(header)


def test_canvas_takes_our_file_and_finds_nobody_by_a_number_of_ours() -> None:
    found = read_canvas(canvas(TITLE, "SW 510", CLASS))
    assert [one.canvas_id for one in found] == [0, 0, 0]
    assert [one.grade for one in found] == ["77.5", "100", ""]
    assert (found[0].name, found[0].sis, found[0].login) == ("Santos, Maria", "S1", "msantos")


def test_our_canvas_file_has_the_row_of_points_exactly() -> None:
    rows = rows_of(canvas(TITLE, "SW 510", CLASS))
    assert rows[1] == ["    Points Possible", "", "", "", "", "100"]
    assert rows[0][-1] == TITLE


@pytest.mark.parametrize("title", ["Work (2)", "Work (17) ", "(3)"])
def test_digits_in_a_title_name_no_assignment_of_canvas(title: str) -> None:
    header = rows_of(canvas(title, "x", CLASS))[0]
    assert canvas_assignments(header) == [(title_of(title), "")]


def test_moodle_takes_our_file() -> None:
    assert read_moodle(moodle(TITLE, "", CLASS), 100) == [
        ("m@x.edu", 77.5),
        ("", 100.0),
        ("e@x.edu", None),
    ]


def test_files_for_an_lms_are_exact_and_files_for_people_are_guarded() -> None:
    assert rows_of(canvas(TITLE, "", CLASS))[4][0] == "=cmd()"
    assert rows_of(generic(TITLE, "", CLASS))[3][2] == "'=cmd()"


def test_the_neutral_file_has_one_row_an_attempt() -> None:
    two = line(CLASS[0].student, attempt("a", 1, "60"), attempt("a", 2, "80"))
    header, first, second = rows_of(generic(TITLE, "", [two]))
    assert tuple(header) == GENERIC
    assert (first[6], first[7], first[-1]) == ("1", "60", "no")
    assert (second[6], second[10], second[-1]) == ("2", "2026-11-20T09:00:00+00:00", "yes")


@pytest.mark.parametrize(
    ("rule", "grade"), [(Rule.BEST, "85.00"), (Rule.LAST, "75.00")], ids=["best", "last"]
)
def test_the_rule_says_which_attempt_counts(rule: Rule, grade: str) -> None:
    taken = [attempt("a", 1, "90"), attempt("a", 2, "70"), attempt("b", 1, "80")]
    assert line_of(CLASS[0].student, taken, BOTH, rule).grade == Decimal(grade)


@pytest.mark.parametrize(
    "taken",
    [(), (attempt("a", 1, "90"),), (attempt("a", 1, "90"), attempt("b", 1, None))],
    ids=["none", "one client", "one unscored"],
)
def test_there_is_no_grade_until_every_client_has_a_released_score(
    taken: tuple[Attempt, ...],
) -> None:
    assert line_of(CLASS[0].student, taken, BOTH, Rule.BEST).grade is None


def test_an_attempt_without_a_score_does_not_replace_one_with() -> None:
    taken = [attempt("a", 1, "90"), attempt("a", 2, None)]
    found = line_of(CLASS[0].student, taken, frozenset({"a"}), Rule.LAST)
    assert (found.grade, found.counting) == (Decimal("90.00"), {"a1"})


DOWNLOADED = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Essay (5),Work (17),Current Score\r\n"
    "    Points Possible,,,,,10,100,(read only)\r\n"
    '"Santos, M.",31,S1,other,SW,9,EX,88\r\n'
    '"Somebody, Else",32,S9,else,SW,8,,77\r\n'
    '"Student, Test",33,,,SW,,,\r\n'
)


def test_filling_a_download_changes_our_column_of_known_people_alone() -> None:
    filled = fill(DOWNLOADED.encode(), "Work", CLASS)
    before, after = rows_of(DOWNLOADED.encode()), rows_of(filled.content)
    changed = [
        (row, column)
        for row, cells in enumerate(before)
        for column, cell in enumerate(cells)
        if after[row][column] != cell
    ]
    assert changed == [(2, 6)]
    assert (after[2][6], filled.written, filled.strangers) == ("77.5", 1, ("Somebody, Else",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_download_is_read_however_it_was_saved(encoding: str, delimiter: str) -> None:
    header = ["First name", "Last name", "ID number", "Email address", "Work"]
    row = ["José", "Müller", "", "m@x.edu", ""]
    text = "\r\n".join(delimiter.join(cells) for cells in (header, row))
    assert fill(text.encode(encoding), "Work", CLASS).written == 1


def test_moodles_worksheet_is_filled_by_its_own_column() -> None:
    text = (
        "Identifier,Full name,Email address,Grade,Last modified (grade)\r\n"
        "Participant 7,Maria Santos,,,-\r\n"
    )
    assert rows_of(fill(text.encode(), "Anything", CLASS).content)[1][3] == "77.5"


def test_two_people_of_one_name_are_not_told_apart_by_it() -> None:
    twins = tuple(line(student("Ana Lopez", f"S{n}"), attempt("a", 1, "50")) for n in range(2))
    text = "Student,ID,SIS User ID,SIS Login ID,Section,Work\r\nAna Lopez,1,,,SW,\r\n"
    assert fill(text.encode(), "Work", twins).strangers == ("Ana Lopez",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"a,b\r\n1,2\r\n",
        b"Student,ID,SIS Login ID,Section,Other\r\nx,1,y,z,\r\n",
        b"Student,ID,SIS Login ID,Section,Work (1),Work (2)\r\nx,1,y,z,,\r\n",
        b"Student,ID,SIS Login ID,Section,Work\r\n" * 6_000,
        b'Student,ID,SIS Login ID,Section,Work\r\n"' + b"x" * 200_000,
    ],
    ids=["empty", "broken", "foreign", "no column", "two columns", "many rows", "one cell"],
)
def test_what_cannot_be_filled_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitFileError):
        fill(content, "Work", CLASS)
