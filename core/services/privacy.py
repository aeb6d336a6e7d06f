"""What is kept of somebody, told and handed over: own rows only, as the manifest declares."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.domain.effects import Effects
from core.domain.event import Event, followed, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.reply import Prose, Reply
from core.domain.teaching import Person
from core.evaluation.report import veiled
from core.export import export
from core.language import _
from core.services import consent, reports, transcripts
from core.services.house import House
from core.store import audit, files, people, privacy, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "privacy_download"
SCHEMA = "virtual-client/person-1"
MOST = 10_000
Rows = list[Mapping[str, object]]


@dataclass(slots=True)
class Kept:
    """Everything that is kept of one person and may be handed over."""

    person: Person
    at: datetime
    notice: str
    tables: dict[str, Rows] = field(default_factory=dict)
    deeds: Rows = field(default_factory=list)
    readers: Rows = field(default_factory=list)
    interviews: list[reports.Record] = field(default_factory=list)


def gather(tx: Transaction, house: House, person: Person) -> Kept:
    """Read all of it in one transaction."""
    kept = Kept(person, house.clock.now(), consent.handling(tx, house).version)
    for table, row in privacy.rows(tx, person.id):
        kept.tables.setdefault(table, []).append(row)
    own = sessions.of_student(tx, person.id, MOST)
    kept.deeds = [
        {"action": one.action, "target": one.target, "at": one.at}
        for one in audit.of_actor(tx, person.id, MOST)
    ]
    kept.readers = [
        {"session": one.session_id, "reader": one.name, "at": one.at}
        for one in audit.readers(tx, [one.id for one in own])
    ]
    kept.interviews = [
        reports.load(tx, house, one.id) for one in own if one.began_at is not None and one.salt
    ]
    return kept


def as_json(kept: Kept) -> bytes:
    """All declared columns, for a machine."""
    whole = {
        "schema": SCHEMA,
        "made_at": kept.at,
        "notice": kept.notice,
        "tables": kept.tables,
        "own_deeds": kept.deeds,
        "who_read_my_interviews": kept.readers,
    }
    return json.dumps(whole, default=plain, ensure_ascii=False, indent=1).encode()


def plain(value: object) -> str:
    """Instants as ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def as_markdown(kept: Kept) -> bytes:
    """The same for a person: what is kept, who read it, and every interview with its report."""
    lines = [f"# {_('What Virtual Client keeps of you')}", "", kept.at.isoformat(), ""]
    lines += [f"- {table}: {len(rows)}" for table, rows in sorted(kept.tables.items())]
    lines += ["", f"## {_('Who opened your interviews')}", ""]
    lines += [f"- {one['at']}: {one['reader']} ({one['session']})" for one in kept.readers]
    if not kept.readers:
        lines.append(_("Nobody but you."))
    parts = ["\n".join(lines).encode()]
    for record in kept.interviews:
        report = reports.report_on(record)
        shown = veiled(report) if record.may_try_again else report
        parts.append(export(reports.neutral(record, shown), "markdown").data)
    return b"\n\n---\n\n".join(parts) + b"\n"


def ask(event: Event, person: Person) -> Effects:
    """The files are made in the next turn of the asker's own lane."""
    return Effects(events=(followed(event, JOB, {"person": person.id}),))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Make both files outside any transaction; they go to the person alone."""
    payload = payload_of(event)

    def load(tx: Transaction) -> Kept | None:
        person = people.find(tx, payload.get("person", ""))
        if person is None or person.user != event.actor.user:
            return None
        return gather(tx, house, person)

    kept = await database.read(load, event.tenant)
    if kept is None:
        return lambda _tx: Effects()
    made = await asyncio.to_thread(make, kept)

    def finish(tx: Transaction) -> Effects:
        refs = transcripts.keep(tx, made)
        files.own(tx, refs, kept.person.id)
        reply = Reply((Prose(_("This is everything that is kept of you.")),), files=refs)
        return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))

    return finish


def make(kept: Kept) -> tuple[transcripts.Made, ...]:
    """The two files."""
    about = _("Everything that is kept of you")
    return (
        transcripts.Made("my-data.json", "application/json", as_json(kept), about),
        transcripts.Made("my-data.md", "text/markdown; charset=utf-8", as_markdown(kept), about),
    )
