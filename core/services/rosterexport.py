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
    known = {one.person_id: one for one in rosterlines.of_section(tx, section.id) if one.person_id}
    progress = rosters.progress(tx, section.id, tuple(one.person.id for one in lines))
    by_person: dict[str, list[rosters.Progress]] = {}
    for (person_id, _work), one in progress.items():
        by_person.setdefault(person_id, []).append(one)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for line in lines:
        own, found = known.get(line.person.id), by_person.get(line.person.id, [])
        days = [one.last_at for one in found if one.last_at is not None]
        cells = (
            *(line.person.name, line.person.user, line.role.value, line.since.isoformat()),
            *((own.email, own.login, own.sis) if own else ("", "", "")),
            *(str(sum(one.attempts for one in found)), str(sum(one.done for one in found))),
            max(days).isoformat() if days else "",
        )
        writer.writerow([guard(cell) for cell in cells])
    audit.record(tx, Entry(act.by.id, "export_roster", section.id, act.now, section.id))
    data = out.getvalue().encode("utf-8-sig")
    return files.put(tx, "roster.csv", "text/csv; charset=utf-8", data, f"{len(lines)} people")
