"""The record that a student completed a graded assignment: one page, PDF/UA-1."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.domain.jsonvalue import Json
from core.export.cleaning import clean
from core.export.press import shared
from core.export.runs import flat
from core.language import _, ngettext

TEMPLATE = "completion.typ"
MOST_ROWS = 14
LONGEST = 75


@dataclass(frozen=True, slots=True)
class Completion:
    """What the page says; `met` are the clients with the number of interviews and the last day."""

    student: str
    section: str
    code: str
    assignment: str
    zone: str
    at: datetime
    met: tuple[tuple[str, int, datetime], ...]


def write(made: Completion) -> bytes:
    """The file; takes some 100 ms, so call it in a thread."""
    return shared().page(TEMPLATE, record_of(made), int(made.at.timestamp()))


def short(text: str) -> str:
    """One line that leaves room for the others."""
    line = flat(clean(text))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def record_of(made: Completion) -> dict[str, Json]:
    """All words of the page."""
    zone = ZoneInfo(made.zone)
    day = made.at.astimezone(zone)
    left = len(made.met) - MOST_ROWS
    more = ngettext("and {n} more client", "and {n} more clients", left).format(n=left)
    shown = made.met[:MOST_ROWS]
    cells: list[Json] = [
        [short(name), str(count), last.astimezone(zone).date().isoformat()]
        for name, count, last in shown
    ]
    code = f" ({short(made.code)})" if made.code else ""
    facts: list[Json] = [
        [_("Student"), short(made.student)],
        [_("Class"), short(made.section) + code],
        [_("Assignment"), short(made.assignment)],
        [_("Completed"), f"{day:%Y-%m-%d %H:%M} ({made.zone})"],
    ]
    said = _("Every interview of this assignment was carried through to its end.")
    return {
        "title": _("Record of completion"),
        "lines": [said],
        "facts": facts,
        "section": _("Interviews"),
        "header": [_("Client"), _("Finished"), _("Last on")],
        "cells": cells,
        "more": more if left > 0 else "",
        "footer": _(
            "Practice with simulated clients, no real person. This record says that the work was "
            "done; it is not a grade."
        ),
    }
