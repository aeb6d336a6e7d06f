"""The roster as CSV: everybody of the class, guarded so that a spreadsheet calculates nothing."""

import csv
import io

from core.domain.audit import Entry
from core.domain.reply import FileRef
from core.domain.teaching import Section
from core.export.csvfile import guard
from core.services.grants import Act
from core.store import audit, files, rosterlines, rosters
from core.store.transaction import Transaction

MOST = 10_000
HEADER = (
    *("name", "account", "role", "since", "email", "login", "sis user id"),
    *("attempts", "works done", "last active"),
)


def export(tx: Transaction, act: Act, section: Section) -> FileRef:
    """Write it, keep it for the teacher alone, and note that it was done."""
    lines = rosters.page(tx, section.id, "everybody", MOST, 0)
    known = {one.person_id: one for one in rosterlines.of_section(tx, section.id)}
    progress = rosters.progress(tx, section.id, tuple(one.person.id for one in lines))
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for line in lines:
        own = known.get(line.person.id)
        found = [one for (who, _work), one in progress.items() if who == line.person.id]
        writer.writerow([guard(cell) for cell in (*named(line, own), *worked(found))])
    audit.record(tx, Entry(act.by.id, "export_roster", section.id, act.now, section.id))
    data = out.getvalue().encode("utf-8-sig")
    return files.put(tx, "roster.csv", "text/csv; charset=utf-8", data, f"{len(lines)} people")


def named(line: rosters.Line, own: rosterlines.RosterLine | None) -> tuple[str, ...]:
    """Who it is, here and in the class list that was imported."""
    listed = (own.email, own.login, own.sis) if own else ("", "", "")
    person = line.person
    return (person.name, person.user, line.role.value, line.since.isoformat(), *listed)


def worked(found: list[rosters.Progress]) -> tuple[str, ...]:
    """Attempts, works done, the last time."""
    days = [one.last_at.isoformat() for one in found if one.last_at is not None]
    attempts, done = sum(one.attempts for one in found), sum(one.done for one in found)
    return (str(attempts), str(done), max(days, default=""))
