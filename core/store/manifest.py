"""The privacy manifest: what every column is for, how long it stays, how it leaves.

One `declared` for each table, checked against the real schema by `tests/core/test_privacy.py`.
Erasure and the export of a person's data are carried out from it, so it cannot say another thing
than what happens.
"""

from dataclasses import dataclass
from typing import Literal

Class = Literal["C1", "C2", "C3", "C4"]
# How a row belongs to a person: by a column of its own, through an interview or its evaluation.
Whose = Literal["", "id", "person_id", "student_id", "owner_id", "session", "evaluation"]
Kept = Literal[
    "course", "enrolment", "author", "month", "day", "400 days", "year", "proof", "in use"
]
RETENTION: dict[Kept, str] = {
    "course": "as many days after the end of the course as the notice says",
    "enrolment": "90 days after the last enrolment",
    "author": "until its author deletes it",
    "month": "30 days",
    "day": "24 hours",
    "400 days": "400 days",
    "year": "1 year",
    "proof": "3 years after the last consent",
    "in use": "while the program uses it",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A table: on erasure rows of the person are deleted, or `blank` columns emptied, others kept.

    `shown` is what the person's own export holds.
    """

    table: str
    class_: Class
    purpose: str
    kept: Kept
    whose: Whose = ""
    keep: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    why: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, each with what happens to it."""
        return (*self.keep, *self.blank, *self.delete)


def declared(what: str, purpose: str, **more: str) -> Declared:
    """`what` is `table class retention`; columns are named in one text each, parted by spaces."""
    table, class_, kept = what.split(" ", 2)
    lists = {name: tuple(more.get(name, "").split()) for name in LISTS}
    rest = {name: text for name, text in more.items() if name not in LISTS}
    return Declared(table, class_, purpose, kept, **rest, **lists)  # type: ignore[arg-type]


LISTS = ("keep", "blank", "delete", "shown")
NOBODY = "holds nothing of a person"
DELIVERY = (
    "emptied by lane and account in a step of its own; rows named after the account are deleted, "
    "but for the conversation of the last answer, which goes by age like all others"
)
