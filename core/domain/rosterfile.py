"""Class lists of learning platforms read into lines: what each is called, row by row, all inert.

Known families: Canvas gradebook and SIS, Moodle, Google Classroom, OneRoster (also its ZIP, of one
class), and any CSV whose header says which column is which. A password column is dropped before
anything else is read.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from core.domain.rosterzip import MARK, open_package
from core.domain.teaching import SectionRole
from core.errors import Refusal, RefusalError
from core.language import _

MOST_ROWS = 5_000
SNIFFED = 3
COLUMNS = {
    "email": "email|email address|e-mail|mail|e-mail address",
    "given": "first name|firstname|givenname|first_name|given name",
    "family": "last name|surname|lastname|familyname|last_name|family name",
    "name": "student|name|full name|full_name|sortable_name|display name",
    "login": "sis login id|login_id|username|login",
    "sis": "sis user id|id number|idnumber|user_id|sourcedid|usersourcedid|student id",
    "role": "role",
    "status": "status|enableduser",
}
FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names.split("|")}
EMAIL = re.compile(r"[^@\s,;<>\"']{1,64}@[^@\s,;<>\"']{1,180}\.[^@\s.,;<>\"']{2,24}")
LONGEST = {"name": 200, "email": 254, "login": 120, "sis": 120}
GONE = frozenset({"deleted", "inactive", "completed", "tobedeleted", "false", "0", "suspended"})
TEACHING = ("teacher", "instructor", "administrator", "designer", "observer", "guardian", "parent")
NOBODY = ("points possible", "student, test", "test student")
# Marks that turn the order of what follows, and everything that cannot be seen.
UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person of a class list; at least one field says who it is."""

    row: int
    name: str = ""
    email: str = ""
    login: str = ""
    sis: str = ""
    role: SectionRole = SectionRole.STUDENT

    @property
    def shown(self) -> str:
        """What a teacher recognises the line by."""
        return self.name or self.email or self.login or self.sis


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What was read: the lines, and one sentence for each row that could not be used."""

    entries: tuple[RosterEntry, ...]
    problems: tuple[str, ...]


def read_roster(content: bytes) -> RosterFile:
    """RefusalError when nothing of the file can be used; single bad rows are named instead."""
    if content.startswith(MARK):
        users, enrolments = open_package(content)
        roles = None if enrolments is None else roles_of(rows_of(text_of(enrolments)))
        return read_table(rows_of(text_of(users)), roles)
    return read_table(rows_of(text_of(content)))


def roles_of(table: list[list[str]]) -> dict[str | None, str]:
    """What everybody is in the one class of a OneRoster package, by id."""
    header = [cell.strip().casefold() for cell in table[0]] if table else []
    if not {"usersourcedid", "role"} <= set(header):
        raise bad(_("its enrollments.csv does not say who is what"))
    rows = [dict(zip_longest(header, map(clean, cells), fillvalue="")) for cells in table[1:]]
    running = [row for row in rows if row.get("status", "").casefold() not in GONE]
    count = len({row.get("classsourcedid") for row in running})
    if count > 1:
        raise bad(_("it holds {n} classes; export one of them").format(n=count))
    return {row["usersourcedid"]: row.get("role", "") for row in running}


def read_table(table: list[list[str]], roles: Mapping[str | None, str] | None = None) -> RosterFile:
    """With `roles` only who has one is read, as what it says."""
    fields = header_of(table)
    entries: list[RosterEntry] = []
    problems: list[str] = []
    seen: set[str] = set()
    by_mail = "email" in fields and not set(fields) & {"login", "sis"}
    for number, cells in enumerate(table[1:], 2):
        row = dict(joined(fields, cells))
        if roles is not None:
            role = roles.get(row.get("sis"))
            if role is None:
                continue
            row["role"] = role
        found = read_row(number, row, by_mail=by_mail)
        if isinstance(found, str):
            problems.append(found)
        elif found is not None and not is_twice(found, seen, problems):
            entries.append(found)
    return RosterFile(tuple(entries), tuple(problems))


def header_of(table: list[list[str]]) -> list[str]:
    """What each column is; RefusalError when nobody could be told by them."""
    header = [" ".join(cell.casefold().split()) for cell in table[0]] if table else []
    fields = [FIELD_OF.get(name, "") for name in header]
    if not set(fields) & {"email", "name", "login", "sis", "family"}:
        raise bad(_("its first row names no column for e-mail, name, login or id"))
    if len(table) - 1 > MOST_ROWS:
        raise bad(_("it has more than {most} rows").format(most=MOST_ROWS))
    return fields


def bad(why: str) -> RefusalError:
    """A file that cannot be used at all."""
    return RefusalError(Refusal.BAD_FILE, why=why)


def text_of(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else Windows-1252; RefusalError for what is no text."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise bad(_("it is no text"))
    return text


def rows_of(text: str) -> list[list[str]]:
    """The rows that hold something, by the delimiter that the first lines have most of."""
    first = "\n".join(text.splitlines()[:SNIFFED])
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise bad(_("its rows cannot be told apart")) from error
    return [row for row in rows if any(cell.strip() for cell in row)]


def joined(fields: list[str], cells: list[str]) -> Iterable[tuple[str, str]]:
    """The cells of a row by what they are; the first of two columns of one kind counts."""
    taken: set[str] = set()
    for field, cell in zip(fields, cells, strict=False):
        text = clean(cell)
        if field and field not in taken and text:
            taken.add(field)
            yield field, text


def clean(cell: str) -> str:
    """Composed characters, nothing unseen, single blanks."""
    return " ".join(UNSEEN.sub(" ", unicodedata.normalize("NFC", cell)).split())


def read_row(number: int, row: dict[str, str], *, by_mail: bool) -> RosterEntry | str | None:
    """The entry, or why there is none; None for a row that is about nobody.

    `by_mail`: the file tells people apart by their address alone.
    """
    name = name_of(row)
    if not row or name.casefold() in NOBODY or row.get("status", "").casefold() in GONE:
        return None
    email = row.get("email", "").casefold()
    values = {"name": name, "email": email, "login": row.get("login", "")}
    values["sis"] = row.get("sis", "")
    role = role_of(row.get("role", "").casefold())
    if role is None:
        return _("row {n}: only students and TAs are imported").format(n=number)
    wrong = fault_of(number, values)
    if wrong or not any(values.values()):
        return wrong
    if by_mail and not email:
        return _("row {n}: no e-mail address").format(n=number)
    return RosterEntry(number, **values, role=role)


def fault_of(number: int, values: dict[str, str]) -> str | None:
    """What is wrong with a row's values; None when nothing is."""
    if values["email"] and EMAIL.fullmatch(values["email"]) is None:
        return _("row {n}: the e-mail address is none").format(n=number)
    for key, text in values.items():
        if len(text) > LONGEST[key]:
            return _("row {n}: {column} is too long").format(n=number, column=key)
    return None


def role_of(word: str) -> SectionRole | None:
    """Student or TA; None for whoever teaches or looks on."""
    if word in {"ta", "aide"} or "assistant" in word:
        return SectionRole.TA
    return None if any(one in word for one in TEACHING) else SectionRole.STUDENT


def name_of(row: dict[str, str]) -> str:
    """`Given Family`, also from `Family, Given`."""
    parts = [row[key] for key in ("given", "family") if key in row]
    return " ".join(parts) if parts else turned(row.get("name", ""))


def turned(name: str) -> str:
    """`Given Family` from `Family, Given`; a name with more commas, or of nobody, as it is."""
    family, _comma, given = name.partition(", ")
    as_it_is = name.casefold() in NOBODY or not given or "," in given
    return name if as_it_is else f"{given} {family}"


def is_twice(entry: RosterEntry, seen: set[str], problems: list[str]) -> bool:
    """Whether an earlier row is the same person; it is said when so."""
    keys = {f"{kind}:{text.casefold()}" for kind, text in identity(entry)}
    if keys & seen:
        problems.append(_("row {n}: the same person stands above").format(n=entry.row))
        return True
    seen |= keys
    return False


def identity(entry: RosterEntry) -> tuple[tuple[str, str], ...]:
    """What tells one person from another: a name only when there is nothing better."""
    strong = (("email", entry.email), ("sis", entry.sis), ("login", entry.login))
    found = tuple((kind, text) for kind, text in strong if text)
    return found or (("name", entry.name),)
