"""Pictures of progress: drawn in a turn of their own in the asker's lane, never for others."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, followed, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.policy import Action
from core.domain.reply import Prose, Reply
from core.domain.teaching import Section
from core.errors import Refusal, RefusalError
from core.export import press
from core.export.figures import Heat, describe_heat, describe_progress, heat_svg, progress_svg
from core.export.hours import Hours, describe_hours, hours_svg
from core.language import _
from core.services import debriefing, grants, monitorday, overviews, progress, transcripts
from core.services.grants import Act
from core.services.house import House
from core.services.transcripts import Made
from core.store import assignments, files, people, rosters, sections
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "picture"
PNG = "image/png"
MOST_STUDENTS = 40
MOST_WORKS = 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG with its words."""

    name: str
    svg: str
    words: str


def ask(event: Event, kind: str, section: str = "", student: str = "", work: str = "") -> Effects:
    """Have a picture drawn for whoever acted: one of DRAWINGS."""
    payload = {"kind": kind, "section": section, "student": student, "work": work}
    made = followed(event, JOB, payload)
    return Effects(events=(replace(made, key=f"{kind}:{made.key}"[:200]),))


async def decide(database: Database, house: House, event: Event) -> Finish:
    """Draw outside any transaction; who may see it is looked up again in the finishing one."""
    payload = payload_of(event)
    draw = DRAWINGS[payload["kind"]]
    drawing = await database.read(lambda tx: draw(tx, house, event), event.tenant)
    if drawing is None:
        return lambda _tx: NOTHING
    png = await asyncio.to_thread(press.shared().picture, drawing.svg)
    made = Made(drawing.name, PNG, png, drawing.words)

    def finish(tx: Transaction) -> Effects:
        if payload["section"]:
            taught(tx, house, event)
        kept = transcripts.keep(tx, (made,))
        person = people.find_user(tx, event.actor.user)
        files.own(tx, kept, person.id if person else "")
        reply = Reply((Prose(_("The same as a picture:")),), files=kept)
        return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))

    return finish


def class_drawing(tx: Transaction, house: House, event: Event) -> Drawing:
    """Students by works: with how many clients of each they have finished."""
    section = taught(tx, house, event)
    lines = rosters.page(tx, section.id, overviews.STUDENTS, MOST_STUDENTS, 0)
    works = rosters.work(tx, section.id)[:MOST_WORKS]
    known = rosters.progress(tx, section.id, tuple(line.person.id for line in lines))
    cells = tuple(
        tuple(known.get((line.person.id, work.id), rosters.NO_PROGRESS).done for work in works)
        for line in lines
    )
    title = _("{name}: clients finished, by student and work").format(name=section.name)
    names = tuple(line.person.name or line.person.user for line in lines)
    heat = Heat(title, names, tuple(work.title for work in works), cells)
    return Drawing("class.png", heat_svg(heat), describe_heat(heat))


def taught(tx: Transaction, house: House, event: Event) -> Section:
    """The section that the event names; RefusalError for whoever does not teach it."""
    payload = payload_of(event)
    person = people.find_user(tx, event.actor.user)
    section = sections.find(tx, payload["section"])
    if person is None or section is None:
        raise RefusalError(Refusal.NOT_FOUND)
    act = Act(person, event, house.clock.now())
    grants.check_section(tx, Action.SEE_SESSIONS, section.id, act)
    return section


def criteria_drawing(tx: Transaction, house: House, event: Event) -> Drawing | None:
    """Students by criterion and level, of the work that is named or else of the last one due.

    None while no criterion has five students.
    """
    section = taught(tx, house, event)
    payload = payload_of(event)
    works = assignments.of_section(tx, section.id)
    named = [one for one in works if one.id == payload["work"]]
    drawn = (debriefing.heat(tx, one) for one in (named or reversed(works[-MOST_WORKS:])))
    found = next((one for one in drawn if one is not None), None)
    if found is None:
        return None
    return Drawing("criteria.png", heat_svg(found), describe_heat(found))


def student_drawing(tx: Transaction, house: House, event: Event) -> Drawing:
    """One student's progress in the class that the asker teaches."""
    section = taught(tx, house, event)
    payload = payload_of(event)
    student = overviews.find_student(tx, section, payload["student"])
    if student is None:
        raise RefusalError(Refusal.NOT_FOUND)
    title = _("{name}: progress").format(name=student.name or student.user)
    return drawing_of(title, progress.read(tx, student.id, section.id))


def own_drawing(tx: Transaction, _house: House, event: Event) -> Drawing:
    """The asker's own progress."""
    person = people.find_user(tx, event.actor.user)
    if person is None:
        raise RefusalError(Refusal.NOT_FOUND)
    return drawing_of(_("Your progress"), progress.read(tx, person.id))


def day_drawing(tx: Transaction, house: House, event: Event) -> Drawing:
    """Lines by the hour, of the class that the asker teaches."""
    section = taught(tx, house, event)
    day = monitorday.read(tx, section, house.clock.now())
    said = tuple(one.said for one in day.hours)
    hours = Hours(monitorday.title_of(section), monitorday.labels(day, section.zone), said)
    return Drawing("day.png", hours_svg(hours), describe_hours(hours))


def drawing_of(title: str, found: progress.Progress) -> Drawing:
    """Lines over interviews; one interview is a dot."""
    trends = progress.trends(found)
    return Drawing("progress.png", progress_svg(title, trends), describe_progress(title, trends))


Draw = Callable[[Transaction, House, Event], Drawing | None]
DRAWINGS: dict[str, Draw] = {
    "class": class_drawing,
    "criteria": criteria_drawing,
    "student": student_drawing,
    "progress": own_drawing,
    "day": day_drawing,
}
