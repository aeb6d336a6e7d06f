"""Lines of imported rosters: who is expected, and who of them has come."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from core.domain.ids import new_key
from core.domain.rosterfile import RosterEntry
from core.domain.teaching import SectionRole
from core.store.privacy_tables import roster_lines
from core.store.transaction import Transaction

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One line; `person_id` is None while nobody is known to be it."""

    id: str
    section_id: str
    person_id: str | None
    name: str
    email: str
    login: str
    sis: str
    role: str
    code: str

    @property
    def shown(self) -> str:
        """What a teacher recognises it by."""
        return self.name or self.email or self.login or self.sis


COLUMNS = tuple(roster_lines.c[name] for name in RosterLine.__slots__)
OF_SECTION = (
    (roster_lines.c.tenant == bindparam("of_tenant"))
    & (roster_lines.c.section_id == bindparam("of_section"))
    & roster_lines.c.until.is_(None)
)
IN_ORDER = (func.lower(roster_lines.c.name), roster_lines.c.id)
ALL = select(*COLUMNS).where(OF_SECTION).order_by(*IN_ORDER)
WAITING = ALL.where(roster_lines.c.person_id.is_(None))
PAGE = WAITING.limit(bindparam("most")).offset(bindparam("skip"))
COUNT = select(func.count()).where(OF_SECTION, roster_lines.c.person_id.is_(None))
BY_CODE = select(*COLUMNS).where(
    roster_lines.c.tenant == bindparam("of_tenant"),
    roster_lines.c.code == bindparam("of_code"),
    roster_lines.c.until.is_(None),
)
BY_ID = select(*COLUMNS).where(
    roster_lines.c.tenant == bindparam("of_tenant"), roster_lines.c.id == bindparam("of_id")
)


def of_section(tx: Transaction, section_id: str) -> tuple[RosterLine, ...]:
    """Every line of a class."""
    rows = tx.run(ALL, {"of_tenant": tx.tenant, "of_section": section_id}).mappings()
    return tuple(RosterLine(**row) for row in rows)


def waiting(
    tx: Transaction, section_id: str, most: int = 10_000, skip: int = 0
) -> tuple[RosterLine, ...]:
    """Lines that nobody has come for yet."""
    values = {"of_tenant": tx.tenant, "of_section": section_id, "most": most, "skip": skip}
    return tuple(RosterLine(**row) for row in tx.run(PAGE, values).mappings())


def count_waiting(tx: Transaction, section_id: str) -> int:
    """How many lines nobody has come for."""
    values = {"of_tenant": tx.tenant, "of_section": section_id}
    return int(tx.run(COUNT, values).scalar_one())


def find(tx: Transaction, line_id: str) -> RosterLine | None:
    """The line with this id."""
    row = tx.run(BY_ID, {"of_tenant": tx.tenant, "of_id": line_id}).mappings().first()
    return None if row is None else RosterLine(**row)


def find_code(tx: Transaction, code: str) -> RosterLine | None:
    """The line that a code was given out for."""
    row = tx.run(BY_CODE, {"of_tenant": tx.tenant, "of_code": code}).mappings().first()
    return None if row is None else RosterLine(**row)


def new_code() -> str:
    """Eight letters and digits that cannot be mistaken for one another."""
    return "".join(secrets.choice(LETTERS) for _each in range(CODE_LENGTH))


def add(
    tx: Transaction, section_id: str, entry: RosterEntry, person_id: str | None, now: datetime
) -> None:
    """Keep the fields that can be matched, and nothing else of the file."""
    ta = entry.role is SectionRole.TA
    values = {
        "id": new_key(),
        "tenant": tx.tenant,
        "section_id": section_id,
        "person_id": person_id,
        "name": entry.name,
        "email": entry.email,
        "login": entry.login,
        "sis": entry.sis,
        "role": "ta" if ta else "student",
        "code": new_code(),
        "since": now,
    }
    tx.run(insert(roster_lines), values)


def claim(tx: Transaction, line_id: str, person_id: str) -> bool:
    """Say who a line is; False when somebody was quicker."""
    mine = (roster_lines.c.tenant == tx.tenant) & (roster_lines.c.id == line_id)
    free = roster_lines.c.person_id.is_(None)
    return tx.run(update(roster_lines).where(mine, free).values(person_id=person_id)).rowcount > 0


def end(tx: Transaction, line_id: str, now: datetime) -> None:
    """Nobody is expected by this line any more."""
    mine = (roster_lines.c.tenant == tx.tenant) & (roster_lines.c.id == line_id)
    tx.run(update(roster_lines).where(mine).values(until=now))
