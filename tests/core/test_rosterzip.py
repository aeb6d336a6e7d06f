"""OneRoster's ZIP is read in memory; a hostile one is refused with its reason."""

import io
import random
import struct
import tracemalloc
import zipfile

import pytest

from core.domain.rosterfile import RosterEntry, read_roster
from core.domain.teaching import SectionRole
from core.errors import RefusalError

USERS = (
    "sourcedId,status,enabledUser,role,username,givenName,familyName,email\n"
    "77,,true,student,aruiz,Ana,Ruiz,ana@x.edu\n"
    "78,,true,student,bo,Bo,Lind,bo@x.edu\n"
    "79,,true,teacher,ruth,Ruth,Adeyemi,ruth@x.edu\n"
    "80,,true,student,cy,Cy,Elsewhere,cy@x.edu\n"
)
HEADER = "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role\n"
ENROLMENTS = f"{HEADER}1,active,c,s,77,student\n2,active,c,s,78,aide\n3,,c,s,79,teacher\n"
ANA = RosterEntry(2, "Ana Ruiz", "ana@x.edu", "aruiz", "77")
BO = RosterEntry(3, "Bo Lind", "bo@x.edu", "bo", "78", SectionRole.TA)


def packed(how: int = zipfile.ZIP_DEFLATED, **files: str) -> bytes:
    """A ZIP; a name's double underscores stand for slashes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as package:
        for name, text in files.items():
            package.writestr(name.replace("__", "/") + ".csv", text)
    return made.getvalue()


def why(content: bytes) -> str:
    """The reason for which it is refused."""
    with pytest.raises(RefusalError) as caught:
        read_roster(content)
    return str(caught.value.values["why"])


@pytest.mark.parametrize("folder", ["", "export__2026__"])
def test_who_is_in_the_class_is_imported_as_what_the_class_says(folder: str) -> None:
    files = {f"{folder}users": USERS, f"{folder}enrollments": ENROLMENTS, "manifest": "a,b\n"}
    read = read_roster(packed(**files))
    assert read.entries == (ANA, BO)
    assert [one.partition(":")[0] for one in read.problems] == ["row 4"]


def test_a_line_that_is_cut_short_enrols_nobody() -> None:
    cut = f"{HEADER}1,active,c,s,77,student\n2,active,c\n"
    assert read_roster(packed(users=USERS, enrollments=cut)).entries == (ANA,)


def test_without_enrolments_everybody_is_read() -> None:
    assert [one.sis for one in read_roster(packed(users=USERS)).entries] == ["77", "78", "80"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "without users.csv"),
        ({"enrollments": ENROLMENTS}, "without users.csv"),
        (
            {"users": USERS, "enrollments": f"{HEADER}1,,c,s,77,student\n2,,d,s,78,student\n"},
            "2 cl",
        ),
        ({"users": USERS, "enrollments": "a,b\n"}, "does not say"),
        ({"users": USERS, "enrollments": ""}, "does not say"),
        ({"users": ""}, "no column"),
        ({"..__users": USERS}, "leads out"),
        ({"__users": USERS}, "leads out"),
        ({"a__..__..__users": USERS}, "leads out"),
        ({"a__users": USERS, "b__USERS": USERS}, "twice"),
        ({"users": USERS, "__MACOSX__..__etc": ""}, "leads out"),
        ({"users": USERS} | {f"f{n}": "" for n in range(100)}, "more than 100"),
    ],
)
def test_a_package_that_is_none_is_refused(files: dict[str, str], reason: str) -> None:
    assert reason in why(packed(**files))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(users="email\n" + "0" * 200_000_000)
    tracemalloc.start()
    reason = why(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large" in reason
    assert peak < 40_000_000


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_ways_of_packing_are_not_tried(how: int) -> None:
    assert "unusual" in why(packed(how, users=USERS))


def test_a_protected_file_is_refused() -> None:
    content = bytearray(packed(users=USERS))
    place = content.rindex(b"PK\x01\x02") + 8
    struct.pack_into("<H", content, place, 1)
    assert "protected" in why(bytes(content))


def test_a_size_that_lies_is_found_out() -> None:
    content = bytearray(packed(users=USERS))
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 24, 10)
    assert "damaged" in why(bytes(content))


def test_damaged_packages_are_refused_or_read_and_raise_nothing_else() -> None:
    chance = random.Random(11)
    whole = packed(users=USERS, enrollments=ENROLMENTS)
    refused = 0
    for _ in range(2_000):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            content[chance.randrange(2, len(content))] = chance.randrange(256)
        cut = bytes(content[: chance.choice((len(content), chance.randrange(2, len(content))))])
        try:
            read_roster(cut)
        except RefusalError:
            refused += 1
    assert refused > 500
