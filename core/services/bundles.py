"""All interviews of a class, or of one assignment, as ZIP files; made part by part, in private."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired
from core.domain.outgoing import Draft, Post
from core.domain.policy import Action, Standing, allowed
from core.domain.reply import FileRef, Prose, Reply
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.export import press
from core.export.bundle import Bundle
from core.export.transcript import Transcript
from core.language import _
from core.services import exports, reports, transcripts
from core.services.grants import Act
from core.services.house import House
from core.services.transcripts import Made
from core.store import audit, people, sections, sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "bundle"
PART = 25
FORMATS = ("pdf", "docx", "markdown", "json", "csv")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose interviews, for whom, which part; `until` keeps later interviews out of every part."""

    section: str
    assignment: str
    person: str
    formats: str
    until: str
    part: str

    @property
    def number(self) -> int:
        return int(self.part)

    @property
    def before(self) -> datetime:
        return datetime.fromisoformat(self.until)


def ask(tx: Transaction, act: Act, section: Section, assignment: str, formats: str) -> Effects:
    """The first part follows in a lane of its own; who takes a class's words is in the audit."""
    wish = Wish(section.id, assignment, act.by.id, formats, act.now.isoformat(), "1")
    if not count(tx, wish):
        raise RefusalError(Refusal.NOT_FOUND)
    reason = f"{assignment or 'all'} {formats}"[:100]
    audit.record(
        tx, Entry(act.by.id, "bulk_export", section.id, act.now, section.id, reason=reason)
    )
    return Effects(events=(part_event(act.event, wish),))


def part_event(because: Event, wish: Wish) -> Event:
    """One part of the bundle."""
    payload = {name: getattr(wish, name) for name in Wish.__slots__}
    key = f"bundle:{because.key.removeprefix('bundle:')}:{wish.part}"[:200]
    lane = f"bundle:{wish.section}:{wish.person}"
    fired = Fired(JOB, payload)
    return replace(because, key=key, body=fired, natural="", lane=lane)


def count(tx: Transaction, wish: Wish) -> int:
    """How many interviews go in."""
    return len(ids_of(tx, wish))


def ids_of(tx: Transaction, wish: Wish) -> tuple[str, ...]:
    """Finished interviews, oldest first."""
    return sessions.finished(tx, wish.section, wish.assignment, wish.before)


def allowed_ids(tx: Transaction, wish: Wish) -> tuple[str, ...]:
    """Nothing for somebody who is no teacher of the class any more."""
    return ids_of(tx, wish) if may_take(tx, wish) else ()


def may_take(tx: Transaction, wish: Wish) -> bool:
    """Still a teacher of the class."""
    standing = Standing(people.role_of(tx, wish.section, wish.person))
    return allowed(Action.EXPORT_CLASS, standing)


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Load and write one part outside any transaction; hand it over in the finishing one."""
    wish = Wish(**event.body.payload) if isinstance(event.body, Fired) else Wish(*[""] * 6)
    ids = await database.read(
        lambda tx: ids_of(tx, wish) if may_take(tx, wish) else (), event.tenant
    )
    mine = ids[(wish.number - 1) * PART : wish.number * PART]
    if not mine:
        return lambda _tx: NOTHING
    section = await database.read(lambda tx: sections.find(tx, wish.section), event.tenant)
    parts = (len(ids) + PART - 1) // PART
    name = file_name(section, wish.number, parts)
    data = await packed(loaded(database, house, mine, event.tenant), tuple(wish.formats.split()))
    file = Made(name, "application/zip", data, _("Interviews of the class, with an index"))
    ref = await transcripts.keep_large(database, file, event.tenant)
    return lambda tx: hand_over(tx, event, wish, ref, len(ids))


async def loaded(
    database: Database, house: House, ids: tuple[str, ...], tenant: str
) -> AsyncIterator[Transcript]:
    """One interview after the other, each in a short transaction."""
    for session_id in ids:
        read = partial(whole, house=house, session_id=session_id)
        one = await database.read(read, tenant)
        if one is not None:
            yield await asyncio.to_thread(exports.whole_transcript, one)


def whole(tx: Transaction, house: House, session_id: str) -> exports.Readable | None:
    """One interview with its grade; None when it is gone meanwhile."""
    record = reports.find(tx, house, session_id)
    return None if record is None else exports.for_teacher(tx, record)


async def packed(found: AsyncIterator[Transcript], formats: tuple[str, ...]) -> bytes:
    """The ZIP of one part; at most one interview's files are there beside it."""
    out = io.BytesIO()
    with Bundle(out) as package:
        async for one in found:
            await asyncio.to_thread(put, package, one, formats)
    return out.getvalue()


def put(package: Bundle, one: Transcript, formats: tuple[str, ...]) -> None:
    """One interview in all formats."""
    package.add(one, press.shared().files(one, formats))


def file_name(section: Section | None, part: int, parts: int) -> str:
    """Letters and digits only."""
    words = (section.code or section.name) if section else "class"
    slug = _NOT_SLUG.sub("-", words.lower()).strip("-")[:32] or "class"
    return f"{slug}_interviews_{part}-of-{parts}.zip"


def hand_over(tx: Transaction, event: Event, wish: Wish, file: FileRef, total: int) -> Effects:
    """To the teacher alone, with how far it is; the next part follows."""
    if not may_take(tx, wish):
        return NOTHING
    reader = people.find(tx, wish.person)
    done = min(wish.number * PART, total)
    text = _("{done} of {total} interviews.").format(done=done, total=total)
    reply = Reply((Prose(text),), files=(file,))
    post = Draft(event.place, Post(reply, reader.user if reader else "", event.handle))
    if done >= total:
        return Effects((post,))
    following = replace(wish, part=str(wish.number + 1))
    return Effects((post,), (part_event(event, following),))
