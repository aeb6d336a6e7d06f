"""OneRoster's ZIP: the two files of it that say who is in a class, read in memory alone."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from core.errors import Refusal, RefusalError
from core.language import _

MARK = b"PK"
USERS, ENROLMENTS = "users.csv", "enrollments.csv"
MOST_FILES = 100
MOST_BYTES = 8_000_000
PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 1
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, ValueError, OSError),
)


def open_package(content: bytes) -> tuple[bytes, bytes | None]:
    """`users.csv` and, where there is one, `enrollments.csv`; RefusalError for any other ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found = wanted(package)
            users = found.get(USERS)
            if users is None:
                raise bad(_("it is a workbook or a ZIP without users.csv; save the sheet as CSV"))
            enrolments = found.get(ENROLMENTS)
            return part(package, users), None if enrolments is None else part(package, enrolments)
    except BROKEN as error:
        raise bad(_("the ZIP is damaged")) from error


def bad(why: str) -> RefusalError:
    """A package that cannot be used at all."""
    return RefusalError(Refusal.BAD_FILE, why=why)


def wanted(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of interest by their names, in whatever folder; each may be there once."""
    members = package.infolist()
    if len(members) > MOST_FILES:
        raise bad(_("the ZIP holds more than {most} files").format(most=MOST_FILES))
    found: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.orig_filename:
            raise bad(_("a path in the ZIP leads out of it"))
        name = path.name.casefold()
        if name in found:
            raise bad(_("the ZIP holds {name} twice").format(name=name))
        if name in {USERS, ENROLMENTS} and not member.is_dir():
            found[name] = member
    return found


def part(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One file, never more of it than a class list can have, whatever the ZIP says of its size."""
    if member.flag_bits & ENCRYPTED or member.compress_type not in PLAIN:
        raise bad(_("the ZIP is protected or packed in an unusual way"))
    with package.open(member) as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise bad(_("a file in the ZIP is too large"))
    return content
