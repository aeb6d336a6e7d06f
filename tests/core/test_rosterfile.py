"""Class lists of learning platforms are read as what they are; bad ones are named, never obeyed."""

import contextlib
import random

import pytest

from core.domain.rosterfile import MOST_ROWS, RosterEntry, read_roster
from core.domain.teaching import SectionRole
from core.errors import RefusalError

ANA = RosterEntry(2, "Ana Ruiz", "ana@x.edu", "aruiz", "77")
FAMILIES = {
    "canvas gradebook": (
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,Essay (1)\n"
            '"Ruiz, Ana",1,77,aruiz,SW 510,9\n'
            "    Points Possible,,,,,10\n"
            '"Student, Test",9,,,SW 510,\n'
        ),
        RosterEntry(2, "Ana Ruiz", "", "aruiz", "77"),
    ),
    "canvas users": (
        (
            "user_id,login_id,authentication_provider_id,password,first_name,last_name,short_name,"
            "email,status\n77,aruiz,,hunter2,Ana,Ruiz,Ana,ana@x.edu,active\n"
            "78,gone,,hunter3,Al,Gone,Al,al@x.edu,deleted\n"
        ),
        ANA,
    ),
    "canvas enrollments": (
        "course_id,user_id,role,section_id,status\nc,77,student,s,active\nc,1,teacher,s,active\n",
        RosterEntry(2, sis="77"),
    ),
    "moodle participants": (
        "First name,Last name,Email address,Groups\nAna,Ruiz,ANA@X.edu,A\n",
        RosterEntry(2, "Ana Ruiz", "ana@x.edu"),
    ),
    "moodle upload": (
        "username;firstname;lastname;email;cohort1\naruiz;Ana;Ruiz;ana@x.edu;x\n",
        RosterEntry(2, "Ana Ruiz", "ana@x.edu", "aruiz"),
    ),
    "google classroom": (
        "Last Name,First Name,Email Address,Quiz\nDate,,,\nRuiz,Ana,ana@x.edu,3\n",
        RosterEntry(3, "Ana Ruiz", "ana@x.edu"),
    ),
    "oneroster": (
        (
            "sourcedId,status,enabledUser,role,username,givenName,familyName,identifier,email,password\n"
            "77,active,true,student,aruiz,Ana,Ruiz,i,ana@x.edu,s3cret\n"
        ),
        ANA,
    ),
    "anything": ("Mail\tFull name\nana@x.edu\tAna Ruiz\n", RosterEntry(2, "Ana Ruiz", "ana@x.edu")),
}


def test_rows_that_are_about_nobody_are_left_out() -> None:
    read = read_roster(FAMILIES["google classroom"][0].encode())
    assert [one.name for one in read.entries] == ["Ana Ruiz"]


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_gives_the_person_it_speaks_of(family: str) -> None:
    text, wanted = FAMILIES[family]
    assert wanted in read_roster(text.encode()).entries


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_survive_every_usual_encoding(encoding: str) -> None:
    data = "name,email\nJürgen Müller,j@x.edu\n".encode(encoding)
    assert read_roster(data).entries[0].name == "Jürgen Müller"


@pytest.mark.parametrize("name", ["דנה לוי", "دانا", "🦊 Fox", "李 雷", "O'Brien-Ñu"])
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert read_roster(f"name\n{name}\n".encode()).entries[0].name == name


def test_marks_that_turn_the_reading_order_are_taken_out() -> None:
    assert read_roster("name\nab\u202ecd\u2066ef\n".encode()).entries[0].name == "ab cd ef"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"PK\x03\x04xlsx", b"a\x00b,c\n", b"colour,size\nred,2\n", b"\xff\xd8\xff\xe0"],
)
def test_what_is_no_class_list_is_refused_with_its_reason(data: bytes) -> None:
    with pytest.raises(RefusalError) as caught:
        read_roster(data)
    assert caught.value.values["why"]


def test_more_rows_than_a_class_can_have_are_refused() -> None:
    rows = "".join(f"s{n}@x.edu\n" for n in range(MOST_ROWS + 1))
    with pytest.raises(RefusalError):
        read_roster(f"email\n{rows}".encode())
    assert len(read_roster(f"email\n{rows[: rows.rindex('s5000')]}".encode()).entries) == MOST_ROWS


def test_bad_rows_are_named_and_good_ones_go_in() -> None:
    text = "name,email,role\nA,a@x.edu,student\nB,nonsense,\nT,t@x.edu,Teacher\nA2,a@x.edu,\n"
    read = read_roster(text.encode())
    assert [one.name for one in read.entries] == ["A"]
    assert [one.split(":")[0] for one in read.problems] == ["row 3", "row 4", "row 5"]


@pytest.mark.parametrize("role", ["ta", "Teaching Assistant", "TeacherAssistant", "aide"])
def test_a_teaching_assistant_is_one(role: str) -> None:
    read = read_roster(f"name,role\nA,{role}\n".encode())
    assert read.entries[0].role is SectionRole.TA


def test_a_password_is_nowhere_in_what_was_read() -> None:
    assert "hunter2" not in repr(read_roster(FAMILIES["canvas users"][0].encode()))


def test_a_formula_is_a_name_and_nothing_else() -> None:
    read = read_roster(b'name,email\n"=HYPERLINK(""http://evil"")",a@x.edu\n')
    assert read.entries[0].name == '=HYPERLINK("http://evil")'


def test_no_bytes_at_all_make_it_fail_otherwise() -> None:
    chance = random.Random(7)
    letters = b"name,email\n\r\t;\"'=@-+\x00\xff\xfe\xef\xbb\xbfaZ09 "
    for _ in range(3_000):
        data = bytes(chance.choice(letters) for _ in range(chance.randrange(60)))
        for content in (data, b"name,email\n" + data):
            with contextlib.suppress(RefusalError):
                assert len(read_roster(content).entries) <= MOST_ROWS
